// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/eventlog"
	"github.com/linli-project/linli/oracle/journal"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/oracle/subscriber"
)

// Config is what an oracle works with. All fields down to Now are needed.
type Config struct {
	Dir       string // of what it keeps; made if there is none. Who reads it speaks for the oracle.
	Community string
	Body      string
	Net       string // hash (hex) of the channel's first block
	Client    *ledger.Client
	Relay     *ledger.Relay
	Mirror    *index.Index // where it finds which devices are enrolled
	Log       *slog.Logger // gets no plates, and no bodies of messages
	Now       func() time.Time
	Outside   *subscriber.Options // a broker that is there already; its Keep and Log are the oracle's. nil: there is none
	Hosts     []string            // names and addresses by which devices reach the broker, for its certificate
	Rate      int                 // messages a second of one device; 0: the broker's default
	Journal   journal.Options     // zero: its defaults
	Bounds    store.Bounds        // zero: its defaults
}

// Open opens an oracle. Of its directory
//
//	log.key       signs what goes onto the ledger
//	plates.key    hides plates in events
//	payloads.key  encrypts what devices sent
//	authority/    issues devices' certificates
//	journal/      what devices said, until it is worked off
//	oracle.db     everything else
//
// each is made if there is none. Close it, after Run has returned.
func Open(ctx context.Context, c Config) (*Oracle, error) {
	o := &Oracle{Config: c, metrics: newMetrics()}
	err := o.open(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the oracle: %w", err), o.Close())
	}
	return o, nil
}

func (o *Oracle) open(ctx context.Context) error {
	if err := o.openKept(ctx); err != nil {
		return err
	}
	seed, err := store.Secret(o.file("log.key"))
	if err != nil {
		return err
	}
	o.events = eventlog.Log{
		Client: o.Client, Relay: o.Relay, Key: ed25519.NewKeyFromSeed(seed), Net: o.Net, Community: o.Community, Now: o.Now,
	}
	tls, err := o.authority.TLS(append([]string{"localhost", "127.0.0.1"}, o.Hosts...)...)
	if err != nil {
		return err
	}
	o.broker, err = broker.New(broker.Options{
		Lookup: o.device, Keep: o.Keep, TLS: tls, Refused: o.refused, Log: o.Log, Rate: o.Rate,
	})
	if err != nil {
		return err
	}
	if o.Outside != nil {
		outside := *o.Outside
		outside.Keep, outside.Log = o.Keep, o.Log
		o.subscriber = subscriber.New(outside)
	}
	if o.plates, err = store.Secret(o.file("plates.key")); err != nil {
		return err
	}
	if o.journal, err = journal.Open(o.file("journal"), o.Config.Journal); err != nil {
		return err
	}
	return o.readAccounts(ctx)
}

// openKept opens what two processes may have open at once.
func (o *Oracle) openKept(ctx context.Context) (err error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return err
	}
	if o.authority, err = broker.OpenAuthority(o.file("authority")); err != nil {
		return err
	}
	o.Store, err = store.Open(ctx, o.file("oracle.db"), o.file("payloads.key"), o.Bounds)
	return err
}

func (o *Oracle) file(name string) string { return filepath.Join(o.Dir, name) }

// ID is the oracle's id on the ledger.
func (o *Oracle) ID() string { return o.events.By() }

// PublicKey is what two bodies enrol of it.
func (o *Oracle) PublicKey() ed25519.PublicKey { return o.events.Key.Public().(ed25519.PublicKey) } //nolint:forcetypeassert // of this kind

// Authority is the certificate (PEM) by which devices know the broker.
func (o *Oracle) Authority() []byte { return o.authority.Certificate() }

// Close closes what is open.
func (o *Oracle) Close() error {
	var err error
	if o.journal != nil {
		err = o.journal.Close()
	}
	if o.Store != nil {
		err = errors.Join(err, o.Store.Close())
	}
	return err
}
