// SPDX-License-Identifier: Apache-2.0

package village

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger"
)

// together is how many acts Batch puts into one transaction.
const together = 400

// Batch has acts carried out one after the other in one transaction, of many in a few: each may build on those before it, and has to
// take effect. It returns the last block. One block costs what many acts do, on every body's machine.
func (l *Ledger) Batch(ctx context.Context, acts ...act.Signed) (block uint64, err error) {
	for some := range chunks(acts, together) {
		if block, err = l.batch(ctx, some); err != nil {
			return 0, err
		}
	}
	return block, nil
}

func (l *Ledger) batch(ctx context.Context, acts []act.Signed) (block uint64, err error) {
	raw, err := json.Marshal(acts)
	if err != nil {
		return 0, err
	}
	receipt, answer, err := l.Client.Submit(ctx, "Submit", string(raw))
	if unknown, ok := errors.AsType[*ledger.UnknownOutcome](err); ok {
		return 0, l.again(ctx, acts, unknown)
	}
	if err != nil {
		return 0, fmt.Errorf("submit %d acts: %w", len(acts), err)
	}
	outcomes, err := contract.ReadOutcomes(answer)
	if err != nil {
		return 0, err
	}
	for i, outcome := range outcomes {
		if outcome.Code != contract.OK {
			return 0, fmt.Errorf("%s: %w", typeOf(acts[i]), outcome.Refusal())
		}
	}
	return receipt.Block, nil
}

// again relays acts of which nobody knows whether they took effect.
func (l *Ledger) again(ctx context.Context, acts []act.Signed, why error) error {
	for _, signed := range acts {
		if err := l.Must(ctx, signed); err != nil {
			return errors.Join(err, why)
		}
	}
	return nil
}

func typeOf(signed act.Signed) string {
	a, _ := act.Parse(signed.Text, len(signed.Text)) // it was made here
	return a.Type
}
