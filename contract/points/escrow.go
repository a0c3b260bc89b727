// SPDX-License-Identifier: Apache-2.0

package points

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	rules "github.com/linli-project/linli/rules/points"
)

// Escrows are points that are held for a booking of another chapter, by its id.
const Escrows contract.Ref[rules.Hold] = "escrow" // C~booking: points that are held for a booking until what it costs is known

// NoRoom is what sheets call what was spent because a host's account had no room for it. No service has such an id.
const NoRoom = "parked/no-room"

// Escrow moves points in and out of escrow, for one act or transaction of another chapter.
type Escrow struct {
	Viewer    contract.Viewer
	Tx        contract.Tx
	Community string
	Act       string // hash; "" for a transaction that anybody may send
}

func (e Escrow) books() books {
	return books{Viewer: e.Viewer, community: e.Community, tx: e.Tx, act: e.Act}
}

// cause is the id of the transfer.
func (e Escrow) cause() string {
	if e.Act != "" {
		return e.Act
	}
	return e.Tx.ID
}

// Hold holds an amount more of an account for a booking, until at least a Unix time.
func (e Escrow) Hold(account, booking string, amount, until int64) error {
	if amount == 0 {
		return nil
	}
	b := e.books()
	plan, err := e.plan()
	if err != nil {
		return err
	}
	held, _, err := Escrows.Get(e.Viewer, e.Community, booking)
	if err != nil {
		return err
	}
	from, err := b.account(account)
	if err != nil {
		return err
	}
	after, moves, reason := rules.Booking{Account: from, Hold: held}.More(e.Tx.Time, amount)
	if held.State == "" {
		after, moves, reason = from.HoldFor(e.Tx.Time, booking, amount, until)
	}
	if reason != rules.Allowed {
		return refuse(reason, plan.Plan, Rule{})
	}
	return e.put(booking, after, Transfer{Cause: Book, Moves: moves})
}

// Pay ends what is held for a booking: an amount goes to an account, the rest back.
func (e Escrow) Pay(booking, to string, amount int64) error {
	held, ok, err := Escrows.Get(e.Viewer, e.Community, booking)
	if err != nil || !ok && amount == 0 { // it is free, where nobody needs points
		return err
	}
	plan, err := e.plan()
	if err != nil {
		return err
	}
	b := e.books()
	from, err := b.account(held.From)
	if err != nil {
		return err
	}
	before := rules.Booking{Account: from, Hold: held}
	if amount == 0 {
		after, moves, reason := before.Release()
		if reason != rules.Allowed {
			return refuse(reason, plan.Plan, Rule{})
		}
		return e.put(booking, after, Transfer{Cause: Freed, Moves: moves})
	}
	receiver, err := b.account(to)
	if err != nil {
		return err
	}
	after, receiver, moves, reason := before.PayTo(plan.program(), receiver, amount)
	if reason != rules.Allowed {
		return refuse(reason, plan.Plan, Rule{})
	}
	if err := Accounts.Put(b, receiver, e.Community, receiver.ID); err != nil {
		return err
	}
	return e.put(booking, after, Transfer{Cause: Parked, Moves: moves})
}

// plan is the plan in force. Nobody may change it.
func (e Escrow) plan() (*Adopted, error) {
	p, ok, err := Plans.Share(e.Viewer, e.Community)
	if err == nil && !ok {
		err = act.Refuse(NoPlan)
	}
	return p, err
}

func (e Escrow) put(booking string, after rules.Booking, t Transfer) error {
	t.Of = booking
	b := e.books()
	if err := Escrows.Put(b, after.Hold, e.Community, booking); err != nil {
		return err
	}
	return b.write(e.cause(), t, after.Account)
}

// EscrowReads are the documents that holding and paying read.
func EscrowReads(community, booking string, accounts ...string) []string {
	keys := []string{Plans.Key(community), Escrows.Key(community, booking)}
	for _, a := range accounts {
		keys = append(keys, Accounts.Key(community, a))
	}
	return keys
}
