// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/linli-project/linli/contract"
)

// KeepCommunity keeps a community with the constitution that it was founded on.
func (s *Store) KeepCommunity(ctx context.Context, community string, c contract.Constitution) error {
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return s.change(ctx, community, func(t *transaction) error {
		if _, err := t.do(ctx, `INSERT INTO communities (id, constitution) VALUES ($1, $2)
			ON CONFLICT (id) DO UPDATE SET constitution = excluded.constitution`, string(text)); err != nil {
			return err
		}
		return t.audit(ctx, "", communityKept, community)
	})
}

// Constitution returns a community's constitution, or ErrNotFound.
func (s *Store) Constitution(ctx context.Context, community string) (contract.Constitution, error) {
	var c contract.Constitution
	text, err := one(ctx, s.read, column[string], "SELECT constitution FROM communities WHERE id = $1", community)
	if err != nil {
		return c, named(err, "community %q", community)
	}
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return c, fmt.Errorf("constitution of %q: %w", community, err)
	}
	return c, nil
}

// Communities lists the ids of all communities.
func (s *Store) Communities(ctx context.Context) ([]string, error) {
	return all(ctx, s.read, column[string], "SELECT id FROM communities ORDER BY id")
}

func hasBody(c contract.Constitution, id string) bool {
	return slices.ContainsFunc(c.Bodies, func(b contract.Body) bool { return b.ID == id })
}
