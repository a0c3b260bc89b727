// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

func TestFounding(t *testing.T) {
	w := town.OnBook(t, "rehearsal")
	bodies := w.Constitution.Bodies
	first, second := bodies[0].ID, bodies[1].ID

	town.Fails(t, w.FoundAs(w.Client(first), w.Officers[first]), people.NotAdmin)
	town.Done(t, w.FoundAs(w.Admin(first), w.Officers[first]))
	town.Done(t, w.FoundAs(w.Admin(first), w.Officers[first])) // a proposal may be made anew

	t.Run("another constitution is kept, and said to differ", func(t *testing.T) {
		kept := w.Constitution
		defer func() { w.Constitution = kept }()
		w.Constitution.Name = "Elsewhere"
		f, err := w.Propose(w.Admin(second), w.Officers[second])
		if town.Done(t, err); f.Founded || !slices.Equal(f.Differ, []string{bodies[0].Name}) || len(f.Missing) != 2 {
			t.Errorf("%+v", f)
		}
		w.Constitution = kept
		w.Constitution.RP.Origins = []string{"https://evil.example"}
		f, err = w.Propose(w.Admin(second), w.Officers[second])
		if town.Done(t, err); f.Founded || !slices.Equal(f.Differ, []string{bodies[0].Name}) {
			t.Errorf("%+v", f)
		}
	})
	t.Run("not before every body has", func(t *testing.T) {
		w.Refused(contract.NotFound, w.Make("codes.issue", people.CodesIssue{Codes: []people.IssuedCode{}}, w.Convener()))
	})
	for _, body := range bodies[1:] {
		town.Done(t, w.FoundAs(w.Admin(body.ID), w.Officers[body.ID]))
	}
	t.Run("an officer twice, and another constitution afterwards", func(t *testing.T) {
		town.Fails(t, w.FoundAs(w.Admin(first), w.Officers[first]), contract.Exists)
		kept := w.Constitution
		defer func() { w.Constitution = kept }()
		w.Constitution.Name = "Elsewhere"
		town.Fails(t, w.FoundAs(w.Admin(first)), people.Differs)
	})
	t.Run("more officers later", func(t *testing.T) {
		town.Done(t, w.FoundAs(w.Admin(second), w.Signer(second, "")))
	})
	t.Run("an officer is revoked by his own body only", func(t *testing.T) {
		revoke := func(by village.User) error {
			_, err := w.Transact(by, "RevokeOfficer", w.ID, w.Officers[second].Key.ID())
			return err
		}
		town.Fails(t, revoke(w.Admin(first)), people.NotAdmin)
		town.Fails(t, revoke(w.Client(second)), people.NotAdmin)
		town.Done(t, revoke(w.Admin(second)))
		w.Refused(contract.Revoked, w.Make("codes.issue", people.CodesIssue{Codes: []people.IssuedCode{}}, w.Officers[second]))
	})
}

func TestFoundingOfABodyOutside(t *testing.T) {
	w := town.OnBook(t, "rehearsal")
	outside := w.Constitution.Bodies[3].ID
	w.Constitution.Bodies = w.Constitution.Bodies[:3]
	town.Fails(t, w.FoundAs(w.Admin(outside), w.Officers[outside]), people.NotAdmin)
	w.Constitution.Profile = "atlantis"
	town.Fails(t, w.FoundAs(w.Admin(w.Constitution.Bodies[0].ID)), contract.BadArguments)
}

// A community that binds its acts to another channel would have the honest ledger refused for ever.
func TestFoundingForAnotherChannel(t *testing.T) {
	w := town.OnBook(t, "rehearsal")
	w.Constitution.Net = strings.Repeat("cd", 32)
	for _, body := range w.Constitution.Bodies {
		town.Fails(t, w.FoundAs(w.Admin(body.ID)), contract.OtherNet)
	}
}

// One administrator is the first to name a community, in another way than the others, and again in the middle: they found it all
// the same.
func TestAnIDTakenByOneAdministrator(t *testing.T) {
	w := town.OnBook(t, "rehearsal")
	common, own := w.Constitution, w.Constitution
	own.Name, own.Bodies = "Mine", common.Bodies[2:]
	attacker, other := common.Bodies[3].ID, common.Bodies[0].ID

	w.Constitution = own
	f, err := w.Propose(w.Admin(attacker))
	if town.Done(t, err); f.Founded {
		t.Fatal("founded by one body")
	}
	town.Fails(t, w.FoundAs(w.Admin(other)), people.NotAdmin) // for others

	w.Constitution = common
	w.Found()
	w.Constitution = own
	town.Fails(t, w.FoundAs(w.Admin(attacker)), people.Differs)
	w.Constitution = common
	w.Settle(town.TwoHomes)
}
