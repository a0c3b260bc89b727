// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"encoding/json"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
)

// foundAgain is what one body's administrator can do alone: found a community that is founded, in the same way.
func foundAgain(t *testing.T, l *village.Ledger, v *village.Village, body string) {
	t.Helper()
	admin, err := l.Network.Connect(t.Context(), body, network.Admin)
	must(t, admin, err)
	defer admin.Close()
	constitution, err := json.Marshal(v.Constitution)
	must(t, constitution, err)
	receipt, _, err := admin.Submit(t.Context(), "Found", v.ID, string(constitution), "[]")
	done(t, err)
	done(t, l.CatchUp(t.Context(), receipt.Block))
}

// A body founds again what is founded, while acts are on their way: they take effect.
func TestFoundingAgainWithActsInFlight(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "again", "a")
	e, on := open(t, l, v)
	ballot := endorsed(t, l, newDraft(userOf(t, l, "residents", network.Client), "Submit", batchOf(t, yes(t, e, on, v.Rights[0], 1))))
	foundAgain(t, l, v, "street")
	if commit := ballot.send(t, l); commit.Code != peer.TxValidationCode_VALID {
		t.Errorf("a ballot in flight is %s", commit.Code)
	}
}
