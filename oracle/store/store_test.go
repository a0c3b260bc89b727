// SPDX-License-Identifier: Apache-2.0

package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/oracle/ingest"
	"github.com/linli-project/linli/rules/device"
)

const (
	garden = "garden"
	gate   = "gate-1"
	noon   = 1_800_000_000_000
)

func open(t *testing.T, dir string, bounds Bounds) *Store {
	t.Helper()
	s, err := Open(t.Context(), filepath.Join(dir, "oracle.db"), filepath.Join(dir, "oracle.key"), bounds)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func change(t *testing.T, s *Store, do func(*Tx) error) {
	t.Helper()
	if err := s.Change(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func event(i int, kind device.Kind) device.Event {
	values := map[string]string{"number": fmt.Sprint("n", i)}
	return device.Event{Community: garden, Device: gate, Kind: kind, V: device.Version, Values: values}
}

// addEvent is AddEvent of an event whose text is not known yet.
func (t *Tx) addEvent(seq uint64, e device.Event) (string, error) {
	text, err := e.Encode()
	if err != nil {
		return "", err
	}
	return t.AddEvent(seq, e, text)
}

// add adds an event, and expects it to be taken.
func add(t *testing.T, s *Store, i int, kind device.Kind) string {
	t.Helper()
	var id string
	change(t, s, func(tx *Tx) (err error) {
		id, err = tx.addEvent(uint64(i), event(i, kind))
		return err
	})
	return id
}

// What follows from a record and the checkpoint are written together or not at all, and once.
func TestWorkOff(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Bounds{})
	spoil := errors.New("spoilt")
	follows := func(then error) func(*Tx) error {
		return func(tx *Tx) error {
			if _, err := tx.addEvent(3, event(1, device.Plate)); err != nil {
				return err
			}
			tx.Remember(garden, gate, device.Known{Heard: noon})
			return then
		}
	}
	state := func(checkpoint uint64, events, known int) {
		t.Helper()
		at, err := s.Checkpoint(t.Context())
		if err != nil || at != checkpoint {
			t.Error(at, err)
		}
		pending, err := s.Pending(t.Context(), garden, 10)
		if err != nil || len(pending) != events {
			t.Error(pending, err)
		}
		if of, err := s.Known(t.Context(), garden); err != nil || len(of) != known {
			t.Error(of, err)
		}
	}
	if err := s.WorkOff(t.Context(), 3, follows(spoil)); !errors.Is(err, spoil) {
		t.Error(err)
	}
	state(0, 0, 0)
	if err := s.WorkOff(t.Context(), 3, follows(nil)); err != nil {
		t.Error(err)
	}
	state(3, 1, 1)
	for _, again := range []uint64{0, 2, 3} {
		if err := s.WorkOff(t.Context(), again, follows(nil)); !errors.Is(err, ErrWorkedOff) {
			t.Error(again, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, Bounds{})
	state(3, 1, 1)
}

// Known and alarms come back as they were kept, and are nothing before.
func TestDevices(t *testing.T) {
	s := open(t, t.TempDir(), Bounds{})
	known := device.Known{Clock: -20, Heard: noon, Last: map[string]device.Last{"smoke/1": {Said: "active=true\n", At: noon, Event: "e"}}}
	known, _ = known.Count(device.Reading{Counter: 77})
	alarm, _ := device.Alarm{Device: gate, Kind: device.Smoke}.Raise(noon, "e")
	change(t, s, func(tx *Tx) error {
		before, err := tx.Known(garden, gate)
		if diff := cmp.Diff(device.Known{}, before); diff != "" || err != nil {
			t.Error(diff, err)
		}
		none, err := tx.Alarm(garden, gate, device.Smoke)
		if err != nil || none.Open() || none.Device != gate || none.Kind != device.Smoke {
			t.Error(none, err)
		}
		tx.Remember(garden, gate, known)
		if within, err := tx.Known(garden, gate); err != nil || within.Clock != known.Clock {
			t.Error("what was just kept is not known", within, err)
		}
		return tx.KeepAlarm(garden, alarm)
	})
	change(t, s, func(tx *Tx) error {
		after, err := tx.Known(garden, gate)
		if diff := cmp.Diff(known, after); diff != "" || err != nil {
			t.Error(diff, err)
		}
		raised, err := tx.Alarm(garden, gate, device.Smoke)
		if diff := cmp.Diff(alarm, raised); diff != "" || err != nil {
			t.Error(diff, err)
		}
		if other, err := tx.Known("orchard", gate); err != nil || other.Heard != 0 {
			t.Error("another community's device is known", err)
		}
		return nil
	})
	open, err := s.Alarms(t.Context(), garden, true)
	if diff := cmp.Diff([]device.Alarm{alarm}, open); diff != "" || err != nil {
		t.Error(diff, err)
	}
	change(t, s, func(tx *Tx) error {
		alarm, _ = alarm.Acknowledge(noon+1, "officer")
		alarm, _ = alarm.Clear(noon + 2)
		return tx.KeepAlarm(garden, alarm)
	})
	if open, err := s.Alarms(t.Context(), garden, true); err != nil || len(open) != 0 {
		t.Error(open, err)
	}
	if all, err := s.Alarms(t.Context(), garden, false); err != nil || len(all) != 1 {
		t.Error(all, err)
	}
	if all, err := s.Known(t.Context(), garden); err != nil || len(all) != 1 {
		t.Error(all, err)
	}
}

// Urgent events go first, the others in their order; one is there once; only what is on the ledger leaves.
func TestEvents(t *testing.T) {
	s := open(t, t.TempDir(), Bounds{Pending: 4, Logged: 2})
	var ids []string
	for i, kind := range []device.Kind{device.Plate, device.Drop, device.Smoke} {
		ids = append(ids, add(t, s, i+1, kind))
	}
	if again := add(t, s, 9, device.Plate); again == ids[0] {
		t.Error("another event has the same id")
	}
	if err := s.Change(t.Context(), func(tx *Tx) error {
		_, err := tx.addEvent(10, event(10, device.Plate))
		return err
	}); !errors.Is(err, ErrBehind) {
		t.Error(err)
	}
	pending, err := s.Pending(t.Context(), garden, 3)
	var order []string
	for _, e := range pending {
		order = append(order, e.ID)
		if device.IDOf(e.Text).String() != e.ID || e.Index != -1 {
			t.Error(e)
		}
	}
	if diff := cmp.Diff([]string{ids[2], ids[0], ids[1]}, order); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for range 2 { // told twice, as a block may be
		change(t, s, func(tx *Tx) error { return tx.Logged(garden, order, 0) })
	}
	if _, err := s.Event(t.Context(), order[0]); !errors.Is(err, ErrNotFound) {
		t.Error("the oldest one stays", err)
	}
	if one, err := s.Event(t.Context(), order[2]); err != nil || one.Index != 2 || one.Seq != 2 {
		t.Error(one, err)
	}
	add(t, s, 11, device.Plate) // there is room again
	first := add(t, s, 12, device.Plate)
	change(t, s, func(tx *Tx) error {
		again, err := tx.addEvent(13, event(12, device.Plate))
		if again != first {
			t.Error(again, first)
		}
		return err
	})
	newest, err := s.EventsOf(t.Context(), garden, gate, 0, 2)
	if err != nil || len(newest) != 2 || newest[0].ID != first {
		t.Fatal(newest, err)
	}
	if older, err := s.EventsOf(t.Context(), garden, gate, newest[1].Number, 9); err != nil || len(older) != 3 {
		t.Error(older, err)
	}
}

// Events of one transaction are there in their order, once each, whether few or many, and so is their count.
func TestManyEvents(t *testing.T) {
	s := open(t, t.TempDir(), Bounds{Pending: 2000})
	const many = 2*eventsAtOnce + 3
	var ids []string
	change(t, s, func(tx *Tx) error {
		for i := range many {
			id, err := tx.addEvent(uint64(i+1), event(i, device.Plate))
			if err != nil {
				return err
			}
			again, err := tx.addEvent(uint64(i+2), event(i, device.Plate))
			if err != nil || again != id {
				t.Error(again, id, err)
			}
			ids = append(ids, id)
		}
		return nil
	})
	pending, err := s.Pending(t.Context(), garden, 2*many)
	if err != nil || len(pending) != many {
		t.Fatal(len(pending), err)
	}
	for i, e := range pending {
		if e.ID != ids[i] || e.Seq != uint64(i+1) {
			t.Fatal(i, e)
		}
	}
	change(t, s, func(tx *Tx) error { // what was just added can be in the log at once
		id, err := tx.addEvent(many, event(many, device.Plate))
		return errors.Join(err, tx.Logged(garden, append(ids, id), 0))
	})
	if n, err := s.Waiting(t.Context()); err != nil || n != 0 {
		t.Error(n, err)
	}
	if all, err := s.Pending(t.Context(), garden, 9); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
}

// Payloads are not in the file as they were sent, and cannot be read with another key, under another hash, or when they are gone.
func TestPayload(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Bounds{})
	secret := bytes.Repeat([]byte("粤B12345"), 50)
	keep := func(raw []byte, expires int64) (hash string) {
		change(t, s, func(tx *Tx) (err error) {
			hash, err = tx.KeepPayload(raw, expires)
			return err
		})
		return hash
	}
	hash, other := keep(secret, noon), keep([]byte("other"), noon)
	if again := keep(secret, noon+10); again != hash {
		t.Error(again)
	}
	if raw, err := s.Payload(t.Context(), hash); err != nil || !bytes.Equal(raw, secret) {
		t.Error(err)
	}
	for _, path := range []string{"oracle.db", "oracle.db-wal"} {
		if raw, err := os.ReadFile(filepath.Join(dir, path)); err != nil || bytes.Contains(raw, []byte("粤B12345")) {
			t.Error(path, "holds what was sent", err)
		}
	}
	change(t, s, func(tx *Tx) error { // one payload in another's place
		_, err := tx.exec("UPDATE payloads SET sealed = (SELECT sealed FROM payloads WHERE hash = ?) WHERE hash = ?", hash, other)
		return err
	})
	if _, err := s.Payload(t.Context(), other); err == nil || errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	change(t, s, func(tx *Tx) error { return tx.Expire(noon + 9) })
	if _, err := s.Payload(t.Context(), hash); err != nil {
		t.Error("kept again it expires later", err)
	}
	change(t, s, func(tx *Tx) error { return tx.Expire(noon + 10) })
	if _, err := s.Payload(t.Context(), hash); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	hash = keep(secret, noon)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "oracle.key")); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, dir, Bounds{}).Payload(t.Context(), hash); err == nil || errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
}

