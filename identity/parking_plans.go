// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/linli-project/linli/rules/parking/exchange"
)

// A ParkingPlan is where the spaces of a car park are, as a body says. The ledger does not have it, and nobody is named in it.
type ParkingPlan struct {
	Lot   string
	Body  string
	Place exchange.Place
	At    int64 // when it said so, Unix time
}

// storedPlan is one as the table has it.
type storedPlan struct {
	ParkingPlan
	place string
}

func (x *storedPlan) fields() []any { return []any{&x.Lot, &x.Body, &x.place, &x.At} }

// KeepParkingPlan keeps what a body says of where the spaces of a car park are, in place of what was said before.
func (s *Store) KeepParkingPlan(ctx context.Context, community, lot, body string, place exchange.Place) error {
	raw, err := json.Marshal(place)
	if err != nil {
		return err
	}
	return s.change(ctx, community, func(t *transaction) error {
		_, err := t.do(ctx, `INSERT INTO parking_plans (community, lot, body, place, at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (community, lot) DO UPDATE SET body = excluded.body, place = excluded.place, at = excluded.at`, lot, body, string(raw), t.at)
		return err
	})
}

// DropParkingPlan forgets a car park's plan. It is no mistake if there is none.
func (s *Store) DropParkingPlan(ctx context.Context, community, lot string) error {
	return s.change(ctx, community, func(t *transaction) error {
		_, err := t.do(ctx, "DELETE FROM parking_plans WHERE community = $1 AND lot = $2", lot)
		return err
	})
}

// ParkingPlans are those of a community, by car park.
func (s *Store) ParkingPlans(ctx context.Context, community string) ([]ParkingPlan, error) {
	stored, err := all(ctx, s.read, (*storedPlan).fields, "SELECT lot, body, place, at FROM parking_plans WHERE community = $1 ORDER BY lot", community)
	plans := make([]ParkingPlan, len(stored))
	for i, x := range stored {
		if err := json.Unmarshal([]byte(x.place), &x.Place); err != nil {
			return nil, fmt.Errorf("the plan of car park %q: %w", x.Lot, err)
		}
		plans[i] = x.ParkingPlan
	}
	return plans, err
}
