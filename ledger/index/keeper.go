// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger"
	sides "github.com/linli-project/linli/rules/mediation"
	rules "github.com/linli-project/linli/rules/points"
)

const (
	insertOwned = "INSERT OR IGNORE INTO owned (community, kind, household, key) VALUES (?, ?, ?, ?)"
	insertDue   = "INSERT OR REPLACE INTO due (key, kind, at) VALUES (?, ?, ?)"
)

// keepOwned notes whose a document is, what it adds to the sums of points, and when it falls due. One that this version cannot read is
// none: a contract that is newer keeps them elsewhere.
func keepOwned(ctx context.Context, tx *sql.Tx, s statements, kind string, key []string, w ledger.Write) error {
	if w.Deleted || len(key) != 2 {
		return nil
	}
	k := keeper{ctx: ctx, tx: tx, statements: s, community: key[0], kind: kind, key: []byte(w.Key)}
	switch kind {
	case points.Deeds.Kind():
		if d, err := points.Deeds.Decode(w.Value); err == nil {
			return k.belongsTo(d.Helper, d.Helped)
		}
	case points.Vouchers.Kind():
		if v, err := points.Vouchers.Decode(w.Value); err == nil {
			return errors.Join(k.belongsTo(v.From), k.falls(v.Due()))
		}
	case points.Accounts.Kind():
		if a, err := points.Accounts.Decode(w.Value); err == nil {
			return k.falls(a.NextEnd())
		}
	case convention.Breaches.Kind():
		if b, err := convention.Breaches.Decode(w.Value); err == nil {
			return errors.Join(k.belongsTo(b.Home), k.falls(b.NextAt()))
		}
	case mediation.Cases.Kind():
		if c, err := mediation.Cases.Decode(w.Value); err == nil {
			return errors.Join(k.belongsTo(SideName(c.Sides[0]), SideName(c.Sides[1])), k.falls(c.NextAt()))
		}
	case points.Transfers.Kind():
		if t, err := points.Transfers.Decode(w.Value); err == nil {
			return k.transfer(t)
		}
	default:
		return k.parked(key[1], w.Value)
	}
	return nil
}

// SideName is under which name the cases of a side are found, as a household's are. No home's name has a line break.
func SideName(s sides.Side) string {
	if s.Body != "" {
		return "body\n" + s.Body
	}
	return s.Home
}

// keeper keeps what is known of one document.
type keeper struct {
	ctx             context.Context //nolint:containedctx // of one write
	tx              *sql.Tx
	statements      statements
	community, kind string
	key             []byte
}

func (k keeper) belongsTo(households ...string) error {
	for _, household := range households {
		if household == "" || strings.HasPrefix(household, rules.System) {
			continue
		}
		if _, err := k.statements.own.ExecContext(k.ctx, k.community, k.kind, household, k.key); err != nil {
			return err
		}
	}
	return nil
}

// falls notes when something is due; 0 is never.
func (k keeper) falls(at int64) (err error) {
	if at == 0 {
		_, err = k.tx.ExecContext(k.ctx, "DELETE FROM due WHERE key = ?", k.key)
	} else {
		_, err = k.statements.due.ExecContext(k.ctx, k.key, k.kind, at)
	}
	return err
}
