// SPDX-License-Identifier: Apache-2.0

package points

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
	rules "github.com/linli-project/linli/rules/points"
)

// Times and bounds of vouchers.
const (
	VoucherTime = 7 * 24 * 3600 // seconds for which one is good
	Grace       = 2 * 24 * 3600 // seconds after that in which a counter that had no network tells of its use
	MaxCount    = 100           // of a service, by one voucher
	CodeSize    = 10            // bytes: 80 bits, which nobody finds for a hash on record, and 16 signs to type
)

// Voucher is points that are held for a service, until it is used, given back, or over.
type Voucher struct {
	rules.Hold
	Begins  int64  `json:"begins"` // Unix time
	Body    string `json:"body"`   // that serves it
	Count   int64  `json:"count"`
	Ends    int64  `json:"ends"`   // Unix time from which on no counter takes it
	Points  int64  `json:"points"` // that it holds, or held
	Service string `json:"service"`
	Used    int64  `json:"used,omitempty"` // Unix time by the counter's clock
	UsedBy  string `json:"usedBy,omitempty"`
}

// Vouchers are a community's, by the SHA-256 (hex) of their codes: who has the code knows which one it is, and no two have one code.
const Vouchers contract.Ref[Voucher] = "hold" // C~id: points that are held for a service, and the voucher that was given for them

// Due is from when on an open voucher can be ended by anybody, as a Unix time; 0: it is not open.
func (v Voucher) Due() int64 {
	if v.State != rules.HoldOpen {
		return 0
	}
	return v.Until
}

// PointsRedeem is the body of points.redeem: an owner redeems points of his household for a voucher; two bodies do for somebody who has no
// phone, and print it.
type PointsRedeem struct {
	Count   act.Int `json:"count"`
	Service string  `json:"service"`
	Unit    string  `json:"unit"`
	Voucher string  `json:"voucher"` // SHA-256 (hex) of its code: random bytes that only who has the voucher knows
}

func redeem(c *contract.Context, b PointsRedeem) error {
	plan, err := inForce(c)
	if err != nil {
		return err
	}
	if err := b.check(c); err != nil {
		return err
	}
	service, err := loadService(c, c.Act.Community, b.Service)
	if err != nil {
		return err
	}
	if err := cmp.Or(service.check(int64(b.Count), c.Tx.Time), service.pausedFor(c, c.Act.Community, b.Unit, c.Tx.Time)); err != nil {
		return err
	}
	books := booksOf(c)
	account, err := books.account(b.Unit)
	if err != nil {
		return err
	}
	if account.Usable(c.Tx.Time) < int64(plan.Least) {
		return act.Refuse(TooFew, "least", plan.Least)
	}
	v := Voucher{
		Begins: c.Tx.Time, Body: service.Body, Count: int64(b.Count), Ends: c.Tx.Time + VoucherTime,
		Points: int64(service.Points * b.Count), Service: b.Service,
	}
	after, moves, reason := account.HoldFor(c.Tx.Time, b.Voucher, v.Points, v.Ends+Grace)
	if reason != rules.Allowed {
		return refuse(reason, plan.Plan, Rule{})
	}
	if err := books.take(service, v.Count); err != nil {
		return err
	}
	return books.held(c.Hash, v, after, Transfer{Cause: Redeem, Moves: moves})
}

func (b PointsRedeem) check(c *contract.Context) error {
	switch {
	case b.Count < 1 || b.Count > MaxCount:
		return act.Refuse(act.BadField, "of", "voucher-count", "most", MaxCount)
	case !contract.IsHash(b.Voucher):
		return act.Refuse(act.BadField, "of", "voucher-hash")
	}
	if _, taken, err := Vouchers.Get(c, c.Act.Community, b.Voucher); err != nil {
		return err
	} else if taken {
		return act.Refuse(act.BadField, "of", "voucher-taken")
	}
	if by := c.Signers[0]; by.Kind == contract.Owner {
		return people.Owns(c, by.Person, b.Unit)
	}
	if _, err := people.RightOf(c, b.Unit); err != nil {
		return err
	}
	return people.NotOwnHome(c, b.Unit)
}

// check refuses what a service has not, or not now.
func (s Service) check(count, now int64) error {
	switch {
	case s.Retired != "":
		return act.Refuse(contract.Revoked, "of", "service")
	case !s.Open(now):
		return act.Refuse(ServiceShut)
	case s.Left() < count:
		return act.Refuse(SoldOut, "left", s.Left())
	}
	return nil
}

