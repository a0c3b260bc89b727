// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
)

// A batch that moves points in every way asks the peer four times, however many acts it has: what they say, what that names, whose the
// homes are, and whether those are officers.
func TestBatchesReadAhead(t *testing.T) {
	s := newSite(t)
	y := newYard(s)
	s.serves()
	earning := s.earned(300)
	used, returned := s.redeemed(1), s.redeemed(1)
	helped := s.once(points.TypeHelpConfirm, s.told(60), s.Bob)
	work := points.HelpDone{Day: s.today(), Helper: "1-103", Minutes: 60, Rule: "garden"}
	worked := s.once(points.TypeHelpConfirm, s.tells(s.cat, work), s.second)
	drop := s.once(points.TypePointsBin, y.drop(asItIs), s.Ann)
	s.Clock.Pass(time.Second)
	told := s.hours(60)
	told.Helper = "1-103"
	gift := points.PointsGift{Amount: 30, From: "1-101", To: "1-103"}
	reversal := points.PointsReverse{Amount: 40, Earning: earning, Reason: s.Constitution.Net}
	acts := []act.Signed{
		helped, worked, drop, s.Make(points.TypePointsGift, gift, s.Ann), s.Make(points.TypeHelpDone, told, s.cat),
		s.once(points.TypeVoucherUse, s.use(used), s.first), s.Make(points.TypePointsReverse, reversal, s.second, s.first),
	}
	for i, batch := range [][]act.Signed{
		acts, {s.Make(points.TypePointsRedeem, redemption(1), s.Ann)},
		{s.Make(points.TypeVoucherReturn, points.VoucherReturn{Voucher: returned}, s.Ann)},
	} {
		if asked := town.Asked(s.Town, batch); asked > 4 {
			t.Errorf("batch %d asks %d times", i, asked)
		}
	}
}
