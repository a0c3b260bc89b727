// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/calendar"
)

// A site is a bench whose owners have adopted a plan.
type site struct {
	*town.Bench
	cat, dan      *village.Signer
	first, second *village.Signer // officers of the two bodies that sign
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := bare(t)
	s.adopts("plan", plan())
	return s
}

// bare is a site that has adopted nothing.
func bare(t *testing.T) *site {
	t.Helper()
	b := town.NewBench(t)
	return &site{Bench: b, cat: b.People["cat"], dan: b.People["dan"], first: b.Two()[0], second: b.Two()[1]}
}

// plan is what is adopted first: 60 points an hour, so that a minute is a point.
func plan() points.Plan {
	return points.Plan{Gifts: true, Least: 10, LifeDays: 100, MaxBalance: 1000, Rules: []points.Rule{
		{Rule: "garden", Budget: 5000, DayCap: 600, Points: 60, Title: "园艺 Gardening", Way: points.Volunteer},
		{Rule: "help", Budget: 6400, DayCap: 800, Points: 60, Title: "邻里互助 Neighbours' help", Way: points.Help},
		{Rule: "kitchen", Budget: 1000, DayCap: 2, Points: 1, Stream: "kitchen", Title: "厨余垃圾 Kitchen waste", Way: points.Bin},
		{Rule: "small", Budget: 60, Points: 60, Title: "试点 A trial", Way: points.Help},
	}}
}

// voted has the owners vote on a plan in an election.
func (s *site) voted(election string, p points.Plan, agree bool) points.PointsAdopt {
	s.Helper()
	hash, err := p.Hash()
	s.Decides(election, town.Must(s, hash, err), agree)
	return points.PointsAdopt{Contest: "c0", Election: election, Plan: p}
}

// adopts puts a plan in force that is voted for.
func (s *site) adopts(election string, p points.Plan) {
	s.Helper()
	s.OK(s.Make(points.TypePointsAdopt, s.voted(election, p, true), s.Two()...))
}

// by has somebody do something, which must take effect, and returns its hash.
func (s *site) by(kind string, body any, who ...*village.Signer) string {
	s.Helper()
	signed := s.Make(kind, body, who...)
	s.OK(signed)
	return act.HashOf(signed.Text).String()
}

// once is an act that is numbered by what it is about.
func (s *site) once(kind string, body any, who ...*village.Signer) act.Signed {
	s.Helper()
	return s.Sign(s.Draft(kind, 1, who[0]), body, who...)
}

func (s *site) today() act.Int { return act.Int(calendar.DayOf(s.Now().Unix())) }

// hours is help of ann's to bob, today.
func (s *site) hours(minutes act.Int) points.HelpDone {
	return points.HelpDone{Day: s.today(), Helped: "1-102", Helper: "1-101", Minutes: minutes, Rule: "help"}
}

// confirmation is of what has been told.
func confirmation(help string, told points.HelpDone) points.HelpConfirm {
	return points.HelpConfirm{Help: help, Helper: told.Helper, Rule: told.Rule}
}

// told has ann say so, and gives the confirmation.
func (s *site) told(minutes act.Int) points.HelpConfirm {
	s.Helper()
	return s.tells(s.Ann, s.hours(minutes))
}

// tells has somebody say that he helped, in another second than others do.
func (s *site) tells(who *village.Signer, help points.HelpDone) points.HelpConfirm {
	s.Helper()
	s.Clock.Pass(time.Second)
	return confirmation(s.by(points.TypeHelpDone, help, who), help)
}

// earned has ann earn by help to bob, and returns the earning.
func (s *site) earned(minutes act.Int) string {
	s.Helper()
	c := s.told(minutes)
	s.OK(s.once(points.TypeHelpConfirm, c, s.Bob))
	return c.Help
}

// has is what can be paid with from an account.
func (s *site) has(unit string, usable int64) {
	s.Helper()
	a, _ := town.Read(s.Town, points.Accounts, s.ID, unit)
	if got := a.Usable(s.Now().Unix()); got != usable {
		s.Errorf("%s has %d usable points, not %d: %+v", unit, got, usable, a)
	}
}

// haircut is a service of the first body: 20 points each, three in all, in the mornings of weekdays and at all times on Saturdays.
func (s *site) haircut() points.ServiceSet {
	now := act.Int(s.Now().Unix())
	return points.ServiceSet{
		Body: s.first.Body, From: now, Until: now + 365*24*3600, Points: 20, Service: "haircut", Stock: 3, Title: "理发 Haircut",
		Hours: []points.Hours{{Days: []act.Int{1, 2, 3, 4, 5}, From: 8 * 60, To: 18 * 60}, {Days: []act.Int{6}, From: 0, To: 24 * 60}},
	}
}

// serves has two bodies offer the haircut.
func (s *site) serves() {
	s.Helper()
	s.by(points.TypeServiceSet, s.haircut(), s.Two()...)
}

// codes are those of all vouchers that tests have redeemed, by what the ledger has of them.
var codes sync.Map

// newCode is the code of a voucher, and what the ledger has of it.
func newCode() (code act.Bytes, voucher string) {
	code = make([]byte, points.CodeSize)
	_, _ = rand.Read(code)
	sum := sha256.Sum256(code)
	voucher = hex.EncodeToString(sum[:])
	codes.Store(voucher, code)
	return code, voucher
}

// redemption is ann's, of haircuts.
func redemption(count act.Int) points.PointsRedeem {
	_, voucher := newCode()
	return points.PointsRedeem{Count: count, Service: "haircut", Unit: "1-101", Voucher: voucher}
}

// redeemed has ann redeem a voucher, or who is said to.
func (s *site) redeemed(count act.Int, by ...*village.Signer) string {
	s.Helper()
	if len(by) == 0 {
		by = []*village.Signer{s.Ann}
	}
	body := redemption(count)
	s.by(points.TypePointsRedeem, body, by...)
	return body.Voucher
}

// use is a counter's, of a voucher, now.
func (s *site) use(voucher string) points.VoucherUse {
	code, _ := codes.Load(voucher)
	known, _ := code.(act.Bytes)
	return points.VoucherUse{At: act.Int(s.Now().Unix()), Code: known}
}

// left is how many of the haircuts are to be had.
func (s *site) left(want int64) {
	s.Helper()
	if service, _ := town.Read(s.Town, points.Services, s.ID, "haircut"); service.Left() != want {
		s.Errorf("%d are left, not %d", service.Left(), want)
	}
}

// lapses sends the transaction that ends a voucher.
func (s *site) lapses(voucher string) error {
	_, err := s.Transact(s.Client(s.second.Body), points.TxLapse, s.ID, voucher)
	return err
}
