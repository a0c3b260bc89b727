// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/linli-project/linli/contract"
	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/order"
)

// anOrder is an order of which people are told.
type anOrder orders.Order

// aboutOrder is what people are told of an order as it stands. Each notice has its occasion, so that a document that is written again
// tells nothing twice, and what happens again is told again.
func (n *Notifier) aboutOrder(ctx context.Context, c, id string, o anOrder) ([]Notice, error) {
	var households []string
	if o.State == order.Done || o.State == order.Unanswered {
		var err error
		if households, err = n.ownersOf(ctx, c, o.Affected); err != nil {
			return nil, err
		}
	}
	var notices []Notice
	for _, t := range o.telling(households) {
		for _, audience := range unique(t.audiences) {
			notices = append(notices, Notice{Kind: t.kind, Subject: id, audience: audience, occasion: t.occasion})
		}
		if len(t.audiences) > 0 { // to programs once, however many people are
			notices = append(notices, Notice{Kind: t.kind, Subject: id, audience: toPrograms, occasion: t.occasion + t.more})
		}
	}
	return notices, nil
}

// telling is what is told to whom.
type telling struct {
	kind      Kind
	occasion  string
	audiences []string
	more      string // what is news to programs besides the occasion
}

// telling is what there is to tell of an order. Households are the owners of those affected.
func (o anOrder) telling(households []string) []telling {
	round := strconv.Itoa(o.Reopened())
	switch {
	case o.State == order.Done:
		return []telling{{kind: OrderDone, occasion: round, audiences: households}}
	case o.State == order.Unanswered:
		return []telling{{kind: OrderUnanswered, occasion: round, audiences: append(o.reporter(), households...)}}
	case !o.State.Working():
		return nil
	}
	all := []telling{o.turn(round)}
	if o.Reopened() > 0 {
		all = append(all, telling{kind: OrderReopened, occasion: round, audiences: append(o.reporter(), o.supervisor())})
	}
	if o.Level >= order.LevelSupervisor {
		all = append(all, telling{kind: OrderEscalated, occasion: fmt.Sprintf("%s.%d", round, o.Level), audiences: []string{o.supervisor()}})
	}
	if o.saidAgain() {
		all = append(all, telling{kind: OrderAgain, occasion: strconv.Itoa(o.Again), audiences: append(o.acting(), o.supervisor())})
	}
	return all
}

// turn tells those whose turn it has become. Who has accepted knows.
func (o anOrder) turn(round string) telling {
	switch {
	case o.State == order.Assigned:
		called := strconv.Itoa(len(o.Called))
		return telling{kind: OrderCalled, occasion: strconv.FormatInt(o.Assigned, 10), audiences: o.acting(), more: "." + called}
	case o.State == order.Raised, o.State == order.Triaged:
		return telling{kind: OrderWaits, occasion: round + "." + string(o.State), audiences: o.acting()}
	case len(o.Help) > 0:
		others := slices.DeleteFunc(slices.Clone(o.Called), func(w string) bool { return w == o.Worker })
		return telling{kind: OrderHelp, occasion: strconv.Itoa(len(o.Help)), audiences: toWorkers(others)}
	}
	return telling{}
}

// acting are who have to act on an order that is not done.
func (o anOrder) acting() []string {
	if o.State == order.Assigned {
		return toWorkers(o.Called)
	}
	if o.State == order.Raised || o.State == order.Triaged {
		return []string{o.supervisor()}
	}
	return []string{toWorker(o.Worker)}
}

func toWorkers(ids []string) []string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = toWorker(id)
	}
	return all
}

// supervisor is the officer who answers for the order's grid, or all officers as long as it has none.
func (o anOrder) supervisor() string {
	if o.Supervisor == "" {
		return toOfficers
	}
	return toOfficer(o.Supervisor)
}

// reporter is who raised it, if that was a person.
func (o anOrder) reporter() []string {
	switch {
	case o.Reporter == "":
		return nil
	case o.Taken != "":
		return []string{toOfficer(o.Reporter)}
	}
	return []string{o.Reporter}
}

