// SPDX-License-Identifier: Apache-2.0

package town

import (
	"bytes"
	"maps"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// A Refusal is a small change to a good act, and the code with which the ledger must refuse it.
type Refusal struct {
	Name string
	Code act.Code
	Act  act.Signed
}

// Refuse is a refusal.
func Refuse(name string, code act.Code, signed act.Signed) Refusal {
	return Refusal{name, code, signed}
}

// Refusals are those of one theme.
type Refusals struct {
	Theme string
	All   []Refusal
}

// Theme is the refusals of one theme.
func Theme(name string, all []Refusal) Refusals { return Refusals{name, all} }

// Refuses demands that every refusal is refused with its code, when it is checked, when it is submitted alone, and among all the
// others in one batch with a good act; that nothing of it gets onto the ledger; and that there are so many, each with a name
// of its own.
func (b *Bench) Refuses(t *testing.T, good act.Signed, count int, themes ...Refusals) {
	t.Helper()
	before, height := b.Book().State(), len(b.Book().Blocks)
	var all []Refusal
	names := map[string]bool{}
	for _, theme := range themes {
		t.Run(theme.Theme, func(t *testing.T) {
			for _, r := range theme.All {
				t.Run(r.Name, func(t *testing.T) { b.Under(t).Refused(r.Code, r.Act) })
				names[theme.Theme+": "+r.Name] = true
			}
		})
		all = append(all, theme.All...)
	}
	if len(names) != count || len(all) != count {
		t.Errorf("%d names for %d refusals; want %d, each with its own", len(names), len(all), count)
	}
	if !maps.EqualFunc(before, b.Book().State(), bytes.Equal) || len(b.Book().Blocks) != height {
		t.Error("refused acts are on the ledger")
	}
	b.together(t, good, all)
}

// together submits all refusals in one batch with a good act. It must write what it writes alone.
func (b *Bench) together(t *testing.T, good act.Signed, all []Refusal) {
	t.Helper()
	var acts []act.Signed
	for _, r := range all {
		acts = append(acts, r.Act)
	}
	alone, among := b.apart(t), b.apart(t)
	alone.OK(good)
	got := among.Submit(append(acts, good)...)
	for i, r := range all {
		if got[i].Code != r.Code {
			t.Errorf("in a batch, %s: %s; want %s", r.Name, Said(got[i]), r.Code)
		}
	}
	if last := got[len(all)]; last.Code != contract.OK {
		t.Errorf("the good act after them: %s", Said(last))
	}
	Done(t, among.Book().Accepted())
	if !maps.EqualFunc(alone.Book().State(), among.Book().State(), bytes.Equal) {
		t.Error("a batch with refused acts writes more than its good one alone")
	}
}

// apart is the town on a book that goes its own way from here.
func (b *Bench) apart(t *testing.T) *Town {
	w := b.Under(t)
	w.Ledger = b.Book().Clone()
	return w
}
