// SPDX-License-Identifier: Apache-2.0

package tree

import (
	"context"
	"database/sql"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
)

// Place is where a write is: the block, and its index in the tree of the block's writes.
type Place struct{ Block, Index uint64 }

// Matter is what an act names in its body.
type Matter struct {
	Community string
	Kind      evidence.Kind
	ID        string
}

// Notes are what evidence is found by: where a block has the documents that bundles show and the heads that bodies have put on record,
// which matters its acts name, and whether it says who may order or endorse.
type Notes struct {
	checkpoint.Block

	Places          map[string][]uint64 // indices of writes by key; of an act without a document, that of the one that names it
	About           map[Matter][]string // keys of acts (contract.Acts)
	Config, Defines bool
}

// NotesOf reads a block.
func NotesOf(b ledger.Block) (n Notes, err error) {
	hash, err := checkpoint.ToHash(b.Hash)
	if err != nil {
		return n, err
	}
	n = Notes{Places: map[string][]uint64{}, About: map[Matter][]string{}, Config: b.Config}
	writes := WritesOf(b)
	for i, w := range writes {
		if kind, _, ok := contract.SplitKey(w.Key); ok && kept(kind) {
			n.Places[w.Key] = append(n.Places[w.Key], uint64(i))
		}
	}
	for _, t := range b.Transactions {
		if t.Code == peer.TxValidationCode_VALID {
			n.Defines = n.Defines || t.Defines
			n.acts(t, writes)
		}
	}
	n.Block = checkpoint.Block{Number: b.Number, Hash: hash, Writes: checkpoint.Writes(writes...).Root()}
	return n, nil
}

func kept(kind string) bool {
	return evidence.Shown(kind) || kind == witness.Heads.Kind() || kind == witness.Witnesses.Kind()
}

// acts notes what the acts of a transaction are about, and of ballots which box names them.
func (n *Notes) acts(t ledger.Transaction, writes []checkpoint.Write) {
	for _, sent := range index.ActsOf(t) {
		key := contract.Acts.Key(sent.Act.Community, sent.Hash)
		if len(n.Places[key]) == 0 && vote.IsBallot(sent.Act.Type) {
			id, right := vote.Of(sent.Subject)
			box := slices.IndexFunc(writes, func(w checkpoint.Write) bool {
				return w.Tx == t.ID && vote.IsBoxOf(w.Key, sent.Act.Community, id, right)
			})
			n.Places[key] = []uint64{uint64(box)} //nolint:gosec // a ballot that took effect is in its box
		}
		for _, kind := range evidence.Kinds() {
			if id := evidence.Names(kind, sent.Act); id != "" {
				m := Matter{sent.Act.Community, kind, id}
				n.About[m] = append(n.About[m], key)
			}
		}
	}
}

// keep writes them down.
func (n Notes) keep(ctx context.Context, tx *sql.Tx) error {
	for key, places := range n.Places {
		for _, place := range places {
			if _, err := tx.ExecContext(ctx, "INSERT INTO places VALUES (?, ?, ?)", []byte(key), n.Number, place); err != nil {
				return err
			}
		}
	}
	for m, acts := range n.About {
		for _, key := range acts {
			if _, err := tx.ExecContext(ctx, "INSERT INTO about VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", m.Community, m.Kind, m.ID,
				[]byte(key)); err != nil {
				return err
			}
		}
	}
	if !n.Config && !n.Defines {
		return nil
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO control VALUES (?, ?, ?)", n.Number, n.Config, n.Defines)
	return err
}
