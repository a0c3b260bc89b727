// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/memory"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// Whoever asks a declaration which number is next, and who signs, is told what the ledger takes: the number that it names was used, and
// the next one is good.
func TestNumbersAndOwnersAreAsDeclared(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	v := w.OpenVote("vote", town.Rules())
	ann, right := w.People["ann"], town.Right("ann")
	for _, c := range []struct {
		name  string
		times int
		by    *village.Signer
		make  func(seq int64) act.Signed
	}{
		{"cast", 2, ann, func(seq int64) act.Signed { return v.Cast(ann, right, seq, town.Agree()) }},
		{"a sheet after it", 1, w.Convener(), func(seq int64) act.Signed { return v.Paper("ann", right, seq, town.Agree()) }},
		{"a neighbour's", 2, w.People["bob"], func(seq int64) act.Signed {
			return v.Cast(w.People["bob"], town.Right("bob"), seq,
				town.Agree())
		}},
	} {
		for range c.times {
			last := lastOf(w, c.make(1), c.by)
			if last.Seq > 0 {
				w.Refused(contract.Replayed, c.make(last.Seq))
			}
			next := c.make(last.Seq + 1)
			w.OK(next)
			if now := lastOf(w, next, c.by); now.Seq != last.Seq+1 || now.Act != act.HashOf(next.Text).String() {
				t.Errorf("%s: %+v after number %d", c.name, now, last.Seq+1)
			}
		}
	}

	grant, err := v.Grant(right, "bob", ann)
	alone := town.Must(t, grant, err)
	if owners := ownersOf(w, alone); !slices.Equal(owners, []string{"ann"}) {
		t.Errorf("a grant of ann's is signed by %v", owners)
	}
	if last := lastOf(w, alone, ann); last.Seq+1 != seqOf(t, alone) {
		t.Errorf("an act of ann's has the number %d after %d", seqOf(t, alone), last.Seq)
	}
	w.OK(alone)
	if owners := ownersOf(w, w.Make(vote.TypeElectionClose, vote.ElectionStep{Election: v.ID}, w.Two()...)); owners != nil {
		t.Errorf("owners %v sign what two bodies do", owners)
	}
}

// declared is an act with its declaration.
func declared(w *town.Town, signed act.Signed) (act.Act, contract.Declared, *contract.View) {
	w.Helper()
	a, err := act.Parse(signed.Text, contract.MaxSize)
	town.Done(w, err)
	d, ok := chapters.Current().Act(a.Type)
	if !ok {
		w.Fatalf("%s is not declared", a.Type)
	}
	return a, d, contract.NewView(&memory.State{Documents: w.Book().State()})
}

func lastOf(w *town.Town, signed act.Signed, by *village.Signer) contract.Sequence {
	w.Helper()
	a, d, view := declared(w, signed)
	credential, ok := town.Read(w, contract.Credentials, w.ID, by.Key.ID())
	if !ok {
		w.Fatal("the signer has no credential")
	}
	last, err := d.LastOf(view, a, credential)
	return town.Must(w, last, err)
}

func ownersOf(w *town.Town, signed act.Signed) []string {
	w.Helper()
	a, d, view := declared(w, signed)
	owners, err := d.OwnersOf(view, a)
	return town.Must(w, owners, err)
}

func seqOf(t *testing.T, signed act.Signed) int64 {
	t.Helper()
	a, err := act.Parse(signed.Text, contract.MaxSize)
	town.Done(t, err)
	return int64(a.Seq)
}
