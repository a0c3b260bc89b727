// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"encoding/json"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger"
	rules "github.com/linli-project/linli/rules/device"
)

// give has an officer tell a device to do something within some seconds, and returns the command's id.
func (s *site) give(id string, command rules.Command, seconds int64) string {
	s.Helper()
	signed, err := s.village.Act(device.TypeCommandGive, device.CommandGive{
		Command: command, Device: id, Expires: act.Int(time.Now().Unix() + seconds),
	}, s.village.Convener())
	s.must(err)
	s.must(s.ledger.Must(s.Context(), signed))
	return act.HashOf(signed.Text).String()
}

// outcome waits until the ledger says what came of a command.
func (s *site) outcome(command string, want rules.Outcome) {
	s.Helper()
	for {
		c, err := ledger.Read(s.Context(), s.ledger.Client, device.Commands, s.Community, command)
		s.must(err)
		if c.Outcome == want {
			return
		}
		if c.Outcome != "" {
			s.Errorf("%q came of it, not %q", c.Outcome, want)
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// A lock in the ground is told by an officer over the ledger, once; the ledger says what came of it, also when the lock is away, or the
// oracle was away when the command was given.
func TestCommands(t *testing.T) {
	s := newSite(t, "locks")
	s.enrol("lock-1", rules.IO)
	s.enrol("lock-2", rules.IO)
	early := s.give("lock-1", rules.Raise, 600)
	s.start()
	s.outcome(s.give("lock-2", rules.Raise, 1), rules.Lapsed)

	lock, heard := s.connected("lock-1"), make(chan map[string]string, 10)
	s.done(lock.Subscribe("linli/lock-1/command", 1, func(_ paho.Client, m paho.Message) {
		var said map[string]string
		s.must(json.Unmarshal(m.Payload(), &said))
		heard <- said
	}))
	hears := func(id string, command rules.Command) {
		t.Helper()
		if said := <-heard; said["id"] != id || said["command"] != string(command) {
			t.Errorf("it was told %v, not to %s by %s", said, command, id)
		}
		s.outcome(id, rules.Done)
	}
	hears(early, rules.Raise)
	lower := s.give("lock-1", rules.Lower, 600)
	hears(lower, rules.Lower)
	s.kill()
	s.start()
	again := s.connected("lock-1")
	s.done(again.Subscribe("linli/lock-1/command", 1, func(_ paho.Client, m paho.Message) { t.Errorf("told again: %s", m.Payload()) }))
	s.outcome(s.give("lock-2", rules.Lower, 1), rules.Lapsed) // as long it has run
	s.stop()
}

// What came of a command is said again until the ledger takes it, as that of an oracle which is enrolled only afterwards.
func TestOutcomeThatTheLedgerRefuses(t *testing.T) {
	s := foundSite(t, "late")
	s.enrol("lock-1", rules.IO)
	command := s.give("lock-1", rules.Raise, 1)
	s.start()
	for {
		told, _, err := s.store.Told(t.Context(), command)
		s.must(err)
		if told.Outcome == rules.Lapsed {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	time.Sleep(time.Second) // in which it is refused
	s.enrolOracle()
	s.outcome(command, rules.Lapsed)
	s.stop()
}
