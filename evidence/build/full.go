// SPDX-License-Identifier: Apache-2.0

package build

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/verify/fabric"
)

// fabric are the blocks of a full bundle: that of the claim's document, and those before it that hold a configuration or define the
// chaincode.
func (b *builder) fabric() (*evidence.Fabric, error) {
	own, err := b.raw(b.document.block)
	if err != nil {
		return nil, err
	}
	f := &evidence.Fabric{Block: own.Block}
	for _, part := range []struct {
		numbers []uint64
		into    *[]evidence.Numbered
	}{{b.configs, &f.Configs}, {b.defines, &f.Definitions}} {
		for _, number := range part.numbers {
			if number >= b.document.block {
				break
			}
			block, err := b.raw(number)
			if err != nil {
				return nil, err
			}
			*part.into = append(*part.into, block)
		}
	}
	return f, nil
}

// raw is a block as peers deliver it, without what nobody signs.
func (x *ledgerIndex) raw(number uint64) (evidence.Numbered, error) {
	for block, err := range x.source.Blocks(number, number+1) {
		if err != nil {
			return evidence.Numbered{}, err
		}
		fabric.Bare(block)
		raw, err := proto.Marshal(block)
		return evidence.Numbered{Number: number, Block: raw}, err
	}
	return evidence.Numbered{}, fmt.Errorf("block %d is gone", number)
}