// A list is read by its commitment alone, until its time is over; the file does not show whom it names.
func TestLists(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, Bounds{})
	one, other := strings.Repeat("1a", 32), strings.Repeat("2b", 32)
	change(t, s, func(tx *Tx) error {
		return errors.Join(tx.KeepList(one, []byte("粤B12345"), noon+5), tx.KeepList(other, []byte("粤B67890"), noon+10),
			tx.KeepList(one, []byte("粤B12345"), noon+9))
	})
	change(t, s, func(tx *Tx) error { return tx.Expire(noon + 8) })
	if list, err := s.List(t.Context(), one); err != nil || string(list) != "粤B12345" {
		t.Errorf("%s %v", list, err)
	}
	for _, path := range []string{"oracle.db", "oracle.db-wal"} {
		if raw, err := os.ReadFile(filepath.Join(dir, path)); err != nil || bytes.Contains(raw, []byte("粤B")) {
			t.Error(path, "holds a plate", err)
		}
	}
	change(t, s, func(tx *Tx) error { // one list in another's place
		_, err := tx.exec("UPDATE lists SET sealed = (SELECT sealed FROM lists WHERE commitment = ?) WHERE commitment = ?", other, one)
		return err
	})
	if _, err := s.List(t.Context(), one); err == nil || errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	change(t, s, func(tx *Tx) error { return tx.Expire(noon + 9) })
	for commitment, want := range map[string]error{one: ErrNotFound, other: nil, strings.Repeat("0", 64): ErrNotFound} {
		if _, err := s.List(t.Context(), commitment); !errors.Is(err, want) {
			t.Error(commitment, err)
		}
	}
}

