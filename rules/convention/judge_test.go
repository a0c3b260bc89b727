// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/rules/device"
)

// An event of the device chapter keeps what points to nobody: numbers without what is below one, yes and no, and what a bin was given.
func TestEventOf(t *testing.T) {
	e := convention.EventOf(device.Event{
		Kind: device.Drop, Device: "bin-1", Class: device.T2, Happened: 1_790_000_000_999,
		Values: map[string]string{
			"level": "60.9", "cold": "-0.5", "colder": "-3", "zero": "-0.0", "open": "true", "shut": "false", "stream": "kitchen",
			"card": strings.Repeat("a", 64),
		},
	}, "3-2")
	if e.Kind != "drop" || e.Place != "3-2" || e.Class != "T2" || e.Stream != "kitchen" || e.At != 1_790_000_000 ||
		!maps.Equal(e.Values, map[string]int64{"level": 60, "cold": -1, "colder": -3, "zero": 0}) ||
		!maps.Equal(e.Flags, map[string]bool{"open": true, "shut": false}) {
		t.Errorf("%+v", e)
	}
}

// What is not worth enough, or said by too few, was not said.
func TestTrustAndWitnesses(t *testing.T) {
	condition, refusals := compiler(t).Compile(`flag.a && report.kind == "noise"`)
	if len(refusals) > 0 {
		t.Fatal(refusals)
	}
	rule := convention.Rule{Condition: condition, Trust: "T2", Witnesses: 2, Decay: 30}
	for name, c := range map[string]struct {
		class      string
		households int64
		confirmed  bool
		want       convention.Why
	}{
		"all of it":                     {"T2", 2, false, convention.Met},
		"better":                        {"T3", 3, false, convention.Met},
		"a household and a grid worker": {"T2", 1, true, convention.Met},
		"one household":                 {"T2", 1, false, convention.Witnesses},
		"a grid worker alone":           {"T2", 0, true, convention.Witnesses},
		"a worse device":                {"T1", 2, false, convention.Distrust},
		"a device of no class":          {"", 2, false, convention.Distrust},
		"a class that there is not":     {"T9", 2, false, convention.Distrust},
	} {
		got := rule.Judge(1, convention.Facts{
			Event:  &convention.Event{Class: c.class, Flags: map[string]bool{"a": true}},
			Report: &convention.Report{Kind: "noise", Households: c.households, Confirmed: c.confirmed},
		})
		if got.Why != c.want || got.Breach != (c.want == convention.Met) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := (convention.Rule{Ladder: rule.Ladder}).Judge(1, one); got.Breach || got.Why != convention.Unread {
		t.Errorf("a rule that was refused: %+v", got)
	}
	long := &convention.Event{Class: "T2", Place: strings.Repeat("a", convention.MaxTextFact+1)}
	if got := rule.Judge(1, convention.Facts{Event: long}); got.Why != convention.Oversize {
		t.Errorf("a long place: %+v", got)
	}
}

// Hours and days of the week are those of Beijing.
func TestClock(t *testing.T) {
	for when, at := range map[string]int64{
		`event.hour == 0 && event.weekday == 7`:  1_795_881_600, // Sunday, 29 November 2026, 00:00
		`event.hour == 23 && event.weekday == 6`: 1_795_881_599,
		`event.hour == 0 && event.weekday == 5`:  57_600, // Friday, 2 January 1970, 00:00
		`event.hour == 8 && event.weekday == 4`:  1,
		`event.at == 1795881600`:                 1_795_881_600,
	} {
		condition, refusals := compiler(t).Compile(when)
		rule := convention.Rule{Condition: condition}
		if len(refusals) > 0 || !rule.Judge(1, convention.Facts{Event: &convention.Event{Class: "T1", At: at}}).Breach {
			t.Errorf("%d is not %s: %+v", at, when, refusals)
		}
	}
}

// Earlier breaches count until a day of Beijing is over, as they decay.
func TestEarlier(t *testing.T) {
	condition, refusals := compiler(t).Compile(`flag.a && earlier.days3 >= 1`)
	if len(refusals) > 0 {
		t.Fatal(refusals)
	}
	rule := convention.Rule{Condition: condition, Decay: 3}
	const midnight = 1_795_881_600
	for found, want := range map[int64]bool{
		midnight - 3*86400: true, midnight - 3*86400 - 1: false, midnight: true, midnight + 86399: true, midnight + 86400: false,
	} {
		got := rule.Judge(4, convention.Facts{
			At: midnight + 86399, Event: &convention.Event{Class: "T1", Flags: map[string]bool{"a": true}}, Earlier: []convention.Earlier{{Article: 4, At: found}, {Article: 5, At: midnight}},
		})
		if got.Breach != want || want && got.Earlier != 1 {
			t.Errorf("found at %d: %+v", found, got)
		}
	}
}
