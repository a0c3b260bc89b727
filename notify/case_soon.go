// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// How long before the last day both sides are told, in seconds.
const (
	beforeCourt   = 7 * day // of the thirty for a court
	beforeWhatDue = 3 * day // for what was agreed
)

// latestCase is more than the time in which a case that is open has something to come.
const latestCase = (rules.MaxPerform + rules.TellWithin + 2) * day

// remindOfCases tells both sides of an agreement that a day of it is near.
func (n *Notifier) remindOfCases(ctx context.Context) error {
	now := n.Now().Unix()
	open, err := n.Index.Due(ctx, now+latestCase, mediation.Cases.Kind())
	if err != nil {
		return err
	}
	for _, d := range open {
		doc, err := index.Read(ctx, n.Index, mediation.Cases, d.Community, d.ID)
		if err == nil {
			err = n.remindOfCase(ctx, d.Community, doc, now)
		}
		if err != nil {
			return fmt.Errorf("case %s: %w", d.ID, err)
		}
	}
	return nil
}

func (n *Notifier) remindOfCase(ctx context.Context, c string, doc rules.Case, now int64) error {
	var kinds []Kind
	if applySoon(doc, now) {
		kinds = append(kinds, CaseApplySoon)
	}
	if performSoon(doc, now) {
		kinds = append(kinds, CasePerformSoon)
	}
	if len(kinds) == 0 {
		return nil
	}
	var audiences []string
	for _, side := range doc.Sides {
		of, err := n.ofSide(ctx, c, side)
		if err != nil {
			return err
		}
		audiences = append(audiences, of...)
	}
	return n.db.InTransaction(ctx, func(tx *sql.Tx) error {
		for _, kind := range kinds {
			for _, audience := range unique(audiences) {
				notice := Notice{Community: c, Kind: kind, Subject: doc.ID, At: now, audience: audience}
				if err := n.keep(ctx, tx, notice); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// applySoon says whether little is left of the days in which both may ask a court to confirm their agreement, and they have not.
func applySoon(doc rules.Case, now int64) bool {
	return doc.State == rules.StateAgreed && doc.Applied == 0 && now < doc.ApplyBy && now >= doc.ApplyBy-beforeCourt
}

// performSoon says whether the last day for what was agreed is near, and was not when they agreed.
func performSoon(doc rules.Case, now int64) bool {
	at := doc.PerformBy - beforeWhatDue
	return doc.State == rules.StateAgreed && now < doc.PerformBy && now >= at && doc.Agreed < at
}
