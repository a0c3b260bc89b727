// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/subscriber"
	"github.com/linli-project/linli/tables"
)

// hearing is what `linli serve` is told about devices.
type hearing struct {
	community  string
	mqtt, push string
	hosts      []string
	broker     string
}

func (h *hearing) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&h.community, "oracle", "", "community whose devices this server hears for its body; it hears none if not given")
	f.StringVar(&h.mqtt, "mqtt", "127.0.0.1:8883", "address for devices that speak MQTT over TLS, with --oracle")
	f.StringVar(&h.push, "push", "", "address for cameras that push over HTTP, with --oracle; none if not given")
	f.StringVar(&h.broker, "broker", "", "JSON file of an MQTT broker that is there already (docs/oracle.md), with --oracle")
	f.StringSliceVar(&h.hosts, "device-host", nil, "name or address by which devices reach this machine, besides localhost; for its certificate")
}

// oracleDir is where the oracle of a community keeps its files.
func (o *serving) oracleDir(community string) string { return o.file("oracle/" + community) }

// oneHears has one of the body's servers hear the devices. Another that is told to waits, with all that it does, until that one ends: it
// goes on from the same files.
func (o *serving) oneHears(ctx context.Context, log *slog.Logger, serve func(context.Context) error) (err error) {
	at, err := o.storeAt()
	if err != nil {
		return err
	}
	if o.hearing.community == "" || !tables.IsPostgres(at) {
		return serve(ctx)
	}
	db, err := tables.Open(ctx, at, tables.Schema{Name: "oracle"})
	if err != nil {
		return fmt.Errorf("open what the body's servers share: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	log.InfoContext(ctx, "devices are heard as soon as no other server hears them", "community", o.hearing.community)
	running, end := context.WithCancel(ctx)
	defer end()
	db.Alone(running, "oracle "+o.body+" "+o.hearing.community, func(held context.Context) {
		if err = serve(held); held.Err() == nil || ctx.Err() != nil {
			end()
			return
		}
		log.WarnContext(ctx, "another server may hear the devices, as the database has not answered: this one begins anew", "error", err)
	})
	return err
}

// openOracle opens the oracle, or returns nil if this server is not to hear devices.
func (o *serving) openOracle(
	ctx context.Context, client *ledger.Client, relay *ledger.Relay, mirror *index.Index, log *slog.Logger,
) (*oracle.Oracle, error) {
	if o.hearing.community == "" {
		return nil, nil //nolint:nilnil // there is none
	}
	var outside *subscriber.Options
	if o.hearing.broker != "" {
		var err error
		if outside, err = readBroker(o.hearing.broker); err != nil {
			return nil, inputError{err}
		}
	}
	genesis, err := client.Genesis(ctx)
	if err != nil {
		return nil, err
	}
	return oracle.Open(ctx, oracle.Config{
		Dir: o.oracleDir(o.hearing.community), Community: o.hearing.community, Body: o.body, Net: genesis, Client: client, Relay: relay,
		Mirror: mirror, Log: log, Now: time.Now, Hosts: o.hearing.hosts, Outside: outside,
	})
}

// hear runs the oracle until ctx ends.
func (h *hearing) hear(ctx context.Context, heard *oracle.Oracle, log *slog.Logger) error {
	mqtt, err := net.Listen("tcp", h.mqtt)
	if err != nil {
		return fmt.Errorf("%w; --mqtt names another address", err)
	}
	log.InfoContext(ctx, "devices are heard", "oracle", heard.ID(), "mqtt", mqtt.Addr())
	var push net.Listener
	if h.push != "" {
		if push, err = net.Listen("tcp", h.push); err != nil {
			return errors.Join(fmt.Errorf("%w; --push names another address", err), mqtt.Close())
		}
		log.InfoContext(ctx, "cameras are heard", "push", push.Addr())
	}
	if err := heard.Run(ctx, mqtt, push); ctx.Err() == nil {
		return fmt.Errorf("hear devices: %w", err)
	}
	return nil
}