// held keeps a voucher as a step has left it, with what moved.
func (b books) held(id string, v Voucher, after rules.Booking, t Transfer) error {
	v.Hold = after.Hold
	if err := Vouchers.Put(b, v, b.community, after.Hold.ID); err != nil {
		return err
	}
	t.Of = after.Hold.ID
	return b.write(id, t, after.Account)
}

// booking is a voucher with its account.
func (b books) booking(id string) (Voucher, rules.Booking, error) {
	if !contract.IsHash(id) {
		return Voucher{}, rules.Booking{}, act.Refuse(contract.NotFound, "of", "voucher")
	}
	v, ok, err := Vouchers.Get(b, b.community, id)
	switch {
	case err != nil:
		return v, rules.Booking{}, err
	case !ok:
		return v, rules.Booking{}, act.Refuse(contract.NotFound, "of", "voucher")
	}
	account, err := b.account(v.From)
	return v, rules.Booking{Account: account, Hold: v.Hold}, err
}

// VoucherUse is the body of voucher.use: an officer of the serving body has taken a voucher. Of two counters that take the same one, one is
// refused. It is numbered by the voucher, which is taken once: a counter without a network signs many, and nobody waits for another.
type VoucherUse struct {
	At   act.Int   `json:"at"` // Unix time by the counter's clock
	Code act.Bytes `json:"code"`
}

// voucher is the one with the code.
func (b VoucherUse) voucher() string {
	sum := sha256.Sum256(b.Code)
	return hex.EncodeToString(sum[:])
}

func useVoucher(c *contract.Context, b VoucherUse) error {
	if c.Act.Seq != 1 {
		return act.Refuse(contract.SeqGap, "of", "once")
	}
	books := booksOf(c)
	v, booking, err := books.booking(b.voucher())
	if err != nil {
		return err
	}
	if err := b.check(c, v); err != nil {
		return err
	}
	after, moves, reason := booking.Post(c.Tx.Time, v.Points)
	if reason != rules.Allowed {
		return refuse(reason, Plan{}, Rule{})
	}
	v.Used, v.UsedBy = int64(b.At), c.Signers[0].ID
	return books.held(c.Hash, v, after, Transfer{Cause: Use, Moves: moves})
}

// check refuses who does not serve it, and a voucher that was over when the counter took it.
func (b VoucherUse) check(c *contract.Context, v Voucher) error {
	at := int64(b.At)
	switch {
	case c.Signers[0].Body != v.Body:
		return act.Refuse(device.OtherBody, "of", "voucher", "body", v.Body)
	case at < v.Begins-device.Ahead || at > c.Tx.Time+device.Ahead:
		return act.Refuse(act.BadField, "of", "voucher-at")
	case at >= v.Ends:
		return act.Refuse(VoucherOver, "of", "time")
	}
	return nil
}

// VoucherReturn is the body of voucher.return: an owner of the household gives a voucher back that was not used.
type VoucherReturn struct {
	Voucher string `json:"voucher"`
}

func returnVoucher(c *contract.Context, b VoucherReturn) error {
	books := booksOf(c)
	v, booking, err := books.booking(b.Voucher)
	if err != nil {
		return err
	}
	if err := people.Owns(c, c.Signers[0].Person, v.From); err != nil {
		return err
	}
	return books.release(c.Hash, v, booking, Return)
}

// release gives the points of a voucher back to its account, and what they were for to the stock.
func (b books) release(id string, v Voucher, booking rules.Booking, why Cause) error {
	after, moves, reason := booking.Release()
	if reason != rules.Allowed {
		return refuse(reason, Plan{}, Rule{})
	}
	service, err := loadService(b, b.community, v.Service)
	if err != nil {
		return err
	}
	if err := b.take(service, -v.Count); err != nil {
		return err
	}
	return b.held(id, v, after, Transfer{Cause: why, Moves: moves})
}

// lapse ends a voucher that no counter can tell the use of any more. Anybody may send it.
func lapse(s contract.State, tx contract.Tx, community, id string) error {
	view := contract.NewView(s)
	b := books{Viewer: view, community: community, tx: tx}
	v, booking, err := b.booking(id)
	switch {
	case err != nil:
		return err
	case v.State != rules.HoldOpen || tx.Time < v.Until:
		return act.Refuse(contract.NoEffect, "of", "lapse")
	}
	if err := b.release(tx.ID, v, booking, Lapse); err != nil {
		return err
	}
	return view.Commit()
}
