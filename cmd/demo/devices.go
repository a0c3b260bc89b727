// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/fleet"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

// equipped is a device that the demo's community has.
type equipped struct {
	id, name, profile, place string
	thing                    fleet.Thing
	proof                    oracle.Proof // none: a bridge speaks for it
}

var equipment = []equipped{
	{"gate-east", "gate-east", "vzenith", "东门 East gate", fleet.Gate, oracle.Certificate},
	{"gate-west", "gate-west", "hikvision", "西门 West gate", fleet.Gate, oracle.Digest},
	{"bin-1", "bin-1", "bin", "1栋投放点 Bins at building 1", fleet.Bin, oracle.Password},
	{"bridge-1", "bridge-1", "zigbee2mqtt", "物业值班室 Duty room", fleet.Bridge, oracle.Password},
	{"button-1", "bridge-1:button", "zigbee2mqtt", "1栋一层 Building 1, ground floor", fleet.Button, ""},
	{"smoke-1", "bridge-1:smoke", "zigbee2mqtt", "1栋配电间 Building 1, switch room", fleet.Smoke, ""},
	{"door-1", "bridge-1:door", "zigbee2mqtt", "1栋大门 Building 1, door", fleet.Door, ""},
	{"water-1", "water-1", "shelly", "水泵房 Pump room", fleet.Water, oracle.Password},
	{"lift-1", "lift-1", "linli", "1-lift 1栋电梯 Lift of building 1", fleet.Lift, oracle.Certificate},
	{"lift-2", "lift-2", "linli", "2-lift 2栋电梯 Lift of building 2", fleet.Lift, oracle.Certificate},
	{"lock-1", "lock-1", "linli", "访客车位1 Guest space 1", fleet.Lock, oracle.Certificate},
}

// story is how much of the fleet's story is told before the recount.
const (
	storyEvents = 30
	storyRate   = 20 // events a second
	storySeed   = 1
)

// devices has a fleet speak until its story is on the ledger, and an officer acknowledge the smoke in it.
func (d *demo) devices(ctx context.Context, l *village.Ledger, v *village.Village, e *estate) error {
	tally, err := e.fleet.Run(ctx, fleet.Options{Events: storyEvents, Rate: storyRate, Seed: storySeed})
	if err != nil {
		return err
	}
	d.step("cars come and go, a bin is used, a button is pressed, smoke rises: %d messages kept", tally.Acknowledged)
	smoke, err := d.logged(ctx, v.ID, e.oracle, rules.Smoke)
	if err != nil {
		return err
	}
	log, err := ledger.Read(ctx, l.Client, device.EventLogs, v.ID, e.oracle)
	if err != nil {
		return err
	}
	d.step("%d events of them are on the ledger, as one root: %s…", log.Size, log.Root[:16])
	body := device.AlarmAcknowledge{Event: smoke.Event, Index: smoke.Index, Oracle: smoke.Oracle, Proof: smoke.Proof, Size: smoke.Size}
	if err := l.Do(ctx)(v.Act(device.TypeAlarmAcknowledge, body, v.Convener())); err != nil {
		return err
	}
	d.step("an officer acknowledges the smoke alarm, by a proof of %d bytes", len(smoke.Proof))
	text, err := smoke.Write()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.data, smokeFile), text, 0o600)
}

// Files that the demo keeps beside the network's data.
const (
	fleetFile = "fleet.json"
	smokeFile = "smoke.json"
)

// estate is what the demo's community has of devices.
type estate struct {
	fleet  *fleet.Fleet
	oracle string // id
	worker *village.Signer
}

