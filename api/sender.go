// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
)

const relayWithin = 25 * time.Second // longer than a new leader of the orderers takes

// sender sends acts to the ledger, and waits for what becomes of them.
type sender struct {
	heights
	relays   *ledger.Relay
	db       *database
	patience time.Duration // how long an act is waited for before its outcome is told to be unknown
}

// certainlyRefused asks the ledger's rules before the ledger, so that rubbish costs the bodies nothing.
func (s *sender) certainlyRefused(ctx context.Context, signed act.Signed) error {
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
	return &refusal{kind: "act-refused", code: refused.Code, args: refused.Args, detail: refusedText(refused), act: hash, tx: tx,
		cause: refused}
}

// relay sends an act and answers with its receipt. The act goes on its way even if who sent it hangs up.
func (s *sender) relay(c *echo.Context, signed act.Signed) error {
	hash := act.HashOf(signed.Text).String()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), s.patience)
	defer cancel()
	receipt, err := s.relays.Cast(ctx, signed)
	if err == nil && receipt.TxID == "" { // a ballot that was cast before
		if a, err := s.onLedger(ctx, hash); err == nil {
			receipt.TxID, receipt.Block = a.Tx, uint64(a.Block) //nolint:gosec // not negative
		}
	}
	readable, cancel := context.WithTimeout(ctx, readableWithin)
	defer cancel()
	s.hub.await(readable, receipt.Block) // which a ballot that is turned down has, too
	s.tellHeight(c)
	s.noteBlock(c, receipt.Block)
	var unknown *ledger.UnknownOutcome
	switch {
	case errors.As(err, &unknown):
		if err := s.db.sent(context.WithoutCancel(ctx), hash, unknown.TxID, s.now().Unix()); err != nil {
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
		Act: hash, Code: ReceiptCode(receipt.Code), Tx: receipt.TxID, Receipt: number.Of(hash),
		Block: int64(receipt.Block), //nolint:gosec // far below
	})
}

// sent notes an act whose outcome is not known.
func (d *database) sent(ctx context.Context, hash, tx string, at int64) error {
	if _, err := d.shared.Write.ExecContext(ctx,
		"INSERT INTO sent (act, tx, at) VALUES ($1, $2, $3) ON CONFLICT (act) DO UPDATE SET tx = excluded.tx", hash, tx, at); err != nil {
		return fmt.Errorf("note an act with unknown outcome: %w", err)
	}
	return nil
}

// awaited are the acts that wait for signatures or a block.
func (d *database) awaited(ctx context.Context) (map[string]bool, error) {
	rows, err := d.shared.Read.QueryContext(ctx, "SELECT act FROM pending UNION SELECT act FROM sent")
	if err != nil {
		return nil, fmt.Errorf("list what waits for a block: %w", err)
	}
	defer rows.Close()
	all := map[string]bool{}
	for rows.Next() {
		var hash string
		if err := rows.Scan(&hash); err != nil {
			return nil, err
		}
		all[hash] = true
	}
	return all, rows.Err()
}

// forget forgets that an act waits.
func (d *database) forget(ctx context.Context, hash string) error {
	if err := d.waiting(nil).Forget(ctx, hash); err != nil {
		return err
	}
	if _, err := d.shared.Write.ExecContext(ctx, "DELETE FROM sent WHERE act = $1", hash); err != nil {
		return fmt.Errorf("forget that an act was sent: %w", err)
	}
	return nil
}

// sentIn says whether an act is noted as one with unknown outcome, and the transaction that it was sent in: "" if it had yet to be sent
// when that was noted.
func (d *database) sentIn(ctx context.Context, hash string) (tx string, noted bool, err error) {
	err = d.shared.Read.QueryRowContext(ctx, "SELECT tx FROM sent WHERE act = $1", hash).Scan(&tx)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	return tx, err == nil, err
}

// onLedger is an act that waits no longer. Another of the body's servers may know a moment earlier that it is on the ledger.
func (s *sender) onLedger(ctx context.Context, hash string) (index.Act, error) {
	ctx, cancel := context.WithTimeout(ctx, readableWithin)
	defer cancel()
	for {
		changed := s.index.Changed()
		a, err := s.index.Act(ctx, hash)
		if !errors.Is(err, index.ErrNotFound) || !s.several {
			return a, err
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return a, ctx.Err()
		}
	}
}

// judge asks the ledger's rules what they would say to an act now.
func (s *sender) judge(ctx context.Context, signed act.Signed) (contract.Outcome, error) {
	return index.Judge(s.index.State(ctx), s.now().Unix(), signed)
}
