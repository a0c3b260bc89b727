// SPDX-License-Identifier: Apache-2.0

package historytest

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	rules "github.com/linli-project/linli/rules/points"
)

// A site is a community that has adopted a plan, and offers one service: "one", a point each, always.
type site struct {
	*town.Town
	next map[*village.Signer]int64 // numbers
}

// adopted settles a community whose homes are as said, and has it adopt a plan and offer the service. It votes for a text as well in each
// election that is named; all votes come first, as those who hold them number their acts by themselves.
func adopted(w *town.Town, homes []community.Unit, plan points.Plan, texts map[string]string) *site {
	w.Helper()
	w.Found().Settle(homes)
	s := &site{w, map[*village.Signer]int64{}}
	hash, err := plan.Hash()
	s.decides("plan", town.Must(w, hash, err))
	for election, text := range texts {
		s.decides(election, text)
	}
	now := act.Int(w.Now().Unix())
	w.OK(s.make(points.TypePointsAdopt, points.PointsAdopt{Contest: "c0", Election: "plan", Plan: plan}, w.Two()...))
	w.OK(s.make(points.TypeServiceSet, points.ServiceSet{
		Body: w.Convener().Body, From: now, Hours: []points.Hours{}, Points: 1, Service: "one", Stock: points.MaxStock, Title: "One",
		Until: rules.MaxTime,
	}, w.Two()...))
	return s
}

// decides has all owners vote for a text that the contest "c0" of an election names by its hash.
func (s *site) decides(election, hash string) {
	s.Helper()
	question := town.Question("c0")
	question.Text = hash
	v := s.DraftVote(election, town.Rules(), question).Drilled().Open()
	var ballots []act.Signed
	for _, right := range s.Rights {
		ballots = append(ballots, v.Cast(s.Voter(right), right.ID, 1, town.Agree()))
	}
	s.OK(ballots...)
	v.Published()
}

// number is the next of a signer's, as the ledger has it, and after that as it is counted here.
func (s *site) number(by *village.Signer) int64 {
	if s.next[by] == 0 {
		s.next[by] = int64(s.Next(points.TypeHelpDone, by).Seq) - 1
	}
	s.next[by]++
	return s.next[by]
}

// make is an act with its signer's next number, which it takes.
func (s *site) make(kind string, body any, by ...*village.Signer) act.Signed {
	s.Helper()
	return s.Sign(s.Draft(kind, s.number(by[0]), by[0]), body, by...)
}

// tries sends acts in one transaction and says what the last one came to. The numbers of those that were refused are free again.
func (s *site) tries(acts ...act.Signed) act.Code {
	s.Helper()
	raw, err := s.TrySubmit(acts...)
	if act.CodeOf(err) == contract.NoEffect {
		raw, err = s.Check(town.Batch(s, acts))
	}
	outcomes, err := contract.ReadOutcomes(town.Must(s, raw, err))
	town.Must(s, outcomes, err)
	for _, o := range outcomes {
		if o.Code != contract.OK {
			clear(s.next)
		}
	}
	return outcomes[len(outcomes)-1].Code
}

// voucherCodes are those of all vouchers, by what the ledger has of them: only who has a voucher's code may use it, and here all do.
var voucherCodes sync.Map

// redemption is of a voucher with a code of its own.
func redemption(unit string, count int64) points.PointsRedeem {
	code := make(act.Bytes, points.CodeSize)
	_, _ = rand.Read(code)
	sum := sha256.Sum256(code)
	voucher := hex.EncodeToString(sum[:])
	voucherCodes.Store(voucher, code)
	return points.PointsRedeem{Count: act.Int(max(0, count)), Service: "one", Unit: unit, Voucher: voucher}
}

// codeOf is the code of a voucher, or one of none.
func codeOf(voucher string) act.Bytes {
	if code, ok := voucherCodes.Load(voucher); ok {
		return code.(act.Bytes) //nolint:forcetypeassert // it stands above
	}
	return make(act.Bytes, points.CodeSize)
}

// use is by a counter, of a voucher that it took at a time.
func (s *site) use(voucher string, at int64) act.Signed {
	s.Helper()
	by := s.Convener()
	return s.Sign(s.Draft(points.TypeVoucherUse, 1, by), points.VoucherUse{At: act.Int(at), Code: codeOf(voucher)}, by)
}

func hashOf(signed act.Signed) string { return act.HashOf(signed.Text).String() }

// none is the hash of nothing that there is.
const none = "0000000000000000000000000000000000000000000000000000000000000000"

// on is a town of its own on a book or on the network.
func on(t *testing.T, n *net, id string, at time.Time) *town.Town {
	t.Helper()
	if n == nil {
		w := town.OnBook(t, "rehearsal")
		w.Clock.Reach(at.Unix())
		return w
	}
	clock := &town.Clock{}
	clock.Reach(at.Unix())
	return town.New(t, peers{n, t.Context(), clock}, id, n.constitution(t), clock)
}

func named(what string, i int) string { return fmt.Sprintf("%s-%d", what, i) }