// saidAgain says whether the last that happened to an order is that it was said again.
func (o anOrder) saidAgain() bool {
	return slices.ContainsFunc(o.Terms, func(t order.Term) bool {
		return t.What == order.DeadlineAgain && o.Again > 0 && t.At-o.Priority.Limits().Again == o.Changed
	})
}

func unique(list []string) []string { return slices.Compact(slices.Sorted(slices.Values(list))) }

// ownersOf are the owners of households, by the roll in force. One that is not in it any more has none.
func (n *Notifier) ownersOf(ctx context.Context, c string, units []string) ([]string, error) {
	place, err := index.Read(ctx, n.Index, contract.Communities, c)
	if err != nil {
		return nil, err
	}
	version := people.Version(place.Roll)
	var owners []string
	for _, unit := range units {
		id, err := index.Optional(ctx, n.Index, people.Units, c, version, unit)
		if err != nil {
			return nil, err
		}
		right, err := index.Optional(ctx, n.Index, people.Rights, c, version, id)
		if err != nil {
			return nil, err
		}
		owners = append(owners, right.Owners...)
	}
	return unique(owners), nil
}

// confirmSoon is how many seconds before an order is closed as unanswered its households are told once more.
const confirmSoon = 48 * hour

// remindToConfirm tells households that an order of theirs is about to be closed as unanswered.
func (n *Notifier) remindToConfirm(ctx context.Context) error {
	now := n.Now().Unix()
	since := now - order.ConfirmWithin
	rows, err := n.db.Read.QueryContext(ctx, "SELECT DISTINCT community, subject FROM notices WHERE kind = $1 AND at > $2 AND at <= $3",
		OrderDone, since, since+confirmSoon)
	if err != nil {
		return err
	}
	defer rows.Close()
	var done [][2]string
	for rows.Next() {
		var one [2]string
		if err := rows.Scan(&one[0], &one[1]); err != nil {
			return err
		}
		done = append(done, one)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, one := range done {
		if err := n.remindOfOrder(ctx, one[0], one[1], now); err != nil {
			return fmt.Errorf("order %s: %w", one[1], err)
		}
	}
	return nil
}

func (n *Notifier) remindOfOrder(ctx context.Context, c, id string, now int64) error {
	o, err := index.Read(ctx, n.Index, orders.Orders, c, id)
	if err != nil {
		return err
	}
	at, what, ok := o.Next()
	if !ok || what != order.DeadlineConfirm || now >= at {
		return nil
	}
	owners, err := n.ownersOf(ctx, c, o.Affected)
	if err != nil {
		return err
	}
	return n.db.InTransaction(ctx, func(tx *sql.Tx) error {
		for _, owner := range owners {
			notice := Notice{
				Community: c, Kind: OrderConfirmSoon, Subject: id, At: now, audience: owner, occasion: strconv.Itoa(o.Reopened()),
			}
			if err := n.keep(ctx, tx, notice); err != nil {
				return err
			}
		}
		return nil
	})
}

// orderPayload is what a webhook is told of an order: which one. Whoever may know more of it asks the server.
type orderPayload struct {
	Type      Kind      `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      struct {
		Community string `json:"community"`
		Order     string `json:"order"`
		Block     uint64 `json:"block"`
		Tx        string `json:"tx"`
		Page      string `json:"page"`
	} `json:"data"`
}

func (n *Notifier) orderMessage(notice Notice) (id string, body []byte, err error) {
	p := orderPayload{Type: notice.Kind, Timestamp: time.Unix(notice.At, 0).UTC()}
	p.Data.Community, p.Data.Order, p.Data.Block, p.Data.Tx = notice.Community, notice.Subject, notice.block, notice.Tx
	p.Data.Page = n.Origin + notice.Link()
	body, err = json.Marshal(p)
	return messageID(notice.Tx, notice.Community, notice.Subject, string(notice.Kind)), body, err
}
