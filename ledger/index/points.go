// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/analysis"
	rules "github.com/linli-project/linli/rules/points"
)

// PointsSums are what the transfers of a community come to, and how many blocks that is true for.
func (x *Index) PointsSums(ctx context.Context, community string) (sums analysis.PointsSums, at ledger.Checkpoint, err error) {
	sums = analysis.NewPointsSums()
	tx, err := x.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // sums and checkpoint of one moment
	if err != nil {
		return sums, at, fmt.Errorf("read the sums of points: %w", err)
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	if err = tx.QueryRowContext(ctx, "SELECT blocks, hash FROM checkpoint").Scan(&at.Blocks, &at.Hash); err != nil {
		return sums, at, fmt.Errorf("read the sums of points: %w", err)
	}
	rows, err := tx.QueryContext(ctx, "SELECT what, name, household, amount FROM points_sums WHERE community = ?", community)
	if err != nil {
		return sums, at, fmt.Errorf("read the sums of points: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var s pointsSum
		if err := rows.Scan(&s.what, &s.name, &s.household, &s.amount); err != nil {
			return sums, at, fmt.Errorf("read the sums of points: %w", err)
		}
		s.addTo(&sums)
	}
	return sums, at, rows.Err()
}

// What a sum of points is of.
const (
	earned   = "earned"
	reversed = "reversed"
	spent    = "spent"
	expired  = "expired"
	held     = "held"
	has      = "has"
)

// pointsSum is a row of points_sums, or what a transfer adds to one.
type pointsSum struct {
	what, name, household string
	amount                int64
}

func (s pointsSum) addTo(sums *analysis.PointsSums) {
	switch s.what {
	case earned:
		analysis.AddTo(sums.Earned, s.name, s.household, s.amount)
	case spent:
		analysis.AddTo(sums.Spent, s.name, s.household, s.amount)
	case reversed:
		sums.Reversed += s.amount
	case expired:
		sums.Expired += s.amount
	case held:
		sums.Held += s.amount
	case has:
		sums.Has[s.household] += s.amount
	}
}

// sumsOf is what a transfer adds to the sums; spender and service are those of the voucher or the booking that it is of, if it is of one.
func sumsOf(t points.Transfer, spender, service string) (all []pointsSum) {
	for _, m := range t.Moves {
		for account, amount := range map[string]int64{m.From: -m.Amount, m.To: m.Amount} {
			switch account {
			case rules.Issued:
				if amount < 0 {
					all = append(all, pointsSum{earned, string(t.Cause) + "/" + t.Rule, m.To, -amount})
				} else {
					all = append(all, pointsSum{what: reversed, amount: amount})
				}
			case rules.Spent:
				all = append(all, pointsSum{spent, service, spender, amount})
			case rules.Expired:
				all = append(all, pointsSum{what: expired, amount: amount})
			case rules.Held:
				all = append(all, pointsSum{what: held, amount: amount})
			default:
				all = append(all, pointsSum{what: has, household: account, amount: amount})
			}
		}
	}
	return all
}

const addToSum = `INSERT INTO points_sums (community, what, name, household, amount) VALUES (?, ?, ?, ?, ?)
	ON CONFLICT DO UPDATE SET amount = amount + excluded.amount`

// transfer adds one to the sums. A transfer stays as it is, so that it is added once.
func (k keeper) transfer(t points.Transfer) error {
	spender, service, err := k.spending(t)
	if err != nil {
		return err
	}
	for _, m := range t.Moves {
		if err := k.belongsTo(m.From, m.To, spender); err != nil { // who uses a voucher has no other part in it
			return err
		}
	}
	for _, s := range sumsOf(t, spender, service) {
		if _, err := k.statements.sum.ExecContext(k.ctx, k.community, s.what, s.name, s.household, s.amount); err != nil {
			return err
		}
	}
	return nil
}

// spending is whose points a transfer spends, and on what; "" if it spends none.
func (k keeper) spending(t points.Transfer) (spender, service string, err error) {
	switch t.Cause {
	case points.Use:
		v, err := read(k, points.Vouchers, t.Of)
		return v.From, v.Service, err
	case points.Parked:
		held, err := read(k, points.Escrows, t.Of)
		return held.From, points.NoRoom, err
	}
	return "", "", nil
}

// read is what a transfer is of, which is there before it, or with it.
func read[D any](k keeper, ref contract.Ref[D], id string) (doc D, err error) {
	var raw []byte
	err = k.tx.QueryRowContext(k.ctx, "SELECT json FROM documents WHERE key = ?", []byte(ref.Key(k.community, id))).Scan(&raw)
	if err == nil {
		doc, err = ref.Decode(raw)
	}
	if err != nil {
		return doc, fmt.Errorf("the %s of a transfer: %w", ref.Kind(), err)
	}
	return doc, nil
}
