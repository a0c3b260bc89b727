// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/points"
)

const day = 24 * hour

// aboutHelp is who is told that help waits to be confirmed: the household that was helped, or officers, once a day, if it was
// the community.
func (n *Notifier) aboutHelp(ctx context.Context, at time.Time, c, id string, d points.Deed) ([]Notice, error) {
	if d.Confirmed != "" {
		return nil, nil
	}
	if d.Helped == "" {
		return []Notice{{audience: toOfficers, Kind: HelpWaits, Subject: at.In(china).Format(time.DateOnly)}}, nil
	}
	owners, err := n.ownersOf(ctx, c, []string{d.Helped})
	notices := make([]Notice, len(owners))
	for i, owner := range owners {
		notices[i] = Notice{audience: owner, Kind: HelpWaits, Subject: id}
	}
	return notices, err
}

// endings are the reminders that points end, so long before, the last of them first: who comes late reminds once.
var endings = []struct {
	kind   Kind
	before int64 // seconds
}{{PointsEndIn7Days, 7 * day}, {PointsEndIn30Days, 30 * day}}

// remindOfPoints tells households that points of theirs end, and that a voucher does.
func (n *Notifier) remindOfPoints(ctx context.Context) error {
	now := n.Now().Unix()
	due, err := n.Index.Due(ctx, now+30*day, points.Accounts.Kind(), points.Vouchers.Kind())
	if err != nil {
		return err
	}
	for _, d := range due {
		if d.Kind == points.Vouchers.Kind() {
			err = n.remindOfVoucher(ctx, d, now)
		} else {
			err = n.remindOfLots(ctx, d, now)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", d.Kind, err) // its id may be a pseudonym, which no log is to hold
		}
	}
	return nil
}

// remindOfVoucher does so in the last day in which a counter takes it.
func (n *Notifier) remindOfVoucher(ctx context.Context, d index.Due, now int64) error {
	ends := d.At - points.Grace
	if now >= ends || now < ends-day {
		return nil
	}
	v, err := index.Read(ctx, n.Index, points.Vouchers, d.Community, d.ID)
	if err != nil {
		return err
	}
	return n.tellHousehold(ctx, v.From, Notice{Community: d.Community, Kind: VoucherEnds, Subject: d.ID, At: now})
}

// remindOfLots reminds of lots that end, those of a week together: who earns something each day is not told something each day. A lot that
// never had so long to go has no reminder of that.
func (n *Notifier) remindOfLots(ctx context.Context, d index.Due, now int64) error {
	account, err := index.Read(ctx, n.Index, points.Accounts, d.Community, d.ID)
	if err != nil {
		return err
	}
	var last Notice
	for _, lot := range account.Lots { // by their ends
		notice := Notice{Community: d.Community, Kind: ending(lot, now), Subject: d.ID + "/" + weekOf(lot.Until), At: now}
		if notice.Kind == "" || notice == last {
			continue
		}
		if err := n.tellHousehold(ctx, d.ID, notice); err != nil {
			return err
		}
		last = notice
	}
	return nil
}

// ending is the reminder that it is time for, or "".
func ending(lot rules.Lot, now int64) Kind {
	if lot.Until == 0 || now >= lot.Until {
		return ""
	}
	for _, e := range endings {
		if at := lot.Until - e.before; at <= now && lot.At < at {
			return e.kind
		}
	}
	return ""
}

// weekOf is the Monday of the week in which a time is, in China.
func weekOf(unix int64) string {
	at := time.Unix(unix, 0).In(china)
	return at.AddDate(0, 0, -(int(at.Weekday())+6)%7).Format(time.DateOnly)
}

// tellHousehold tells its owners something, unless that was told.
func (n *Notifier) tellHousehold(ctx context.Context, unit string, notice Notice) error {
	var told bool
	err := n.db.Read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM notices WHERE community = $1 AND kind = $2 AND subject = $3)",
		notice.Community, notice.Kind, notice.Subject).Scan(&told)
	if err != nil || told {
		return err
	}
	owners, err := n.ownersOf(ctx, notice.Community, []string{unit})
	if err != nil {
		return err
	}
	return n.db.InTransaction(ctx, func(tx *sql.Tx) error {
		for _, owner := range owners {
			notice.audience = owner
			if err := n.keep(ctx, tx, notice); err != nil {
				return err
			}
		}
		return nil
	})
}

// waitsFor says whether a notice of points still asks for something, or tells what is to come.
func (n *Notifier) waitsFor(ctx context.Context, notice Notice) (bool, error) {
	switch {
	case notice.Kind == HelpWaits && notice.audience != toOfficers:
		d, err := index.Read(ctx, n.Index, points.Deeds, notice.Community, notice.Subject)
		return d.Confirmed == "", err
	case notice.Kind == VoucherEnds:
		v, err := index.Read(ctx, n.Index, points.Vouchers, notice.Community, notice.Subject)
		return v.State == rules.HoldOpen, err
	}
	return true, nil
}

// pointsWords say neither how many points, nor whose, nor for what.
func pointsWords(notice Notice, lang Language) (title, text string) {
	kind := notice.Kind
	if kind == HelpWaits && notice.audience == toOfficers {
		kind = communityHelp
	}
	w := pointsWordings[kind][lang]
	_, monday, _ := strings.Cut(notice.Subject, "/")
	if at, err := time.ParseInLocation(time.DateOnly, monday, china); err == nil {
		form := "2 January 2006"
		if lang == Chinese {
			form = "2006年1月2日"
		}
		monday = at.Format(form)
	}
	return w.title, strings.ReplaceAll(w.text, "{monday}", monday)
}

// communityHelp is HelpWaits to officers.
const communityHelp Kind = "points.help.community"

// pointsWordings are those of points: {monday} begins the week in which some end.
var pointsWordings = map[Kind]map[Language]wording{
	HelpWaits: {
		Chinese: {"有人说帮了您家，等您确认", "请打开页面看一看。确有其事就签字，对方因此得积分；您家的积分不会少。"},
		English: {"Somebody says that your home was helped: please confirm",
			"Open the page. If it is so, sign: it earns points for who helped, and costs you none."},
	},
	communityHelp: {
		Chinese: {"有人为小区做了事，等待确认", "业主说为小区做了事，需要一位经办人确认，才有积分。"},
		English: {"Work for the community waits to be confirmed", "Owners say what they did. It earns points once an officer confirms it."},
	},
	PointsEndIn30Days: {
		Chinese: {"您家有积分快到期", "{monday}起的那一周有积分到期，还有三十天左右。到期之后不能再用。"},
		English: {"Some points of your home end soon", "In the week from {monday} some end, in about thirty days. They cannot be used after that."},
	},
	PointsEndIn7Days: {
		Chinese: {"您家有积分几天后到期", "{monday}起的那一周有积分到期，只剩几天。到期之后不能再用。"},
		English: {"Some points of your home end within days", "In the week from {monday} some end. They cannot be used after that."},
	},
	VoucherEnds: {
		Chinese: {"您兑换的服务明天到期", "凭证不到一天就到期。不用的话可以退还；没有用掉的，积分之后会退回账上，原来的到期时间不变。"},
		English: {"What you have redeemed ends tomorrow",
			"Your voucher is good for less than a day. You may give it back; if it is not used, its points come back later, " +
				"and end when they would have."},
	},
}
