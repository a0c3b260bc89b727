// SPDX-License-Identifier: Apache-2.0

package points

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/points"
)

// Cause is why points moved.
type Cause string

// The causes, beside the ways in which points are earned.
const (
	Gift    Cause = "gift"
	Reverse Cause = "reverse" // of an earning
	Redeem  Cause = "redeem"  // for a voucher, which holds them
	Use     Cause = "use"     // of a voucher
	Return  Cause = "return"  // of a voucher
	Lapse   Cause = "lapse"   // of a voucher
	Expire  Cause = "expire"

	Book   Cause = "book"   // points are held for a parking space
	Parked Cause = "parked" // what was held is paid to the host, and the rest goes back
	Freed  Cause = "freed"  // what was held goes back

	Withheld Cause = "withheld" // under a convention
	Restored Cause = "restored" // what was withheld for a breach that two bodies have pardoned
)

// Transfer is points that moved for one cause, for ever. What is in the moves of all transfers is all that there is: accounts, vouchers and
// budgets are sums of them.
type Transfer struct {
	Act   string           `json:"act,omitempty"` // hash of the act that moved them; "" if it was a transaction that anybody may send
	At    int64            `json:"at"`            // Unix time
	Cause Cause            `json:"cause"`
	Lease string           `json:"lease,omitempty"` // of earnings: out of which part of the rule's budget, as MSP/lane
	Moves []rules.Transfer `json:"moves"`
	Of    string           `json:"of,omitempty"`   // what was reversed, the voucher, the booking, or the cause of the breach
	Rule  string           `json:"rule,omitempty"` // of earnings, and of what is reversed
}

// Earned says that a transfer made points: its id is that of the earning.
func (t Transfer) Earned() bool { return slices.Contains(Ways(), Way(t.Cause)) }

// Documents of points. An account is a household's, whoever of its owners acts for it.
const (
	Accounts  contract.Ref[rules.Account] = "account"  // C~unit: the points of a household, in lots with their ends
	Transfers contract.Ref[Transfer]      = "transfer" // C~id: points that moved; the id is that of the cause: an act, an event, or a transaction
	Earnings  contract.Ref[rules.Earning] = "earning"  // C~id: what a cause has paid, which it does once, and how much of it was reversed
)

// books are where a transaction writes what moves.
type books struct {
	contract.Viewer
	community string
	tx        contract.Tx
	act       string // hash; "" for none
}

func booksOf(c *contract.Context) books { return books{c, c.Act.Community, c.Tx, c.Hash} }

// account is a household's, which is empty before anything is in it.
func (b books) account(unit string) (rules.Account, error) {
	a, _, err := Accounts.Get(b, b.community, unit)
	a.ID = unit
	return a, err
}

// write keeps a transfer, and accounts as it leaves them.
func (b books) write(id string, t Transfer, accounts ...rules.Account) error {
	for _, a := range accounts {
		if err := Accounts.Put(b, a, b.community, a.ID); err != nil {
			return err
		}
	}
	t.Act, t.At = b.act, b.tx.Time
	return Transfers.Put(b, t, b.community, id)
}

// expire takes the ended lots out of an account. Anybody may send it.
func expire(s contract.State, tx contract.Tx, community, unit string) error {
	v := contract.NewView(s)
	b := books{Viewer: v, community: community, tx: tx}
	before, ok, err := Accounts.Get(b, community, unit)
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "account"))
	}
	after, moves, reason := before.Expire(tx.Time)
	if reason != rules.Allowed {
		return act.Refuse(contract.NoEffect, "of", "expire")
	}
	if err := b.write(tx.ID, Transfer{Cause: Expire, Moves: moves}, after); err != nil {
		return err
	}
	return v.Commit()
}