// equip makes the files of the oracle that the server will run, enrols it and its devices, gives each what it connects with, and writes
// it all down for `linli devices simulate`.
func (d *demo) equip(ctx context.Context, l *village.Ledger, v *village.Village) (e *estate, err error) {
	o, err := oracle.Open(ctx, oracle.Config{Dir: d.file("oracle/" + v.ID), Community: v.ID, Body: server, Now: time.Now})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, o.Close()) }()
	enrol, err := v.Act(device.TypeOracleEnrol, device.OracleEnrol{
		Body: server, Key: act.Bytes(o.PublicKey()), Name: "业委会服务器 Committee's server",
	}, v.Two()...)
	if err != nil {
		return nil, err
	}
	acts := []act.Signed{enrol}
	f := &fleet.Fleet{MQTT: d.mqtt, Push: "http://" + d.push, Authority: string(o.Authority())}
	for _, one := range equipment {
		simulated, signed, err := one.enrol(ctx, o.Dir, v)
		if err != nil {
			return nil, err
		}
		f.Devices, acts = append(f.Devices, simulated), append(acts, signed)
	}
	if err := l.Must(ctx, acts...); err != nil {
		return nil, err
	}
	raw, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(d.data, fleetFile), raw, 0o600); err != nil {
		return nil, err
	}
	d.step("two bodies enrol an oracle and %d devices: gates, a bin, a button, detectors, cameras in lifts, a lock", len(f.Devices))
	e = &estate{oracle: o.ID()}
	e.fleet, err = fleet.Read(raw)
	return e, err
}

// enrol makes the act that enrols a device, and gives it what it connects with.
func (q equipped) enrol(ctx context.Context, dir string, v *village.Village) (fleet.Device, act.Signed, error) {
	now := act.Int(time.Now().Unix())
	enrolment := device.DeviceEnrol{
		Body: server, Class: rules.T1, Commands: []rules.Command{}, Device: q.id, From: now - 60, Kinds: q.thing.Kinds(), Place: q.place,
		Profile: q.profile, Transport: q.name, Until: now + 3600,
	}
	simulated := fleet.Device{Device: q.id, Name: q.name, Thing: q.thing, Profile: q.profile}
	if q.thing == fleet.Lock {
		enrolment.Commands = []rules.Command{rules.Lower, rules.Raise}
	}
	if q.profile == "linli" {
		enrolment.Class = rules.T2
		if err := sign(&enrolment, &simulated); err != nil {
			return simulated, act.Signed{}, err
		}
	}
	if q.proof != "" {
		c, err := oracle.Issue(ctx, dir, device.Device{DeviceEnrol: enrolment}, q.proof, time.Now())
		if err != nil {
			return simulated, act.Signed{}, err
		}
		simulated.Certificate, simulated.Password, simulated.Digest, simulated.Token = c.Certificate, c.Password, c.Digest, c.Token
	}
	signed, err := v.Act(device.TypeDeviceEnrol, enrolment, v.Two()...)
	return simulated, signed, err
}

// sign gives a device a key of its own.
func sign(enrolment *device.DeviceEnrol, simulated *fleet.Device) error {
	private, public, err := village.NewDeviceKey()
	if err != nil {
		return err
	}
	enrolment.Key = public
	key, err := x509.MarshalPKCS8PrivateKey(private)
	simulated.Key = string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}))
	return err
}

// logged waits until everything that the fleet said is on the ledger, and returns the proof that an alarm of a kind was raised.
func (d *demo) logged(ctx context.Context, community, by string, kind rules.Kind) (proof rules.EventProof, err error) {
	kept, err := d.oracleStore(ctx, community)
	if err != nil {
		return proof, err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	for {
		waiting, err := kept.Waiting(ctx)
		if err != nil {
			return proof, err
		}
		alarms, err := kept.Alarms(ctx, community, true)
		if err != nil {
			return proof, err
		}
		raised := slices.IndexFunc(alarms, func(a rules.Alarm) bool { return a.Kind == kind })
		if raised >= 0 && waiting == 0 {
			return kept.Prove(ctx, community, by, alarms[raised].Event)
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return proof, ctx.Err()
		}
	}
}

// oracleStore is what the server's oracle keeps.
func (d *demo) oracleStore(ctx context.Context, community string) (*store.Store, error) {
	dir := d.file("oracle/" + community)
	return store.Open(ctx, filepath.Join(dir, "oracle.db"), filepath.Join(dir, "payloads.key"), store.Bounds{})
}

// lookAroundRate is how much goes on at the estate while people look around: events a second.
const lookAroundRate = 0.5

// goOn has the fleet speak until ctx ends.
func (d *demo) goOn(ctx context.Context, e *estate) error {
	_, err := e.fleet.Run(ctx, fleet.Options{Rate: lookAroundRate, Seed: uint64(time.Now().UnixNano())})
	if err != nil && ctx.Err() == nil {
		fmt.Fprintf(d.out, "devices: %v\n", err) // people can go on without
	}
	return nil
}
