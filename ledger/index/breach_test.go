// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/breach"
)

func standing(home string, state breach.State, by int64) convention.Breach {
	return convention.Breach{Breach: breach.Breach{Home: home, State: state, CureBy: by, AppealBy: by, Due: by}}
}

// A household's breaches are its own, a community's come the last found first whatever became of them since, and what falls due is what
// time changes, or what takes effect.
func TestBreaches(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.db")
	x := openIndex(t, path)
	var want []string
	for i := range 250 {
		id := fmt.Sprintf("c-%03d", i)
		w := &writes{T: t}
		put(w, convention.Breaches, id, standing(fmt.Sprintf("other-%d", i%7), breach.StateNoticed, 1000))
		w.into(x)
		want = append(want, id)
	}
	w := &writes{T: t}
	put(w, convention.Breaches, "b", standing("one", breach.StateNoticed, 90))
	put(w, convention.Breaches, "a", standing("one", breach.StateDue, 80))
	put(w, convention.Breaches, "c-000", standing("other-0", breach.StateDismissed, 70))
	w.into(x)
	slices.Reverse(want)
	want = append([]string{"a", "b"}, want...)
	var got []string
	for b, err := range index.OfCommunity(t.Context(), x, convention.Breaches, "garden") {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, b.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for b, err := range index.OfCommunity(t.Context(), x, convention.Breaches, "park") {
		t.Errorf("another community has breaches: %+v %v", b, err)
	}
	due, err := x.Due(t.Context(), 1000, convention.Breaches.Kind())
	wanted := []index.Due{
		{Kind: "breach", Community: "garden", ID: "a", At: 80}, {Kind: "breach", Community: "garden", ID: "b", At: 90},
	}
	if diff := cmp.Diff(wanted, due); diff != "" || err != nil {
		t.Errorf("(-want +got): %v\n%s", err, diff)
	}
	spoil(t, path, convention.Breaches.Key("garden", "a"), convention.Breaches.Key("garden", "b"))
	if of := owned(t, x, convention.Breaches, "one", "two"); !slices.Equal(of, []string{"b", "a"}) {
		t.Errorf("%v", of)
	}
}
