// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// loadRoll sends the chunks that the ledger does not have yet. Each is checked there against what two bodies have approved.
func (g *rollsGroup) loadRoll(c *echo.Context) error {
	ctx := c.Request().Context()
	draft, err := g.draft(c)
	if err != nil {
		return err
	}
	roll, err := index.Read(ctx, g.index, people.Rolls, who(c).community, people.Version(draft.Version))
	if errors.Is(err, index.ErrNotFound) {
		return refuse("not-possible-now", "名册尚未经两个单位批准。", "Two bodies have not approved this version yet.")
	}
	if err != nil {
		return err
	}
	if roll.Root != draft.Approve.Root {
		return refuse("not-possible-now", "两个单位批准的是另一份名册；请重新导入。", "Two bodies have approved another roll as this version; import it again.")
	}
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(g.now().Add(loadWithin)) // tests' writers have none
	ctx, cancel := context.WithTimeout(ctx, loadWithin)
	defer cancel()
	for i := roll.LoadedChunks; i < roll.Chunks; i++ {
		if err := g.loadChunk(ctx, who(c).community, draft, i); err != nil {
			return err
		}
		roll.LoadedChunks = i + 1
	}
	return private(c, http.StatusOK, RollLoaded{Version: roll.Version, Chunks: roll.Chunks, Loaded: roll.LoadedChunks})
}

const loadWithin = 5 * time.Minute

func (g *rollsGroup) loadChunk(ctx context.Context, community string, draft identity.Draft, i int64) error {
	path, err := draft.Roll.Proof(uint64(i)) //nolint:gosec // not negative
	if err != nil {
		return err
	}
	proof, err := json.Marshal(path)
	if err != nil {
		return err
	}
	receipt, _, err := g.client.Submit(ctx, "LoadRoll", community, people.Version(draft.Version), strconv.FormatInt(i, 10),
		string(draft.Roll.Chunks[i]), string(proof))
	if act.CodeOf(err) == contract.Already {
		return nil
	}
	if err == nil {
		g.hub.await(ctx, receipt.Block)
	}
	return err
}
