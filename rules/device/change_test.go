// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/rules/device"
)

const noon = 1_800_000_000_000 // ms

// said is a reading that comes some time (ms) after noon.
type said struct {
	device.Reading
	in int64
}

func state(kind device.Kind, values device.Values, in int64) said {
	return said{device.Reading{Kind: kind, State: true, Values: values}, in}
}

func pressed(ref string, in int64) said {
	return said{device.Reading{Kind: device.Button, Ref: ref, Values: device.Values{"action": "single"}}, in}
}

func plate(ref, number string, in int64) said {
	return said{device.Reading{Kind: device.Plate, Ref: ref, Values: device.Values{"plate": number}}, in}
}

func (s said) at(ms int64) said   { s.At = ms; return s }
func (s said) kept() said         { s.Retained = true; return s }
func (s said) fromTheStore() said { s.Replayed = true; return s }
func (s said) sure(permille int) said {
	s.Values["confidence_permille"] = int64(permille)
	return s
}
func (s said) of(channel int) said { s.Values["channel"] = int64(channel); return s }

func open(is bool) device.Values   { return device.Values{"open": is} }
func active(is bool) device.Values { return device.Values{"active": is} }

func TestWhatIsNews(t *testing.T) {
	const news, correction, repetition, baseline, forged = device.News, device.Correction, device.Repetition, device.Baseline, device.Forged
	for name, test := range map[string]struct {
		said []said
		want []device.Verdict
	}{
		"a state is news when it changes": {
			[]said{state(device.Contact, open(false), 0), state(device.Contact, open(false), 1), state(device.Contact, open(true), 2),
				state(device.Contact, open(true), 3), state(device.Contact, open(false), 4)},
			[]device.Verdict{baseline, repetition, news, repetition, news},
		},
		"an alarm that is active when it is first seen is news": {
			[]said{state(device.Smoke, active(true), 0), state(device.Smoke, active(true), 1), state(device.Smoke, active(false), 2)},
			[]device.Verdict{news, repetition, news},
		},
		"an alarm that is not is none": {[]said{state(device.Smoke, active(false), 0)}, []device.Verdict{baseline}},
		"what a broker has kept is no news": {
			[]said{state(device.Smoke, active(true), 0).kept(), pressed("", 0).kept(), state(device.Smoke, active(true), 5)},
			[]device.Verdict{baseline, baseline, repetition},
		},
		"what stands beside a state is none": {
			[]said{state(device.Contact, device.Values{"open": true, "battery": int64(90)}, 0),
				state(device.Contact, device.Values{"open": true, "battery": int64(89)}, 1)},
			[]device.Verdict{baseline, repetition},
		},
		"each part of a device's health is apart": {
			[]said{state(device.Health, device.Values{"online": true}, 0), state(device.Health, device.Values{"tamper": false}, 1),
				state(device.Health, device.Values{"online": true}, 2), state(device.Health, device.Values{"tamper": true}, 3)},
			[]device.Verdict{baseline, baseline, repetition, news},
		},
		"channels are apart": {
			[]said{state(device.Relay, device.Values{"on": true}, 0).of(0), state(device.Relay, device.Values{"on": true}, 0).of(1),
				state(device.Relay, device.Values{"on": false}, 1).of(0)},
			[]device.Verdict{baseline, baseline, news},
		},
		"a state from before the last one comes too late": {
			[]said{state(device.Contact, open(false), 0).at(noon), state(device.Contact, open(true), 9).at(noon - 5)},
			[]device.Verdict{baseline, repetition},
		},
		"each press is one": {
			[]said{pressed("a", 0), pressed("a", 1), pressed("b", 2), pressed("", 2000), pressed("", 2100), pressed("", 9000)},
			[]device.Verdict{news, repetition, news, news, repetition, news},
		},
		"a plate that is seen again while it passes is one": {
			[]said{plate("", "A", 0), plate("", "A", 3000).sure(980), plate("", "B", 4000), plate("", "A", 60_000)},
			[]device.Verdict{news, repetition, news, news},
		},
		"a plate that is read better replaces the first": {
			[]said{plate("1", "A8", 0), plate("1", "AB", 300), plate("1", "AB", 400)},
			[]device.Verdict{news, correction, repetition},
		},
		"what a device has kept happened when it says": {
			[]said{pressed("a", 0).at(noon - 3_600_000).fromTheStore()}, []device.Verdict{news},
		},
		"nothing comes from the future, or from long ago": {
			[]said{pressed("a", 0).at(noon + device.MaxAhead + 1), pressed("b", 0).at(noon - device.MaxLate - 1), pressed("c", 0).at(noon + 1)},
			[]device.Verdict{forged, forged, news},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var k device.Known
			var got []device.Verdict
			for i, s := range test.said {
				v, after, before := k.Take(s.Reading, noon+s.in)
				if (v == correction) != (before != "") {
					t.Errorf("reading %d is %v of %q", i, v, before)
				}
				k = after.Was(s.Reading, "event")
				got = append(got, v)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("%v, not %v", got, test.want)
			}
		})
	}
}

func TestClock(t *testing.T) {
	var k device.Known
	for _, s := range []said{pressed("a", 0).at(noon + 2000), pressed("b", 0).at(noon - 9_000_000).fromTheStore(), pressed("c", 5).kept().at(noon - 1)} {
		_, k, _ = k.Take(s.Reading, noon+s.in)
	}
	if k.Clock != 2000 || k.Heard != noon {
		t.Errorf("the clock is %d ms ahead, heard at %d", k.Clock, k.Heard-noon)
	}
}

func TestWhatIsKnownIsBounded(t *testing.T) {
	var k device.Known
	for channel := range 2 * device.MaxLast {
		_, k, _ = k.Take(state(device.Relay, device.Values{"on": true}, 0).of(channel).Reading, noon)
	}
	if len(k.Last) != device.MaxLast {
		t.Errorf("%d", len(k.Last))
	}
}

// What was sent in a session that is over is of no use any more, nor is a counter of the one that is not.
func TestSessions(t *testing.T) {
	var k device.Known
	for i, step := range []struct {
		session string
		counter uint64
		want    device.Newness
	}{
		{"", 0, device.Fresh}, {"a", 1, device.Fresh}, {"a", 2, device.Fresh}, {"a", 1, device.Repeated}, {"b", 1, device.Fresh},
		{"a", 3, device.TooOld}, {"b", 1, device.Repeated}, {"b", 100, device.Fresh}, {"b", 2, device.TooOld}, {"", 5, device.TooOld},
	} {
		after, got := k.Count(device.Reading{Session: step.session, Counter: step.counter})
		if got != step.want {
			t.Errorf("step %d: %v, not %v", i, got, step.want)
		}
		k = after
	}
}
