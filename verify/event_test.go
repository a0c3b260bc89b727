// SPDX-License-Identifier: Apache-2.0

package verify_test

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
	rules "github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/verify"
)

// yard is a community with an oracle, whose log is on the ledger, and a device that it hears.
type yard struct {
	*town.Town
	*town.History
	recounted *verify.Simulation
}

const yardDevice = "smoke-1"

// newYard has texts logged, two at a time, a minute apart.
func newYard(t *testing.T, texts func(y *yard) []string) *yard {
	t.Helper()
	w := town.OnBook(t, "rehearsal").Found()
	body := w.Constitution.Bodies[0].ID
	y := &yard{Town: w, History: &town.History{By: w.EnrolledOracle(body)}}
	now := act.Int(w.Now().Unix())
	w.OK(w.Make(device.TypeDeviceEnrol, device.DeviceEnrol{
		Body: body, Class: rules.T1, Commands: []rules.Command{}, Device: yardDevice, From: now, Kinds: []rules.Kind{rules.Smoke},
		Place: "地下车库 Garage", Profile: "zigbee2mqtt", Transport: yardDevice, Until: now + 3600,
	}, w.Two()...))
	ids := []rules.ID{rules.IDOf("before")}
	for _, text := range texts(y) {
		ids = append(ids, rules.IDOf(text))
	}
	for ; len(ids) > 0; ids = ids[min(2, len(ids)):] {
		w.Clock.Pass(time.Minute)
		w.OK(y.Append(w, ids[:min(2, len(ids))]...))
	}
	var err error
	y.recounted, err = w.Book().Recounted()
	town.Done(t, err)
	return y
}

// smoke is an alarm that begins now, and its text.
func (y *yard) smoke(change func(*rules.Event)) string {
	y.Helper()
	now := act.Int(y.Now().UnixMilli())
	e := rules.Event{
		Class: rules.T1, Community: y.ID, Counter: 7, Device: yardDevice, Happened: now, Kind: rules.Smoke, Raw: y.Constitution.Net,
		Received: now + 250, V: rules.Version, Values: map[string]string{"active": "true"},
	}
	change(&e)
	text, err := e.Encode()
	return town.Must(y, text, err)
}

// What an oracle has logged is shown, at whichever root the log had since, with what it says and when it came onto the ledger.
func TestEvent(t *testing.T) {
	var text string
	y := newYard(t, func(y *yard) []string {
		text = y.smoke(func(*rules.Event) {})
		return []string{"a", text, "b", "c", "d"}
	})
	for _, size := range []int{4, 6} {
		p := y.Prove(t, y.ID, text, 2, size)
		e := verify.Contract{}.Event(y.recounted, p)
		if e.Status != verify.Pass || e.Detail != "" || e.Event == nil || e.Event.Kind != rules.Smoke || e.Body != y.By.Body || e.Index != 2 {
			t.Fatalf("%d: %+v", size, e)
		}
		if logged := y.Now().Add(-time.Minute).Unix(); e.Logged != logged {
			t.Errorf("%d: logged at %d, not %d", size, e.Logged, logged)
		}
		p.Event = ""
		if e := (verify.Contract{}).Event(y.recounted, p); e.Status != verify.Pass || e.Event != nil {
			t.Errorf("%d, without its text: %+v", size, e)
		}
	}
}

