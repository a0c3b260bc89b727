// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"testing"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/rules/breach"
)

// A household is told of its breach when a body has told it, and of what becomes of it; officers of what they have to do; nobody else.
func TestBreachNotices(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	home, another := tw.Rights[1], tw.Rights[0]
	who := Reader{Community: garden, Person: home.Owners[0], Confirmed: true}
	other := Reader{Community: garden, Person: another.Owners[0], Confirmed: true}
	officer := Reader{Community: garden, Body: "owners", Credential: "x"}
	b := convention.Breach{Breach: breach.Breach{Cause: "c", Home: home.Units[0].ID, State: breach.StateFound}}
	for _, step := range []struct {
		state              breach.State
		kind               Kind
		household, officer int
	}{
		{breach.StateFound, BreachFound, 0, 1}, {breach.StateNoticed, BreachNoticed, 1, 0}, {breach.StateAppealed, BreachAppealed, 0, 1},
		{breach.StateDismissed, BreachDismissed, 1, 0},
	} {
		b.State = step.state
		if step.state == breach.StateNoticed {
			b.Noticed = 1
		}
		puts(tw, convention.Breaches, "c", b)
		puts(tw, convention.Breaches, "c", b)
		if tw.told(who, step.kind) != step.household || tw.told(officer, step.kind) != step.officer || tw.told(other, step.kind) != 0 {
			t.Errorf("%s: %d, %d and %d are told", step.kind, tw.told(who, step.kind), tw.told(officer, step.kind), tw.told(other, step.kind))
		}
	}
	b.State, b.Cause, b.Noticed = breach.StatePardoned, "d", 0
	puts(tw, convention.Breaches, "d", b)
	if tw.told(who, BreachPardoned) != 0 {
		t.Error("a household is told that what it never heard of is pardoned")
	}
}
