// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"iter"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger/tree"
)

// Places say where on a ledger is what a bundle is made of, and how its blocks are in its heads. A tree.Tree has them kept; Scan makes them
// for who has none.
type Places interface {
	// Written is where a document was written, in the order of the ledger.
	Written(ctx context.Context, key string) ([]tree.Place, error)
	// Keys are those of the documents of a kind, the greatest first.
	Keys(ctx context.Context, kind contract.Documents) iter.Seq2[string, error]
	// About are the keys of the acts that name a matter.
	About(ctx context.Context, m tree.Matter) ([]string, error)
	// Configs are the blocks that hold a configuration, and Definitions those that define the chaincode, in order.
	Configs(ctx context.Context) ([]uint64, error)
	Definitions(ctx context.Context) ([]uint64, error)

	Size(ctx context.Context) (uint64, error)
	Head(ctx context.Context, size uint64) (checkpoint.Head, error)
	Block(ctx context.Context, number uint64) (checkpoint.Block, error)
	Prove(ctx context.Context, number, size uint64) ([]byte, error)
}
