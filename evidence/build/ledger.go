// SPDX-License-Identifier: Apache-2.0

package build

import (
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/verify"
	"github.com/linli-project/linli/verify/fabric"
)

// place is where a write is.
type place struct{ block, index uint64 }

// ledgerIndex is what is remembered of a ledger that has been read once: its tree, and where the documents are that a claim may need.
// The documents and acts themselves are read again.
type ledgerIndex struct {
	source  Source
	claim   evidence.Claim // kind, id and community
	kinds   map[string]bool
	tree    checkpoint.Tree
	blocks  []checkpoint.Block
	places  map[string][]place               // of documents by key, in order
	about   map[string]bool                  // keys of the acts that name the matter
	configs []uint64                         // blocks that hold a configuration
	defines []uint64                         // and those that define the chaincode
	heads   map[uint64][]checkpoint.Cosigned // that bodies have put on record, by size
	fetched map[uint64]ledger.Block
}

func newIndex(source Source, claim evidence.Claim) *ledgerIndex {
	x := &ledgerIndex{source: source, claim: claim, kinds: map[string]bool{}, places: map[string][]place{}, about: map[string]bool{},
		heads: map[uint64][]checkpoint.Cosigned{}, fetched: map[uint64]ledger.Block{}}
	for _, kind := range []contract.Documents{contract.Acts, contract.Communities, contract.Credentials, device.Oracles, device.Devices,
		evidence.DocumentOf(claim.Kind)} {
		x.kinds[kind.Kind()] = true
	}
	return x
}

// read goes through all blocks.
func (x *ledgerIndex) read() error {
	for raw, err := range x.source.Blocks(0, 0) {
		if err != nil {
			return err
		}
		if raw.GetHeader().GetNumber() != uint64(len(x.blocks)) {
			return fmt.Errorf("block %d follows upon %d blocks", raw.GetHeader().GetNumber(), len(x.blocks))
		}
		x.add(ledger.Decode(raw, verify.Chaincode))
		x.control(raw)
	}
	return nil
}

func (x *ledgerIndex) add(b ledger.Block) {
	writes := tree.WritesOf(b)
	hash, err := checkpoint.ToHash(b.Hash)
	if err != nil {
		panic(err) // it was computed
	}
	block := checkpoint.Block{Number: b.Number, Hash: hash, Writes: checkpoint.Writes(writes...).Root()}
	x.tree.Append(block.Leaf())
	x.blocks = append(x.blocks, block)
	for i, w := range writes {
		kind, names, ok := contract.SplitKey(w.Key)
		if kind == witness.Heads.Kind() {
			x.signed(w.Value)
		}
		if ok && x.kinds[kind] && len(names) > 0 && names[0] == x.claim.Community {
			x.places[w.Key] = append(x.places[w.Key], place{b.Number, uint64(i)})
		}
	}
	for _, tx := range b.Transactions {
		for hash, sent := range index.ActsOf(tx) {
			x.note(hash, sent.Act)
		}
	}
}

// control remembers a block that says who may order, or who may endorse.
func (x *ledgerIndex) control(raw *common.Block) {
	number := raw.GetHeader().GetNumber()
	if fabric.HoldsConfig(raw) {
		x.configs = append(x.configs, number)
	}
	for _, tx := range ledger.Decode(raw, fabric.Lifecycle).Transactions {
		if tx.Code != peer.TxValidationCode_VALID {
			continue
		}
		if slices.ContainsFunc(tx.Writes, func(w ledger.Write) bool { return fabric.Defines(verify.Chaincode, w.Key) }) {
			x.defines = append(x.defines, number)
			return
		}
	}
}

// note remembers an act that names the matter.
func (x *ledgerIndex) note(hash string, a act.Act) {
	if a.Community == x.claim.Community && evidence.Concerns(x.claim, nil, "", a, hash, "-") {
		x.about[contract.Acts.Key(a.Community, hash)] = true
	}
}

// fetch reads a block again.
func (x *ledgerIndex) fetch(number uint64) (ledger.Block, error) {
	if b, ok := x.fetched[number]; ok {
		return b, nil
	}
	for raw, err := range x.source.Blocks(number, number+1) {
		if err != nil {
			return ledger.Block{}, err
		}
		b := ledger.Decode(raw, verify.Chaincode)
		x.fetched[number] = b
		return b, nil
	}
	return ledger.Block{}, fmt.Errorf("block %d is gone", number)
}

// write reads a write again.
func (x *ledgerIndex) write(at place) (checkpoint.Write, error) {
	b, err := x.fetch(at.block)
	if err != nil {
		return checkpoint.Write{}, err
	}
	return tree.WritesOf(b)[at.index], nil
}

// last is where a document was written last in the blocks before one, as far as it is as wanted.
func (x *ledgerIndex) last(key string, before uint64, wanted func(checkpoint.Write) bool) (place, checkpoint.Write, error) {
	places := x.places[key]
	for _, at := range slices.Backward(places) {
		if at.block >= before {
			continue
		}
		w, err := x.write(at)
		if err != nil || wanted(w) {
			return at, w, err
		}
	}
	return place{}, checkpoint.Write{}, ErrNotThere
}

// actAt is the act with a hash that took effect where its document was written. Another one of the same text in that block may name signers
// who never signed.
func (x *ledgerIndex) actAt(at place, hash string) (act.Signed, error) {
	b, err := x.fetch(at.block)
	if err != nil {
		return act.Signed{}, err
	}
	wrote := tree.WritesOf(b)[at.index].Tx
	for _, tx := range b.Transactions {
		if sent, ok := index.ActsOf(tx)[hash]; ok && tx.ID == wrote {
			return sent.Signed, nil
		}
	}
	return act.Signed{}, fmt.Errorf("act %s is not in block %d", hash, at.block)
}
