// SPDX-License-Identifier: Apache-2.0

package village

import (
	"context"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
)

// Kept reads all blocks, and says in which transactions each act took effect, or was turned down: acts by hash, transactions by id.
func (l *Ledger) Kept(ctx context.Context) (map[string][]string, error) {
	height, err := l.Client.Height(ctx)
	if err != nil {
		return nil, err
	}
	kept := map[string][]string{}
	for raw, err := range ledger.Blocks(ctx, l.Client, 0, height-1) {
		if err != nil {
			return nil, err
		}
		for _, t := range l.Client.Decode(raw).Transactions {
			if t.Code != peer.TxValidationCode_VALID {
				continue
			}
			for _, a := range index.ActsOf(t) {
				kept[a.Hash] = append(kept[a.Hash], t.ID)
			}
		}
	}
	return kept, nil
}
