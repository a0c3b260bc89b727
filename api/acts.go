// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/track"
)

// actsGroup takes acts that are signed by all who have to.
type actsGroup struct {
	mirror
	sender *sender
	db     *database
}

func (g *actsGroup) postAct(c *echo.Context) error {
	var signed act.Signed
	if err := c.Bind(&signed); err != nil {
		return err
	}
	ctx := c.Request().Context()
	hash := act.HashOf(signed.Text).String()
	if err := g.sender.certainlyRefused(ctx, signed); err != nil { // before anything is written: anybody can send rubbish
		return err
	}
	if err := g.firstUse(ctx, c.Request().Header.Get("Idempotency-Key"), hash); err != nil {
		return err
	}
	return g.sender.relay(c, signed)
}

// firstUse refuses an Idempotency-Key that was used for another act. The same act with the same key, or with another one, is
// relayed again, which is harmless: it takes effect once, and its receipt is the first one's.
func (g *actsGroup) firstUse(ctx context.Context, key, hash string) error {
	sum := sha256.Sum256([]byte(key))
	name := hex.EncodeToString(sum[:])
	if _, err := g.db.shared.Write.ExecContext(ctx, "INSERT INTO requests (key, act, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
		name, hash, g.now().Unix()); err != nil {
		return err
	}
	var first string
	if err := g.db.shared.Read.QueryRowContext(ctx, "SELECT act FROM requests WHERE key = $1", name).Scan(&first); err != nil {
		return err
	}
	if first != hash {
		return &refusal{kind: "key-reused", act: first}
	}
	return nil
}

func (g *actsGroup) getReceipt(c *echo.Context) error {
	ctx := c.Request().Context()
	hash := c.Param("act")
	// The note is read before the index: a block is in the index before its acts' notes are deleted, so the act is in one of both.
	tx, noted, err := g.db.sentIn(ctx, hash)
	if err != nil {
		return err
	}
	a, err := g.index.Act(ctx, hash)
	switch {
	case err == nil:
		return g.receiptOf(c, a)
	case !errors.Is(err, index.ErrNotFound):
		return err
	case noted:
		return private(c, http.StatusAccepted, Unknown{Act: hash, Status: "unknown", Tx: tx})
	}
	return refuse("not-found", "账本上没有这个行为。", "The ledger has no such act.")
}

func (g *actsGroup) receiptOf(c *echo.Context, a index.Act) error {
	progress, err := track.Of(c.Request().Context(), g.index, a)
	if err != nil {
		return err
	}
	if progress.Status == track.Rejected {
		return ledgerRefusal(&act.Error{Code: vote.RejectionCode(progress.Reason)}, a.Hash, a.Tx)
	}
	return private(c, http.StatusOK, Receipt{Act: a.Hash, Code: "OK", Tx: a.Tx, Block: a.Block, Receipt: a.Number})
}
