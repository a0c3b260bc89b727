// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/electorate"
	"github.com/linli-project/linli/rules/election"
)

const hour int64 = 3600

// reminders are sent so long before the close, the last of them first: who comes late reminds once.
var reminders = []struct {
	kind   Kind
	before int64 // seconds
}{{ClosingIn24Hours, 24 * hour}, {ClosingIn48Hours, 48 * hour}}

// A Round is a round of reminders that was sent.
type Round struct {
	Kind   Kind
	At     int64 // Unix time
	People int64 // who were reminded
}

// Rounds are an election's rounds of reminders, the oldest first. A round that had nobody to remind has left no trace.
func (n *Notifier) Rounds(ctx context.Context, community, election string) ([]Round, error) {
	rows, err := n.db.Read.QueryContext(ctx, `SELECT kind, min(at), count(*) FROM notices WHERE community = $1 AND election = $2 AND kind IN ($3, $4)
		GROUP BY kind ORDER BY min(at)`, community, election, ClosingIn48Hours, ClosingIn24Hours)
	if err != nil {
		return nil, fmt.Errorf("list the rounds of reminders: %w", err)
	}
	defer rows.Close()
	var rounds []Round
	for rows.Next() {
		var r Round
		if err := rows.Scan(&r.Kind, &r.At, &r.People); err != nil {
			return nil, fmt.Errorf("list the rounds of reminders: %w", err)
		}
		rounds = append(rounds, r)
	}
	return rounds, rows.Err()
}

// remind reminds, once each time, who has not voted in an election that closes soon.
func (n *Notifier) remind(ctx context.Context) error {
	now := n.Now().Unix()
	for d, err := range n.Index.List(ctx, vote.Elections) {
		if err != nil {
			return err
		}
		var e vote.Election
		if err := json.Unmarshal(d.Value, &e); err != nil {
			return err
		}
		if kind := due(e, now); kind != "" {
			if err := n.remindOf(ctx, d.Attributes[0], e, kind, now); err != nil {
				return fmt.Errorf("election %s: %w", e.ID, err)
			}
		}
	}
	return nil
}

// due is the reminder that it is time for, or "". An election that opened later than a reminder's time has none of these.
func due(e vote.Election, now int64) Kind {
	closes, opened := e.ClosesAt(), e.Times[string(election.StageOpen)]
	if e.Stage != election.StageOpen || now >= closes {
		return ""
	}
	for _, r := range reminders {
		if at := closes - r.before; at <= now && opened < at {
			return r.kind
		}
	}
	return ""
}

func (n *Notifier) remindOf(ctx context.Context, c string, e vote.Election, kind Kind, now int64) error {
	var reminded bool
	err := n.db.Read.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM reminded WHERE community = $1 AND election = $2 AND kind = $3)", c, e.ID,
		kind).Scan(&reminded)
	if err != nil || reminded {
		return err
	}
	people, err := n.absent(ctx, c, e)
	if err != nil {
		return err
	}
	return n.db.InTransaction(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "INSERT INTO reminded (community, election, kind) VALUES ($1, $2, $3)", c, e.ID, kind); err != nil {
			return err
		}
		for _, person := range people {
			if err := n.keep(ctx, tx, Notice{Community: c, Kind: kind, Election: e.ID, At: now, audience: person}); err != nil {
				return err
			}
		}
		return nil
	})
}

// absent are who may cast for the heads that have no ballot: the owner, the designated voter, or the co-owners, who have to
// designate one.
func (n *Notifier) absent(ctx context.Context, c string, e vote.Election) ([]string, error) {
	var absent []string
	for right, err := range electorate.Absent(ctx, n.Index, c, e) {
		if err != nil {
			return nil, err
		}
		who, err := electorate.Deciding(ctx, n.Index, c, right)
		if err != nil {
			return nil, err
		}
		absent = append(absent, who...)
	}
	return absent, nil
}
