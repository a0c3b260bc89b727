// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/hex"
	"sync"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/verify"
)

// sheets are the balance sheets of the communities. Those of the last block are remembered, as anybody may ask and each reads what every
// household has; one is made at a time.
type sheets struct {
	mirror
	genesis string
	mu      sync.Mutex
	height  uint64
	made    map[string]verify.PointsSheet
}

func (s *sheets) of(ctx context.Context, community string) (verify.PointsSheet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if height := s.index.Height(); s.made == nil || s.height != height {
		s.height, s.made = height, map[string]verify.PointsSheet{}
	}
	if sheet, ok := s.made[community]; ok {
		return sheet, nil
	}
	sums, at, err := s.index.PointsSums(ctx, community)
	if err != nil {
		return verify.PointsSheet{}, err
	}
	sheet := verify.PointsSheet{
		Format: verify.PointsSheetFormat, Genesis: s.genesis, Community: community,
		Checkpoint:  verify.Checkpoint{Block: at.Blocks - 1, Hash: hex.EncodeToString(at.Hash)}, // the community is in one
		PointsSheet: sums.Sheet(),
	}
	if at.Blocks == s.height {
		s.made[community] = sheet
	}
	return sheet, nil
}

func (g *pointsGroup) getPointsSheet(c *echo.Context) error {
	ctx, community := c.Request().Context(), c.Param("community")
	if _, err := g.community(ctx, community); err != nil {
		return err
	}
	sheet, err := g.sheets.of(ctx, community)
	if err != nil {
		return err
	}
	return tagged(c, sheet)
}
