// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/journal"
	rules "github.com/linli-project/linli/rules/device"
)

// keepList keeps a list with the oracle that does not run yet, and returns the commitment to it.
func (s *site) keepList(plates ...string) string {
	s.Helper()
	o, err := oracle.Open(s.Context(), oracle.Config{
		Dir: s.Dir, Community: s.Community, Now: time.Now, Journal: journal.Options{FreeBytes: 1},
	})
	s.must(err)
	now := time.Now()
	guests := make([]dialect.Guest, len(plates))
	for i, plate := range plates {
		guests[i] = dialect.Guest{From: act.Int(now.UnixMilli()), Plate: plate, Until: act.Int(now.Add(time.Hour).UnixMilli())}
	}
	arguments, err := o.KeepList(s.Context(), guests)
	s.must(err)
	s.must(o.Close())
	return arguments
}

// soon is in how many seconds a command lapses that is to lapse: until then it has to be on the ledger, however much else a machine does.
const soon = 10

// give has an officer tell a device to do something within some seconds, and returns the command's id.
func (s *site) give(id string, command rules.Command, seconds int64, arguments string) string {
	s.Helper()
	signed, err := s.village.Act(device.TypeCommandGive, device.CommandGive{
		Arguments: arguments, Command: command, Device: id, Expires: act.Int(time.Now().Unix() + seconds),
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
// oracle was away when the command was given. Whom to let in is told as well; a list of which a device may have a part is not said again.
func TestCommands(t *testing.T) {
	s := newSite(t, "locks")
	s.enrol("lock-1", rules.IO)
	s.enrol("lock-2", rules.IO)
	camera := s.enrolment("camera-1", rules.IO)
	camera.Class, camera.Key, camera.Profile, camera.Commands = rules.T1, nil, "vzenith", []rules.Command{rules.List}
	s.admit(camera)
	list := s.keepList("粤A12345", "粤B00001")
	early := s.give("lock-1", rules.Raise, 600, "")
	s.start()
	s.outcome(s.give("lock-2", rules.Raise, soon, ""), rules.Lapsed)

	lock, heard := s.connected("lock-1"), make(chan map[string]any, 10)
	s.done(lock.Subscribe("linli/lock-1/command", 1, func(_ paho.Client, m paho.Message) {
		var said map[string]any
		s.must(json.Unmarshal(m.Payload(), &said))
		heard <- said
	}))
	hears := func(id string, command rules.Command) {
		t.Helper()
		if said := <-heard; said["id"] != id || said["command"] != string(command) {
			t.Errorf("it was told %v, not to %s by %s", said, command, id)
		} else if guests, _ := said["guests"].([]any); (command == rules.List) != (len(guests) == 2) {
			t.Errorf("it is to let in %v", guests)
		}
		s.outcome(id, rules.Done)
	}
	hears(early, rules.Raise)
	lower := s.give("lock-1", rules.Lower, 600, "")
	hears(lower, rules.Lower)
	hears(s.give("lock-1", rules.List, 600, list), rules.List)
	s.outcome(s.give("lock-1", rules.List, 600, strings.Repeat("0", 64)), rules.Failed) // of which nothing is known

	told, killed := make(chan string, 10), make(chan struct{})
	s.done(s.connected("camera-1").Subscribe("device/camera-1/message/down/#", 1, func(_ paho.Client, m paho.Message) {
		told <- string(m.Payload())
		<-killed // before it is acknowledged
	}))
	half := s.give("camera-1", rules.List, 600, list)
	if first := <-told; !strings.Contains(first, "粤A12345") {
		t.Errorf("it was told %s", first)
	}
	s.kill()
	close(killed)
	s.start()
	s.done(s.connected("camera-1").Subscribe("device/camera-1/message/down/#", 1, func(_ paho.Client, m paho.Message) {
		t.Errorf("told again: %s", m.Payload())
	}))
	s.outcome(half, rules.Unknown)
	again := s.connected("lock-1")
	s.done(again.Subscribe("linli/lock-1/command", 1, func(_ paho.Client, m paho.Message) { t.Errorf("told again: %s", m.Payload()) }))
	s.outcome(s.give("lock-2", rules.Lower, soon, ""), rules.Lapsed) // as long it has run
	s.stop()
}

// What came of a command is said again until the ledger takes it, as that of an oracle which is enrolled only afterwards.
func TestOutcomeThatTheLedgerRefuses(t *testing.T) {
	s := foundSite(t, "late")
	s.enrol("lock-1", rules.IO)
	command := s.give("lock-1", rules.Raise, soon, "")
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
