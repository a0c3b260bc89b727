// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/verify"
	"github.com/linli-project/linli/verify/fabric"
)

// lineOf says which line a finding about blocks belongs to.
var lineOf = map[fabric.Check]string{
	fabric.Anchor: checkConfig, fabric.Config: checkConfig, fabric.Chain: checkConfig,
	fabric.Quorum: checkQuorum, fabric.Data: checkQuorum, fabric.File: checkQuorum, fabric.Reading: checkQuorum,
	fabric.Transactions: checkEndorsement, fabric.Endorsements: checkEndorsement,
	fabric.Validity: checkConfig, fabric.Commit: checkConfig, // of block 0 alone
}

// single is what there is of a transaction to be judged alone.
func (f *Fabric) single(tx string) fabric.Single {
	single := fabric.Single{Chaincode: verify.Chaincode, Tx: tx, Block: f.Block}
	for _, c := range f.Configs {
		single.Configs = append(single.Configs, c.Block)
	}
	for _, d := range f.Definitions {
		single.Definitions = append(single.Definitions, d.Block)
	}
	return single
}

// Trim takes out of the blocks what nobody signs and a bundle does not rest on.
func (f *Fabric) Trim(ctx context.Context, tx string) error {
	trimmed, err := fabric.Trim(ctx, f.single(tx))
	f.Block = trimmed.Block
	for i := range f.Configs {
		f.Configs[i].Block = trimmed.Configs[i]
	}
	for i := range f.Definitions {
		f.Definitions[i].Block = trimmed.Definitions[i]
	}
	return err
}

// checkFabric judges the transaction that wrote the claim's document as the network's peers did.
func (v *verification) checkFabric(trust verify.Trust) {
	at, err := v.document(v.Claim)
	if err != nil {
		return // which the claim's line says
	}
	single := v.Fabric.single(at.Tx)
	failed := v.misnumbered()
	is := fabric.JudgeSingle(context.Background(), single, trust.Believed(), func(f fabric.Finding) {
		failed = true
		v.report.fail(lineOf[f.Check], f.Err)
	})
	if is == nil {
		return
	}
	v.checkBlock(is, at)
	if failed {
		return
	}
	if trust.Genesis != "" {
		v.report.pass(checkConfig, "genesis and %d updates", len(single.Configs)-1)
	}
	v.report.pass(checkQuorum, "%d of %d orderers signed block %d", is.Signers, is.Orderers, is.Number)
	v.report.pass(checkEndorsement, "by version %s of the rules; sent by a member of %s", is.Version, is.MSPID)
	v.checkReads(is, at)
	v.report.Trusted = append(v.report.Trusted,
		fmt.Sprintf("for the order, and that no other block was signed: fewer than %d of the %d orderers lie", is.Lying, is.Orderers),
		"for who is a member: the authorities of "+strings.Join(is.Members, ", "))
}

// checkBlock holds the block against what the head says of it.
func (v *verification) checkBlock(is *fabric.Judged, at written) {
	if err := v.sameBlock(is, at); err != nil {
		v.report.fail(checkBlock, err)
	}
	v.report.pass(checkBlock, "%d documents in block %d", len(is.Writes), is.Number)
}

func (v *verification) sameBlock(is *fabric.Judged, at written) error {
	for _, b := range v.Evidence.Blocks {
		if uint64(b.Number) != at.Block { //nolint:gosec // not negative
			continue
		}
		var writes []checkpoint.Write
		for _, w := range is.Writes {
			writes = append(writes, checkpoint.Write{Tx: w.Tx, Key: w.Key, Value: w.Value})
		}
		switch {
		case is.Number != at.Block:
			return fmt.Errorf("it is block %d, and the document was written in block %d", is.Number, at.Block)
		case hex.EncodeToString(is.Hash) != b.Hash:
			return errors.New("the head has another block of this number")
		case int(b.Size) != len(writes) || checkpoint.Writes(writes...).Root().String() != b.Root:
			return errors.New("the head says that the block's transactions wrote something else")
		}
		return nil
	}
	return errors.New("its block is not shown")
}

// checkReads wants the transaction to have read the keys as they are shown, so that nothing that changed them since can have been left out.
func (v *verification) checkReads(is *fabric.Judged, at written) {
	if is.Stale != nil {
		v.report.fail(checkReads, is.Stale)
	}
	count := 1
	for i := range v.acts {
		a := &v.acts[i]
		if a.At.Tx != at.Tx {
			continue
		}
		count += len(a.Signers)
		for _, s := range a.Signers {
			if err := v.readAsShown(is, keyOf(v.Claim.Community, s), s.At); err != nil {
				v.report.fail(checkReads, fmt.Errorf("the key %s: %w", s.ID, err))
			}
		}
	}
	v.report.pass(checkReads, "%d", count)
}

func keyOf(community string, s *signer) string {
	if s.Kind == program {
		return device.Oracles.Key(community, s.ID)
	}
	return contract.Credentials.Key(community, s.ID)
}

func (v *verification) readAsShown(is *fabric.Judged, key string, shown written) error {
	if shown.Tx == is.ID {
		return nil // an act before it, in the same transaction
	}
	read, ok := is.Reads[key]
	switch {
	case !ok:
		return errors.New("the transaction did not read it")
	case read == nil || read.GetBlockNum() != shown.Block:
		return fmt.Errorf("the transaction read it as of block %d, and it is shown as of block %d", read.GetBlockNum(), shown.Block)
	}
	return nil
}

// misnumbered says whether a block stands under another number than its own, or out of order.
func (v *verification) misnumbered() bool {
	for _, blocks := range [][]Numbered{v.Fabric.Configs, v.Fabric.Definitions} {
		for i, b := range blocks {
			is, err := fabric.Mark(b.Block)
			if err != nil {
				continue // which is said of it
			}
			if is.Block != b.Number || i > 0 && blocks[i-1].Number >= b.Number {
				v.report.fail(checkConfig, fmt.Errorf("block %d stands under the number %d, or out of order", is.Block, b.Number))
				return true
			}
		}
	}
	return false
}
