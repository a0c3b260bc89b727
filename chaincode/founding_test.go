// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
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
	fails(t, w.foundAs(first, network.Admin, w.Officers[first]), contract.Exists)

	t.Run("another constitution", func(t *testing.T) {
		kept := w.Constitution
		defer func() { w.Constitution = kept }()
		w.Constitution.Name = "Elsewhere"
		fails(t, w.foundAs(second, network.Admin, w.Officers[second]), contract.Differs)
		w.Constitution = kept
		w.Constitution.RP.Origins = []string{"https://evil.example"}
		fails(t, w.foundAs(second, network.Admin, w.Officers[second]), contract.Differs)
	})
	t.Run("not before every body has", func(t *testing.T) {
		w.refused(contract.NotFounded, w.make("codes.issue", contract.CodesIssue{Codes: []contract.IssuedCode{}}, w.Convener()))
	})
	for _, body := range bodies[1:] {
		done(t, w.foundAs(body.ID, network.Admin, w.Officers[body.ID]))
	}
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

func TestFoundingOfABodyOutside(t *testing.T) {
	w := newTown(t, "", "rehearsal")
	outside := w.Constitution.Bodies[3].ID
	w.Constitution.Bodies = w.Constitution.Bodies[:3]
	fails(t, w.foundAs(outside, network.Admin, w.Officers[outside]), contract.NotAdmin)
	w.Constitution.Profile = "atlantis"
	fails(t, w.foundAs(w.Constitution.Bodies[0].ID, network.Admin), contract.BadArguments)
}
