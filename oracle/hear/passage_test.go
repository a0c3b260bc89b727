// SPDX-License-Identifier: Apache-2.0

package hear_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/hear"
	"github.com/linli-project/linli/oracle/ingest"
	rules "github.com/linli-project/linli/rules/device"
)

// gatePayload is a message of testdata that says something of a car at a gate.
type gatePayload struct {
	File, Profile, Topic string
	Expect               map[string]any
}

func gatePayloads(t *testing.T) (gates []gatePayload) {
	t.Helper()
	raw, err := os.ReadFile("../dialect/testdata/INDEX.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []gatePayload
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		kind, _ := p.Expect["kind"].(string)
		if rules.Kind(kind).Gate() {
			gates = append(gates, p)
		}
	}
	return gates
}

// heard is what an oracle makes of a message that arrives as soon as its device says that it happened.
func (p gatePayload) heard(t *testing.T, body []byte) (*yard, hear.Hearing) {
	t.Helper()
	topic, _ := strings.CutSuffix(p.Topic, " (retained)")
	readings, err := dialect.Decode(p.Profile, dialect.Message{Topic: topic, Body: body, Received: noon.UnixMilli()})
	if err != nil {
		t.Fatal(err)
	}
	received := noon
	if at := readings[0].At; at != 0 {
		received = time.UnixMilli(at)
	}
	d := enrolled("gate", p.Profile, rules.GateEntry, rules.GateExit, rules.Plate, rules.VehicleTurned)
	d.From, d.Until = 0, 1<<40
	through := enrolled("inner", p.Profile, d.Kinds...)
	through.From, through.Until, through.Transport = 0, 1<<40, "gate:"+readings[0].Device
	y := newYard(t, d, through)
	return y, y.hears(ingest.Message{Client: "gate", Topic: topic, Received: received}.WithBody(body))
}

// Whatever a gate says of a car can be proven on the ledger: its event holds a commitment for the plate, and beside that nothing but yes,
// no, numbers, and words of a list.
func TestGatePayloads(t *testing.T) {
	gates := gatePayloads(t)
	if len(gates) < 11 {
		t.Errorf("%d payloads only", len(gates))
	}
	for _, p := range gates {
		t.Run(p.File, func(t *testing.T) {
			body, err := os.ReadFile("../dialect/testdata/" + p.File)
			if err != nil {
				t.Fatal(err)
			}
			y, h := p.heard(t, body)
			if len(h.Events) == 0 {
				t.Fatalf("set aside: %v", h.Aside)
			}
			for _, e := range h.Events {
				passage, ok := e.Passage()
				if plate, read := p.Expect["plate"].(string); !ok || read && passage.Plate != y.ear.Commit("plate", plate) {
					t.Errorf("it cannot be proven: %v", e.Values)
				}
			}
		})
	}
}

// A camera that says a plate where none belongs, by mistake or on purpose, has none on the ledger.
func TestPlateElsewhere(t *testing.T) {
	for _, p := range gatePayloads(t) {
		if p.File != "hikvision/anpr_DS-TCG405-E_full.xml" {
			continue
		}
		body, err := os.ReadFile("../dialect/testdata/" + p.File)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"forward", "temporary", "DS-TCG405-E 20220323AIJ67694167"} {
			if !strings.Contains(string(body), word) {
				t.Fatalf("the payload has no %s", word)
			}
			_, h := p.heard(t, []byte(strings.ReplaceAll(string(body), word, "沪A12345")))
			if len(h.Events) != 1 || strings.Contains(h.Events[0].Text, "沪A12345") {
				t.Errorf("in place of %s: %v", word, h.Events)
			}
		}
		return
	}
	t.Fatal("there is no such payload")
}
