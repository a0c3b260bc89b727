// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"context"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/parking"
)

// moving is the transaction that moves a booking on: its lot is drawn, or what time or the lot has done is written down. There is none as
// long as no head of the ledger is signed with which a lot may be drawn; who waits is asked for again.
func (d *Dispatch) moving(ctx context.Context, community, id string) (function string, args []string, err error) {
	settle := []string{community, id}
	b, err := index.Read(ctx, d.mirror, parking.Bookings, community, id)
	if err != nil {
		return "", nil, err
	}
	if b.State != rules.StatePending || d.now().Unix() >= b.From {
		return parking.TxSettle, settle, nil
	}
	lot, err := index.Optional(ctx, d.mirror, parking.Drawings, community, b.Space, parking.DrawName(b))
	if err != nil || lot.At != 0 {
		return parking.TxSettle, settle, err
	}
	_, ok, err := d.mirror.HeadSince(ctx, b.DrawAt)
	if err != nil || !ok {
		return "", nil, err
	}
	return parking.TxDraw, []string{community, b.Space, parking.DrawName(b)}, nil
}
