// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/network"
)

func TestFounding(t *testing.T) {
	w := newTown(t, "", "rehearsal")
	bodies := w.Constitution.Bodies
	first, second := bodies[0].ID, bodies[1].ID

	fails(t, w.foundAs(first, network.Client, w.Officers[first]), contract.NotAdmin)
	done(t, w.foundAs(first, network.Admin, w.Officers[first]))
	done(t, w.foundAs(first, network.Admin, w.Officers[first])) // a proposal may be made anew

	t.Run("another constitution is kept, and said to differ", func(t *testing.T) {
		kept := w.Constitution
		defer func() { w.Constitution = kept }()
		w.Constitution.Name = "Elsewhere"
		f := w.proposes(second)
		if f.Founded || !slices.Equal(f.Differ, []string{bodies[0].Name}) || len(f.Missing) != 2 {
			t.Errorf("%+v", f)
		}
		w.Constitution = kept
		w.Constitution.RP.Origins = []string{"https://evil.example"}
		if f := w.proposes(second); f.Founded || !slices.Equal(f.Differ, []string{bodies[0].Name}) {
			t.Errorf("%+v", f)
		}
	})
	t.Run("not before every body has", func(t *testing.T) {
		w.refused(contract.NotFound, w.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{}}, w.Convener()))
	})
	for _, body := range bodies[1:] {
		done(t, w.foundAs(body.ID, network.Admin, w.Officers[body.ID]))
	}
	t.Run("an officer twice, and another constitution afterwards", func(t *testing.T) {
		fails(t, w.foundAs(first, network.Admin, w.Officers[first]), contract.Exists)
		kept := w.Constitution
		defer func() { w.Constitution = kept }()
		w.Constitution.Name = "Elsewhere"
		fails(t, w.foundAs(first, network.Admin), contract.Differs)
	})
	t.Run("more officers later", func(t *testing.T) {
		done(t, w.foundAs(second, network.Admin, w.signer(second, "")))
	})
	t.Run("an officer is revoked by his own body only", func(t *testing.T) {
		revoke := func(body, role string) error {
			_, err := deskOf(t, w.n, body, role).transact(t, w.n, "RevokeOfficer", w.ID, w.Officers[second].Key.ID())
			return err
		}
		fails(t, revoke(first, network.Admin), contract.NotAdmin)
		fails(t, revoke(second, network.Client), contract.NotAdmin)
		done(t, revoke(second, network.Admin))
		w.refused(contract.Revoked, w.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{}}, w.Officers[second]))
	})
}

// proposes is a body's proposal with its officer, and what the ledger says of it.
func (w *town) proposes(body string) contract.Founding {
	w.Helper()
	keys := []contract.OfficerKey{{ID: w.Officers[body].Key.ID(), Passkey: w.Officers[body].Key.Passkey()}}
	raw, err := deskOf(w, w.n, body, network.Admin).transact(w, w.n, "Found", w.ID, asJSON(w, w.Constitution), asJSON(w, keys))
	var f contract.Founding
	done(w, json.Unmarshal(must(w, raw, err), &f))
	return f
}

func TestFoundingOfABodyOutside(t *testing.T) {
	w := newTown(t, "", "rehearsal")
	outside := w.Constitution.Bodies[3].ID
	w.Constitution.Bodies = w.Constitution.Bodies[:3]
	fails(t, w.foundAs(outside, network.Admin, w.Officers[outside]), contract.NotAdmin)
	w.Constitution.Profile = "atlantis"
	fails(t, w.foundAs(w.Constitution.Bodies[0].ID, network.Admin), contract.BadArguments)
}
