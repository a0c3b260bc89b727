// SPDX-License-Identifier: Apache-2.0

package eventlog

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	rules "github.com/linli-project/linli/rules/device"
)

// Order has an alarm become an order on the ledger, by a proof that its event is in the log, for the household (a pseudonym) where its
// device is, or "". That one takes it up already is no error.
func (l Log) Order(ctx context.Context, p rules.EventProof, household string) error {
	return l.raise(ctx, order.TypeOrderAlarm, order.OrderAlarm{
		Event: p.Event, Index: p.Index, Oracle: p.Oracle, Proof: p.Proof, Size: p.Size, Unit: household,
	})
}

// OrderCare has a silence since a Unix time become an order on the ledger, in the home of a person (a pseudonym) who agreed to it. That one
// takes it up already is no error.
func (l Log) OrderCare(ctx context.Context, person string, since int64) error {
	return l.raise(ctx, order.TypeOrderCare, order.OrderCare{Person: person, Since: act.Int(since)})
}

func (l Log) raise(ctx context.Context, kind string, body any) error {
	signed, err := l.sign(kind, 1, body)
	if err != nil {
		return fmt.Errorf("write an order: %w", err)
	}
	_, err = l.Relay.Cast(ctx, signed)
	if act.CodeOf(err) == contract.Exists {
		return nil
	}
	return err
}
