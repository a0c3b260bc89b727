// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/rules/breach"
)

// householdBreaches are the states of a breach of which its household is told.
var householdBreaches = map[breach.State]Kind{
	breach.StateNoticed: BreachNoticed, breach.StateUpheld: BreachUpheld, breach.StateDismissed: BreachDismissed,
	breach.StateEffective: BreachEffective, breach.StatePardoned: BreachPardoned,
}

// officersBreaches are those in which officers have to do something.
var officersBreaches = map[breach.State]Kind{breach.StateFound: BreachFound, breach.StateAppealed: BreachAppealed}

// aboutBreach is who is told of a breach as it stands: its household, or officers. A household is told nothing before a body has told it.
func (n *Notifier) aboutBreach(ctx context.Context, c string, b convention.Breach) ([]Notice, error) {
	if kind, ok := officersBreaches[b.State]; ok {
		return []Notice{{audience: toOfficers, Kind: kind, Subject: b.Cause}}, nil
	}
	kind, ok := householdBreaches[b.State]
	if !ok || b.Noticed == 0 {
		return nil, nil
	}
	owners, err := n.ownersOf(ctx, c, []string{b.Home})
	notices := make([]Notice, len(owners))
	for i, owner := range owners {
		notices[i] = Notice{audience: owner, Kind: kind, Subject: b.Cause}
	}
	return notices, err
}
