// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/linli-project/linli/contract"
)

// Due is a document of which something falls due: an account of which a lot ends, a voucher that is open, a breach that waits for a
// time-out or an effect, or a case or a booking that is open.
type Due struct {
	Kind, Community, ID string
	At                  int64 // Unix time
}

const listDue = "SELECT key, at FROM due WHERE at < ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY at, key"

// Due are those of some kinds, of all communities, that are due before a Unix time.
func (x *Index) Due(ctx context.Context, before int64, kinds ...string) ([]Due, error) {
	of, err := json.Marshal(kinds)
	if err != nil {
		return nil, fmt.Errorf("list what falls due: %w", err)
	}
	rows, err := x.read.QueryContext(ctx, listDue, before, of)
	if err != nil {
		return nil, fmt.Errorf("list what falls due: %w", err)
	}
	defer rows.Close()
	var all []Due
	for rows.Next() {
		var key []byte
		var due Due
		if err := rows.Scan(&key, &due.At); err != nil {
			return nil, fmt.Errorf("list what falls due: %w", err)
		}
		kind, attributes, _ := contract.SplitKey(string(key))
		due.Kind, due.Community, due.ID = kind, attributes[0], attributes[1]
		all = append(all, due)
	}
	return all, rows.Err()
}