// Of what anybody can send the oldest leaves, and is counted.
func TestBounds(t *testing.T) {
	s := open(t, t.TempDir(), Bounds{Quarantine: 3, Strangers: 2, PayloadBytes: 1000})
	for i := 1; i <= 5; i++ {
		change(t, s, func(tx *Tx) error {
			q := Quarantined{Seq: uint64(i), Transport: "broker", Client: "c", Topic: "t", Reason: "UNREADABLE", Received: noon}
			q.Expires = noon + 100
			body := bytes.Repeat([]byte{byte(i)}, 400)
			return errors.Join(tx.Quarantine(q, body), tx.Knocked(knock("broker", fmt.Sprint("c", i), "t", noon+int64(i))))
		})
	}
	all, err := s.InQuarantine(t.Context(), 0, 10)
	if err != nil || len(all) != 3 || all[0].Seq != 5 || all[2].Seq != 3 {
		t.Fatal(all, err)
	}
	if older, err := s.InQuarantine(t.Context(), 5, 1); err != nil || len(older) != 1 || older[0].Seq != 4 {
		t.Error(older, err)
	}
	if _, err := s.Payload(t.Context(), all[0].Raw); err != nil {
		t.Error(err)
	}
	if _, err := s.Payload(t.Context(), all[2].Raw); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	knocked, err := s.Strangers(t.Context())
	if err != nil || len(knocked) != 2 || knocked[0].Client != "c5" || knocked[1].Client != "c4" {
		t.Error(knocked, err)
	}
	if dropped, err := s.Dropped(t.Context()); err != nil || dropped != (Dropped{Quarantine: 2, Strangers: 3, Payloads: 3}) {
		t.Error(dropped, err)
	}
	change(t, s, func(tx *Tx) error { return tx.Expire(noon + 100) })
	if all, err := s.InQuarantine(t.Context(), 0, 10); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
	if dropped, err := s.Dropped(t.Context()); err != nil || dropped.Quarantine != 2 {
		t.Error("what has expired was not given up", dropped, err)
	}
}

