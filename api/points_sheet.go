// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"sync"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/points"
)

// sheets add up all points of a community. They remember those of the last block, as each reads every transfer, and anybody may ask; one is
// made at a time.
type sheets struct {
	mirror
	mu     sync.Mutex
	height uint64
	made   map[string]PointsSheet
}

func (s *sheets) of(ctx context.Context, community string) (PointsSheet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if height := s.index.Height(); s.made == nil || s.height != height {
		s.height, s.made = height, map[string]PointsSheet{}
	}
	if sheet, ok := s.made[community]; ok {
		return sheet, nil
	}
	sheet, err := s.add(ctx, community)
	if err == nil {
		s.made[community] = sheet
	}
	return sheet, err
}

// add adds up all transfers.
func (s *sheets) add(ctx context.Context, community string) (sheet PointsSheet, err error) {
	sums := map[string]int64{}
	for t, err := range index.All(ctx, s.index, points.Transfers, community) {
		if err != nil {
			return sheet, err
		}
		for _, move := range t.Moves {
			sums[move.From] -= move.Amount
			sums[move.To] += move.Amount
		}
	}
	sheet = PointsSheet{Issued: -sums[rules.Issued], Spent: sums[rules.Spent], Expired: sums[rules.Expired], Held: sums[rules.Held]}
	for _, system := range []string{rules.Issued, rules.Spent, rules.Expired, rules.Held} {
		delete(sums, system)
	}
	for _, has := range sums {
		sheet.Accounts += has
	}
	return sheet, nil
}
