// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	orders "github.com/linli-project/linli/rules/order"
)

// reported is an order that somebody has reported for a home.
func (s *site) reported(unit string, who *village.Signer) string {
	s.Helper()
	s.Clock.Pass(time.Second)
	return s.by(order.TypeOrderReport, order.OrderReport{Kind: orders.RepairLight, Photos: []string{}, Unit: unit}, who)
}

// What a household had reported and a neighbour has mended is paid for once, when it is over, and by its household's word.
func TestOrdersThatNeighboursDid(t *testing.T) {
	s := newSite(t)
	lamp, cats, done := s.reported("1-102", s.Bob), s.reported("1-103", s.cat), s.told(60)
	done.Order = lamp
	confirm := func() act.Signed { return s.once(points.TypeHelpConfirm, done, s.Bob) }
	s.Refused(order.OrderState, confirm())
	s.by(order.TypeOrderWithdraw, order.OrderWithdraw{Order: lamp}, s.Bob)
	s.by(order.TypeOrderWithdraw, order.OrderWithdraw{Order: cats}, s.cat)
	for id, code := range map[string]act.Code{
		cats: order.NotAffected, s.Constitution.Net: contract.NotFound, "lamp": contract.NotFound,
	} {
		done.Order = id
		s.Refused(code, confirm())
	}
	done.Order = lamp
	s.OK(confirm())
	s.has("1-101", 60)
	if d, _ := town.Read(s.Town, points.Deeds, s.ID, done.Help); d.Order != lamp {
		t.Errorf("%+v", d)
	}
	again := s.told(30)
	again.Order = lamp
	s.Refused(points.Paid, s.once(points.TypeHelpConfirm, again, s.Bob))
	again.Order = ""
	s.OK(s.once(points.TypeHelpConfirm, again, s.Bob))

	key, accused := town.Doctored(s.Town, points.Mended, func(help *string) { *help = again.Help }, lamp)
	if len(accused) != 1 || accused[0] != key {
		t.Errorf("other help than that which was paid for an order: %q are accused", accused)
	}
	if _, accused := town.Doctored(s.Town, points.Deeds, func(d *points.Deed) { d.Order = "" }, done.Help); len(accused) != 1 {
		t.Errorf("a deed that forgets its order: %q are accused", accused)
	}
}
