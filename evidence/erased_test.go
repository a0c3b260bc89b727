// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"encoding/hex"
	"slices"
	"testing"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
)

// openings are what the personal-data store has of a recorded case: who asked for it, and what he said.
func openings() []evidence.Opening {
	secret := hex.EncodeToString(salt)
	return []evidence.Opening{
		{Hash: pseudonym("ann"), Salt: secret, Text: "ann"}, {Hash: digest("noise"), Salt: secret, Text: "noise"},
	}
}

// opened is the evidence of the recorded case with what is opened of it.
func (e *estate) opened(all []evidence.Opening) evidence.Bundle {
	e.Helper()
	asked := e.asked(evidence.Case, e.IDs["case"][0])
	asked.Opened = all
	b, err := e.make(asked, e.note)
	return town.Must(e.TB, b, err)
}

func says(all []evidence.Sentence, code, name, value string) bool {
	return slices.ContainsFunc(all, func(s evidence.Sentence) bool { return s.Code == code && s.Args[name] == value })
}

// Who and what a commitment is of is shown as long as its salt is there. When it is erased the evidence stays what it was, and says what is
// redacted.
func TestAfterErasure(t *testing.T) {
	e := newEstate(t)
	before, after := e.opened(openings()), e.opened(nil)
	for name, b := range map[string]evidence.Bundle{"before": before, "after": after} {
		raw, err := b.Pack()
		if r := e.verify(town.Must(t, raw, err)); !r.OK() {
			t.Errorf("%s: refused\n%s", name, text(r))
		}
		gone := name == "after"
		for _, o := range openings() {
			if says(b.Claim.Says, evidence.SaysOpened, "hash", o.Hash) == gone {
				t.Errorf("%s: %s is opened: %v", name, o.Text, !gone)
			}
		}
		if says(b.Claim.Not, evidence.NotNamed, "who", pseudonym("ann")) != gone || !says(b.Claim.Not, evidence.NotNamed, "who", pseudonym("bob")) {
			t.Errorf("%s: it does not say who is redacted: %v", name, b.Claim.Not)
		}
	}
	if before.Evidence.Head != after.Evidence.Head || len(before.Evidence.Acts) != len(after.Evidence.Acts) {
		t.Error("the evidence is another one")
	}
}

// What a commitment is not of cannot be shown for it.
func TestFalseOpenings(t *testing.T) {
	e := newEstate(t)
	for name, change := range map[string]func(o []evidence.Opening) []evidence.Opening{
		"other words":             func(o []evidence.Opening) []evidence.Opening { o[1].Text = "silence"; return o },
		"another name":            func(o []evidence.Opening) []evidence.Opening { o[0].Text = "bob"; return o },
		"another salt":            func(o []evidence.Opening) []evidence.Opening { o[0].Salt = "00"; return o },
		"a salt that is none":     func(o []evidence.Opening) []evidence.Opening { o[0].Salt = "x"; return o },
		"nobody's":                func(o []evidence.Opening) []evidence.Opening { o[0].Hash = pseudonym("eve"); return o },
		"the same twice":          func(o []evidence.Opening) []evidence.Opening { return append(o, o[0]) },
		"nothing":                 func([]evidence.Opening) []evidence.Opening { return []evidence.Opening{} },
		"the hash of other words": func(o []evidence.Opening) []evidence.Opening { o[1].Hash, o[1].Text = digest("x"), "x"; return o },
	} {
		b := clone(t, e.opened(openings()))
		b.Opened.Openings = change(b.Opened.Openings)
		raw, err := b.Pack()
		r := e.verify(town.Must(t, raw, err))
		if c := r.Check("claim"); r.OK() || c.Status != "FAIL" {
			t.Errorf("%s:\n%s", name, text(r))
		}
	}
}
