// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/base64"
	"errors"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// mirror is the ledger as this server's read model has it now.
type mirror struct {
	index *index.Index
	now   func() time.Time
}

func (m mirror) community(ctx context.Context, id string) (contract.Community, error) {
	return index.Read(ctx, m.index, contract.Communities, id)
}

// election reads the election that a request names.
func (m mirror) election(c *echo.Context) (vote.Election, error) {
	return index.Read(c.Request().Context(), m.index, vote.Elections, c.Param("community"), c.Param("election"))
}

// bodyKeys are the bodies' keys for an election. Private parts are on the ledger once they are published, not here.
func (m mirror) bodyKeys(ctx context.Context, community string, e vote.Election) ([]BodyKey, error) {
	keys := []BodyKey{}
	for key, err := range index.All(ctx, m.index, vote.Keys, community, e.ID) {
		if err != nil {
			return nil, err
		}
		keys = append(keys, BodyKey{
			Body: key.Body, Public: base64.RawURLEncoding.EncodeToString(key.Public), Drilled: key.Drilled, Published: len(key.Private) > 0,
		})
	}
	return keys, nil
}

// count is an election's counted result, or the refusal `not-counted`.
func (m mirror) count(ctx context.Context, community string, e vote.Election) (vote.Result, error) {
	result, err := index.Read(ctx, m.index, vote.Results, community, e.ID)
	if errors.Is(err, index.ErrNotFound) {
		err = refuse("not-counted", "选票在投票截止、各单位公布密钥之后才能打开。",
			"The ballots are opened after the close, when the bodies have published their keys.")
	}
	return result, err
}
