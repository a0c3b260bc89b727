// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/tables"
)

// sharedBuckets are those of one limit that several servers count together, in PostgreSQL and by its clock. Of each caller there is when
// his bucket would be full again (the generic cell rate algorithm: the same as counting tokens, in one number). A crash of the database
// fills all of them.
type sharedBuckets struct {
	db    tables.DB
	limit string
}

// countWithin is how long a request waits to be counted, before it is refused: a guess is not to be free because the database is slow.
const countWithin = 2 * time.Second

// allow takes a token from a caller's bucket, if there is one.
func (s *sharedBuckets) allow(ctx context.Context, rate Rate, caller string) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, countWithin)
	defer cancel()
	counted, err := s.db.Write.ExecContext(ctx, `INSERT INTO buckets AS b (name, caller, full_at)
		VALUES ($1, $2, extract(epoch FROM clock_timestamp()) + $3::float8)
		ON CONFLICT (name, caller) DO UPDATE SET full_at = greatest(b.full_at + $3, excluded.full_at)
		WHERE b.full_at + $3 <= excluded.full_at - $3 + $4::float8`, s.limit, hashed(caller), 1/rate.PerSecond, rate.Burst/rate.PerSecond)
	if err != nil {
		return false, &refusal{kind: "store-unavailable", cause: fmt.Errorf("count a request: %w", err)}
	}
	n, err := counted.RowsAffected()
	return n > 0, err
}
