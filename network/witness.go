// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/witness"
)

// NameWitness has a body's administrator put the key on the ledger with which its server co-signs heads, in place of the one before. It can
// be repeated.
func (n *Network) NameWitness(ctx context.Context, body string, key checkpoint.Witness) error {
	admin, err := n.Connect(ctx, body, Admin)
	if err != nil {
		return err
	}
	defer admin.Close()
	_, _, err = admin.Submit(ctx, witness.TxName, key.String())
	if act.CodeOf(err) == contract.Exists { // it is the key already
		return nil
	}
	return err
}