// What is wrong with a proof, or with what it is of, is said.
func TestWhatIsWrongWithAnEvent(t *testing.T) {
	kinds := map[string]func(*rules.Event){
		`happened in community "orchard"`:     func(e *rules.Event) { e.Community = "orchard" },
		"it was received after it was logged": func(e *rules.Event) { e.Received += 1000 * (device.Ahead + 3600) },
		`never enrolled device "smoke-2"`:     func(e *rules.Event) { e.Device = "smoke-2" },
		"may not say this":                    func(e *rules.Event) { e.Kind = rules.Gas },
		"or not to this oracle":               func(e *rules.Event) { e.Class = rules.T2 },
	}
	var good string
	texts := map[string]string{}
	y := newYard(t, func(y *yard) []string {
		good = y.smoke(func(*rules.Event) {})
		all := []string{good, "no event"}
		for name, change := range kinds {
			texts[name] = y.smoke(change)
			all = append(all, texts[name])
		}
		return all
	})
	size := len(y.IDs)
	is := func(want verify.Status, why string, p rules.EventProof) {
		t.Helper()
		if e := (verify.Contract{}).Event(y.recounted, p); e.Status != want || !strings.Contains(e.Detail, why) {
			t.Errorf("%q: %+v", why, e)
		}
	}
	for name, text := range texts {
		for i, id := range y.IDs {
			if id == rules.IDOf(text) {
				is(verify.Fail, name, y.Prove(t, y.ID, text, i, size))
			}
		}
	}
	is(verify.Fail, "not an event", y.Prove(t, y.ID, "no event", 2, size))
	proof := func(alter func(*rules.EventProof)) rules.EventProof {
		p := y.Prove(t, y.ID, good, 1, size)
		alter(&p)
		return p
	}
	is(verify.Pass, "", proof(func(*rules.EventProof) {}))
	other := y.EnrolledOracle(y.Constitution.Bodies[1].ID) // on the ledger after what was recounted
	for why, alter := range map[string]func(*rules.EventProof){
		"not that of the event":           func(p *rules.EventProof) { p.Event = strings.Replace(p.Event, `"active"`, `"Active"`, 1) },
		"not shown to be in the log":      func(p *rules.EventProof) { p.Index = 2 },
		"calculated root":                 func(p *rules.EventProof) { p.Event += " "; p.ID = rules.IDOf(p.Event).String() },
		"wrong proof size":                func(p *rules.EventProof) { p.Proof = p.Proof[:32] },
		"beyond size":                     func(p *rules.EventProof) { p.Index = 1<<63 - 1 },
		"no append has ended when":        func(p *rules.EventProof) { p.Size-- },
		"the ledger has another root":     func(p *rules.EventProof) { p.Root = y.Root(t, 2) },
		`community "orchard" has never`:   func(p *rules.EventProof) { p.Community = "orchard" },
		"has never enrolled this oracle":  func(p *rules.EventProof) { p.Oracle = other.ID() },
		`community "garden" has never en`: func(p *rules.EventProof) { p.Oracle += "x" },
	} {
		is(verify.Fail, why, proof(alter))
	}
	for _, beyond := range []act.Int{act.Int(size) + 1, 1<<63 - 1} {
		is(verify.NotProven, "export it anew", proof(func(p *rules.EventProof) { p.Size = beyond }))
	}
}

// Whichever byte of an event's text is changed: it is not the event any more.
func TestEventWithAByteChanged(t *testing.T) {
	var text string
	y := newYard(t, func(y *yard) []string {
		text = y.smoke(func(*rules.Event) {})
		return []string{text, "a", "b"}
	})
	for _, sameID := range []bool{true, false} {
		for i := range text {
			altered := []byte(text)
			altered[i] ^= 1
			p := y.Prove(t, y.ID, text, 1, 4)
			if p.Event = string(altered); !sameID {
				p.ID = rules.IDOf(p.Event).String()
			}
			if e := (verify.Contract{}).Event(y.recounted, p); e.Status != verify.Fail || e.Event != nil {
				t.Fatalf("byte %d: %+v", i, e)
			}
		}
	}
}

// What an event says is told in words, and no value can pretend to be another line.
func TestEventInWords(t *testing.T) {
	var text string
	y := newYard(t, func(y *yard) []string {
		text = y.smoke(func(e *rules.Event) { e.Values["note"] = "x\nACCEPTED" })
		return []string{text}
	})
	p := y.Prove(t, y.ID, text, 1, 2)
	forgotten, wrong := p, p
	forgotten.Event, wrong.Size = "", 1
	var words strings.Builder
	var report verify.Report
	for _, shown := range []rules.EventProof{p, forgotten, wrong} {
		report.Events = append(report.Events, verify.Contract{}.Event(y.recounted, shown))
	}
	town.Done(t, report.Write(&words))
	for _, line := range []string{
		"PASS        event " + p.ID,
		`smoke of device smoke-1 (T1) in garden, "active": "true", "note": "x\nACCEPTED"`,
		"happened 2027-03-01T09:00:00.000Z, received 2027-03-01T09:00:00.250Z",
		"on the ledger 2027-03-01T09:01:00Z: number 1 in the log of oracle " + p.Oracle + " of " + y.By.Body,
		"what it says is not in the proof: its oracle has forgotten it",
		"FAIL        event " + p.ID,
		"no append has ended when the oracle's log had 1 events",
	} {
		if !strings.Contains(words.String(), line+"\n") && !strings.Contains(words.String(), line+":") {
			t.Errorf("%q is not in\n%s", line, words.String())
		}
	}
	if strings.Count(words.String(), "\nACCEPTED") != 1 {
		t.Errorf("it is accepted more than once:\n%s", words.String())
	}
}
