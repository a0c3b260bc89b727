// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger"
	rules "github.com/linli-project/linli/rules/points"
)

// puts writes a document of points as its chapter does.
func puts[D any](tw *town, ref contract.Ref[D], id string, doc D) {
	tw.t.Helper()
	must(tw.t, tw.book.Append(ledger.Transaction{
		ID: fmt.Sprintf("points-%d", len(tw.book.Blocks)), Code: peer.TxValidationCode_VALID, Timestamp: tw.clock(),
		Writes: []ledger.Write{{Key: ref.Key(garden, id), Value: jsonOf(tw.t, doc)}},
	}))
}

// told is how many notices of a kind about points somebody has.
func (tw *town) told(r Reader, kind Kind) (n int) {
	tw.t.Helper()
	for _, notice := range tw.notices(r) {
		if notice.Kind == kind {
			n++
			for _, lang := range []Language{Chinese, English} {
				title, text, err := tw.Words(tw.t.Context(), notice, lang)
				if err != nil || title == "" || text == "" || strings.Contains(text, "{") {
					tw.t.Errorf("%s in %s: %q %q %v", kind, lang, title, text, err)
				}
			}
		}
	}
	return n
}

func (tw *town) newest(r Reader) Notice {
	tw.t.Helper()
	all := tw.notices(r)
	return all[len(all)-1]
}

// reminds lets time pass and does what the ticker does, twice.
func (tw *town) reminds(d time.Duration) {
	tw.t.Helper()
	tw.pass(d)
	for range 2 {
		must(tw.t, tw.remindOfPoints(tw.t.Context()))
	}
}

// The household that was helped is told that it is to confirm it, once, and nobody else; of work for the community officers
// are, once a day.
func TestHelpWaits(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	helper, helped := tw.Rights[0], tw.Rights[1]
	who, other := Reader{Community: garden, Person: helped.Owners[0], Confirmed: true},
		Reader{Community: garden, Person: helper.Owners[0], Confirmed: true}
	officer := Reader{Community: garden, Body: "owners", Credential: "x"}
	told := points.HelpDone{Helper: helper.Units[0].ID, Helped: helped.Units[0].ID, Minutes: 60}
	deed := points.Deed{HelpDone: told, By: helper.Owners[0]}
	puts(tw, points.Deeds, "one", deed)
	puts(tw, points.Deeds, "one", deed)
	if tw.told(who, HelpWaits) != 1 || tw.told(other, HelpWaits) != 0 || tw.told(officer, HelpWaits) != 0 {
		t.Errorf("%d, %d and %d are told", tw.told(who, HelpWaits), tw.told(other, HelpWaits), tw.told(officer, HelpWaits))
	}
	waits := tw.newest(who)
	if waits.Link() != "/c/garden/my#/points" {
		t.Errorf("it leads to %s", waits.Link())
	}
	must(t, tw.stillWanted(t.Context(), waits))
	deed.Confirmed = "act"
	puts(tw, points.Deeds, "one", deed)
	if err := tw.stillWanted(t.Context(), waits); !errors.Is(err, errHopeless) {
		t.Errorf("a mail that asks for what is done: %v", err)
	}
	for _, id := range []string{"two", "three"} {
		puts(tw, points.Deeds, id, points.Deed{HelpDone: points.HelpDone{Helper: helper.Units[0].ID, Minutes: 60}})
	}
	if tw.told(officer, HelpWaits) != 1 || tw.told(who, HelpWaits) != 1 {
		t.Errorf("officers are told %d times of a day's work", tw.told(officer, HelpWaits))
	}
	if link := tw.newest(officer).Link(); link != "/c/garden/office" {
		t.Errorf("officers are led to %s", link)
	}
}

// Points that end are told 30 days and 7 days before, once for a week of them; those that never had so long to go are told once.
func TestPointsEnd(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	home := tw.Rights[0]
	who := Reader{Community: garden, Person: home.Owners[0], Confirmed: true}
	tw.pass(time.Until(time.Date(2027, 3, 1, 8, 0, 0, 0, china))) // a Monday
	start := tw.clock().Unix()
	lot := func(days int64) rules.Lot { return rules.Lot{Amount: 10, At: start, Until: start + days*day} }
	puts(tw, points.Accounts, home.Units[0].ID, rules.Account{ID: home.Units[0].ID, Lots: []rules.Lot{
		lot(20), lot(100), lot(101), lot(110), {Amount: 5, At: start},
	}})
	count := func() [2]int { return [2]int{tw.told(who, PointsEndIn30Days), tw.told(who, PointsEndIn7Days)} }
	for _, step := range []struct {
		after time.Duration // days
		want  [2]int
	}{{0, [2]int{0, 0}}, {12, [2]int{0, 0}}, {1, [2]int{0, 1}}, {56, [2]int{0, 1}}, {1, [2]int{1, 1}}, {1, [2]int{1, 1}},
		{9, [2]int{2, 1}}, {13, [2]int{2, 2}}, {1, [2]int{2, 2}}, {30, [2]int{2, 2}}} {
		tw.reminds(step.after * 24 * time.Hour)
		if got := count(); got != step.want {
			t.Errorf("after %d days: %v, not %v", (tw.clock().Unix()-start)/day, got, step.want)
		}
	}
	if other := (Reader{Community: garden, Person: tw.Rights[1].Owners[0], Confirmed: true}); tw.told(other, PointsEndIn7Days) != 0 {
		t.Error("others are told")
	}
}

// A voucher that ends within a day is told once; one that was used is not mailed any more.
func TestVoucherEnds(t *testing.T) {
	tw := newTown(t, nil)
	tw.enrol()
	home := tw.Rights[0]
	who := Reader{Community: garden, Person: home.Owners[0], Confirmed: true}
	ends := tw.clock().Unix() + points.VoucherTime
	v := points.Voucher{Ends: ends, Hold: rules.Hold{From: home.Units[0].ID, State: rules.HoldOpen, Until: ends + points.Grace}}
	puts(tw, points.Vouchers, "open", v)
	tw.reminds(6*24*time.Hour - time.Minute)
	if tw.told(who, VoucherEnds) != 0 {
		t.Error("it has more than a day")
	}
	tw.reminds(2 * time.Minute)
	if tw.told(who, VoucherEnds) != 1 {
		t.Errorf("it is told %d times", tw.told(who, VoucherEnds))
	}
	i := slices.IndexFunc(tw.notices(who), func(n Notice) bool { return n.Kind == VoucherEnds })
	must(t, tw.stillWanted(context.Background(), tw.notices(who)[i]))
	v.State = rules.HoldPosted
	puts(tw, points.Vouchers, "open", v)
	if err := tw.stillWanted(context.Background(), tw.notices(who)[i]); !errors.Is(err, errHopeless) {
		t.Errorf("a mail of one that was used: %v", err)
	}
}