func knock(transport, client, topic string, at int64) Stranger {
	return Stranger{Transport: transport, Client: client, Topic: topic, Reason: string(ingest.Stranger), First: at, Last: at, Times: 1}
}

// A stranger is one, however often and with whatever topics he knocks, until he is admitted.
func TestStranger(t *testing.T) {
	s := open(t, t.TempDir(), Bounds{})
	for i := range int64(3) {
		change(t, s, func(tx *Tx) error { return tx.Knocked(knock("push", "camera", fmt.Sprint("topic ", i), noon+i)) })
	}
	all, err := s.Strangers(t.Context())
	if diff := cmp.Diff([]Stranger{{Transport: "push", Client: "camera", Topic: "topic 2", Reason: string(ingest.Stranger), First: noon, Last: noon + 2, Times: 3}}, all); diff != "" || err != nil {
		t.Error(diff, err)
	}
	change(t, s, func(tx *Tx) error { return tx.Admitted("camera") })
	if all, err := s.Strangers(t.Context()); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
}

// The key is made for its user alone; one that others can read, or that is none, is refused.
func TestKey(t *testing.T) {
	dir := t.TempDir()
	if err := open(t, dir, Bounds{}).Close(); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(dir, "oracle.key")
	for _, path := range []string{key, filepath.Join(dir, "oracle.db")} {
		if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
			t.Error(path, info.Mode(), err)
		}
	}
	refused := func() {
		t.Helper()
		if s, err := Open(context.Background(), filepath.Join(dir, "oracle.db"), key, Bounds{}); err == nil {
			t.Error("it was opened", s.Close())
		}
	}
	if err := os.Chmod(key, 0o640); err != nil {
		t.Fatal(err)
	}
	refused()
	if err := errors.Join(os.Chmod(key, 0o600), os.WriteFile(key, []byte("short"), 0o600)); err != nil {
		t.Fatal(err)
	}
	refused()
}
