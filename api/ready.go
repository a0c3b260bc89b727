// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"fmt"
	"time"
)

const (
	readyWithin  = 2 * time.Second // PostgreSQL and the peer answer
	behindAtMost = 20              // blocks, of a server that is asked for anything
)

// Ready says why another server of the body had better be asked now. That no peer answers is no reason: the other one has the same.
func (s *Server) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	if err := s.db.shared.Read.PingContext(ctx); err != nil {
		return fmt.Errorf("the database of the body's servers: %w", err)
	}
	height, err := s.Client.Height(ctx)
	if has := s.heights.height(); err == nil && has+behindAtMost < height {
		return fmt.Errorf("it has %d blocks of %d", has, height)
	}
	return nil
}
