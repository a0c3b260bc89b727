// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"bytes"
	"crypto/ed25519"
	"slices"
	"strings"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	rules "github.com/linli-project/linli/rules/device"
)

// One device that is enrolled, and has a certificate, and one vendor's server that speaks for the devices behind it, say what is not
// theirs to say: in another one's name, on another one's topic, with a wrong key, altered, once more, from the future, of another kind.
// None of it is on the ledger, all of it is there to be looked at, and who was to be spoken for is heard as before.
func TestWhatOneDeviceCannotSay(t *testing.T) {
	s := newSite(t, "forger")
	s.enrol("smoke-1", rules.Smoke)
	s.enrol("thief-1", rules.Motion)
	s.admit(s.unsigned("hub-1", rules.T0, rules.Contact))
	s.start()
	smoke, thief, server := s.connected("smoke-1"), s.connected("thief-1"), s.connected("hub-1")
	alarm := s.signed("smoke-1", 1, rules.Smoke, map[string]string{"active": "false"})
	s.done(smoke.Publish("linli/smoke-1", 1, false, alarm))

	key, other := s.devices["thief-1"], s.devices["smoke-1"]
	says := func(counter int, kind rules.Kind) []byte {
		return s.signed("thief-1", counter, kind, map[string]string{"active": "true"})
	}
	smoked := map[string]string{"active": "true"}
	own := says(5000, rules.Motion)
	for _, m := range [][]byte{
		says(4999, rules.Motion), // a baseline
		s.signed("thief-1", 5000, rules.Motion, map[string]string{"active": "false"}), // its one event
		own,                     // with a number that was used
		says(7, rules.Motion),   // REPLAY
		says(5001, rules.Smoke), // NOT_ITS_KIND
		alarm,                   // another's word, as it was sent: BAD_SIGNATURE
		s.signedAt(time.Now(), key, "smoke-1", 2, rules.Smoke, smoked),                           // NOT_ITS_WORD
		s.signedAt(time.Now(), wrongKey(), "thief-1", 5002, rules.Motion, smoked),                // BAD_SIGNATURE
		bytes.Replace(says(5003, rules.Motion), []byte("true"), []byte("false"), 1),              // altered after it was signed: BAD_SIGNATURE
		s.signedAt(time.Now().Add(24*time.Hour), key, "thief-1", 5004, rules.Motion, smoked),     // BAD_TIME
		s.signedAt(time.Now().Add(-90*24*time.Hour), key, "thief-1", 5005, rules.Motion, smoked), // BAD_TIME
	} {
		s.done(thief.Publish("linli/thief-1", 1, false, m))
	}
	// What is enrolled as behind a server it may speak for; another name is nobody, or its own word.
	for name, body := range map[string]string{
		"smoke-1": `{"smoke":true}`, "thief-1": `{"contact":false}`, "hub-1": `{"smoke":true}`,
	} {
		s.done(server.Publish("zigbee2mqtt/"+name, 1, false, []byte(body)))
	}
	s.mustNotSay(thief, "linli/smoke-1", s.signedAt(time.Now(), other, "smoke-1", 3, rules.Smoke, smoked)) // even what smoke-1 has signed
	s.mustNotSay(server, "linli/smoke-1", []byte("{}"))
	if why := s.aside(9); !slices.Equal(why, []string{
		"hub-1 NOT_ITS_KIND", "thief-1 BAD_SIGNATURE", "thief-1 BAD_SIGNATURE", "thief-1 BAD_SIGNATURE",
		"thief-1 BAD_TIME", "thief-1 BAD_TIME", "thief-1 NOT_ITS_KIND", "thief-1 NOT_ITS_WORD", "thief-1 REPLAY",
	}) {
		t.Errorf("set aside: %q", why)
	}
	s.knocked("hub-1:smoke-1", "thief-1", "hub-1")

	s.done(smoke.Publish("linli/smoke-1", 1, false, s.signed("smoke-1", 2, rules.Smoke, smoked)))
	s.onLedger(2)
	s.proven(s.proofs("smoke-1", "thief-1"))
	disconnect(smoke)
	s.stop()
	for id, want := range map[string]int{"smoke-1": 1, "thief-1": 1, "hub-1": 0} {
		if events, err := s.store.EventsOf(t.Context(), s.Community, id, 0, 10); err != nil || len(events) != want {
			t.Errorf("%s has said %d things: %v", id, len(events), err)
		}
	}
	alarms, err := s.store.Alarms(t.Context(), s.Community, false)
	if s.must(err); len(alarms) != 1 || alarms[0].Device != "smoke-1" {
		t.Errorf("alarms: %+v", alarms)
	}
}

// wrongKey is nobody's.
func wrongKey() ed25519.PrivateKey { return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)) }

// mustNotSay has a device say something on a topic that is not its own: that ends its connection, and is not acknowledged.
func (s *site) mustNotSay(client paho.Client, topic string, m []byte) {
	s.Helper()
	token := client.Publish(topic, 1, false, m)
	for client.IsConnectionOpen() {
		time.Sleep(10 * time.Millisecond)
	}
	if token.WaitTimeout(0) && token.Error() == nil {
		s.Errorf("%q was acknowledged", topic)
	}
}

// knocked waits until the strangers are those of these names.
func (s *site) knocked(names ...string) {
	s.Helper()
	slices.Sort(names)
	for {
		strangers, err := s.store.Strangers(s.Context())
		s.must(err)
		var known []string
		for _, stranger := range strangers {
			known = append(known, stranger.Client)
		}
		if slices.Sort(known); slices.Equal(known, names) {
			return
		}
		if len(known) >= len(names) {
			s.Fatalf("%s knocked, not %s", strings.Join(known, ", "), strings.Join(names, ", "))
		}
		time.Sleep(50 * time.Millisecond)
	}
}
