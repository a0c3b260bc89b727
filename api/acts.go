// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
	"github.com/linli-project/linli/ledger/track"
)

const (
	relayWithin = 25 * time.Second // longer than a new leader of the orderers takes
	deskWithin  = 2 * time.Second  // how long an answer waits for its own block to be readable here
)

func (s *Server) postAct(c *echo.Context) error {
	var signed act.Signed
	if err := c.Bind(&signed); err != nil {
		return err
	}
	ctx := c.Request().Context()
	hash := act.HashOf(signed.Text).String()
	if err := s.certainlyRefused(ctx, signed); err != nil { // before anything is written: anybody can send rubbish
		return err
	}
	if err := s.firstUse(ctx, c.Request().Header.Get("Idempotency-Key"), hash); err != nil {
		return err
	}
	return s.relay(c, signed)
}

// firstUse refuses an Idempotency-Key that was used for another act. The same act with the same key, or with another one, is
// relayed again, which is harmless: it takes effect once, and its receipt is the first one's.
func (s *Server) firstUse(ctx context.Context, key, hash string) error {
	sum := sha256.Sum256([]byte(key))
	name := hex.EncodeToString(sum[:])
	if _, err := s.desk.write.ExecContext(ctx, "INSERT INTO requests (key, act, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		name, hash, s.Now().Unix()); err != nil {
		return err
	}
	var first string
	if err := s.desk.read.QueryRowContext(ctx, "SELECT act FROM requests WHERE key = ?", name).Scan(&first); err != nil {
		return err
	}
	if first != hash {
		return &refusal{kind: "key-reused", act: first}
	}
	return nil
}

// certainlyRefused asks the ledger's rules before the ledger, so that rubbish costs the bodies nothing.
func (s *Server) certainlyRefused(ctx context.Context, signed act.Signed) error {
	outcome, err := s.judge(ctx, signed)
	if err != nil {
		return err
	}
	if index.Certain[outcome.Code] {
		return ledgerRefusal(outcome.Refusal(), act.HashOf(signed.Text).String(), "")
	}
	return nil
}

func ledgerRefusal(refused *act.Error, hash, tx string) error {
	return &refusal{kind: "act-refused", code: refused.Code, args: refused.Args, detail: refusedText(refused), act: hash, tx: tx, cause: refused}
}

// relay sends an act and answers with its receipt. The act goes on its way even if who sent it hangs up.
func (s *Server) relay(c *echo.Context, signed act.Signed) error {
	hash := act.HashOf(signed.Text).String()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), s.patience)
	defer cancel()
	receipt, err := s.Relay.Cast(ctx, signed)
	readable, cancel := context.WithTimeout(ctx, deskWithin)
	defer cancel()
	s.hub.await(readable, receipt.Block) // which a ballot that is turned down has, too
	s.tellHeight(c)
	var unknown *ledger.UnknownOutcome
	switch {
	case errors.As(err, &unknown):
		if err := s.desk.sent(context.WithoutCancel(ctx), hash, unknown.TxID, s.Now().Unix()); err != nil {
			return err
		}
		return private(c, http.StatusAccepted, Unknown{Act: hash, Status: "unknown", Tx: unknown.TxID})
	case err != nil:
		if refused, ok := errors.AsType[*act.Error](err); ok {
			return ledgerRefusal(refused, hash, receipt.TxID)
		}
		return err
	}
	return private(c, http.StatusCreated, Receipt{
		Act: hash, Code: ReceiptCode(receipt.Code), Tx: receipt.TxID, Block: int64(receipt.Block), Receipt: number.Of(hash), //nolint:gosec // far below
	})
}

// sent notes an act whose outcome is not known.
func (d *desk) sent(ctx context.Context, hash, tx string, at int64) error {
	if _, err := d.write.ExecContext(ctx, "INSERT INTO sent (act, tx, at) VALUES (?, ?, ?) ON CONFLICT (act) DO UPDATE SET tx = excluded.tx", hash, tx, at); err != nil {
		return fmt.Errorf("note an act with unknown outcome: %w", err)
	}
	return nil
}

func (s *Server) getReceipt(c *echo.Context) error {
	ctx := c.Request().Context()
	hash := c.Param("act")
	a, err := s.Index.Act(ctx, hash)
	switch {
	case err == nil:
		return s.receiptOf(c, a)
	case !errors.Is(err, index.ErrNotFound):
		return err
	}
	var tx string
	err = s.desk.read.QueryRowContext(ctx, "SELECT tx FROM sent WHERE act = ?", hash).Scan(&tx)
	switch {
	case err == nil:
		return private(c, http.StatusAccepted, Unknown{Act: hash, Status: "unknown", Tx: tx})
	case errors.Is(err, sql.ErrNoRows):
		return refuse("not-found", "账本上没有这个行为。", "The ledger has no such act.")
	}
	return err
}

func (s *Server) receiptOf(c *echo.Context, a index.Act) error {
	fate, err := track.Of(c.Request().Context(), s.Index, a)
	if err != nil {
		return err
	}
	if fate.Status == track.Rejected {
		return ledgerRefusal(&act.Error{Code: vote.RejectionCode(fate.Reason)}, a.Hash, a.Tx)
	}
	return private(c, http.StatusOK, Receipt{Act: a.Hash, Code: "OK", Tx: a.Tx, Block: a.Block, Receipt: a.Number})
}
