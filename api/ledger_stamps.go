// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/stamp/tsa"
)

// stampAgain is how long nobody is asked after an authority has not answered.
const stampAgain = 5 * time.Minute

// stamper has the heads stamped that evidence rests on, each of them once.
type stamper struct {
	authorities []string
	log         *slog.Logger
	now         func() time.Time

	mu     sync.Mutex
	head   string
	stamps [][]byte // of this head; none: it was asked for in vain
	until  time.Time
}

// stamp puts stamps into a bundle. Without them the evidence is the same: nobody has to wait for an authority that does not answer.
func (s *stamper) stamp(ctx context.Context, made evidence.Bundle) evidence.Bundle {
	if len(s.authorities) == 0 {
		return made
	}
	stamped, err := evidence.Stamped(made, s.of(ctx, made.Evidence.Head))
	if err != nil {
		s.log.WarnContext(ctx, "evidence is given without time stamps", "err", err)
		return made
	}
	return stamped
}

// of are the stamps of a head.
func (s *stamper) of(ctx context.Context, head string) [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.head == head && len(s.stamps) > 0 {
		return s.stamps
	}
	if s.now().Before(s.until) {
		return nil
	}
	ctx = context.WithoutCancel(ctx) // who has asked first may be gone; others wait
	stamps, err := tsa.AskAll(ctx, s.authorities, []byte(head))
	if err != nil {
		s.until = s.now().Add(stampAgain)
		s.log.WarnContext(ctx, "evidence is given without time stamps for a while", "err", err)
		return nil
	}
	s.head, s.stamps = head, stamps
	return stamps
}
