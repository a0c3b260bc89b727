// SPDX-License-Identifier: Apache-2.0

package build

import (
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/evidence"
)

// fabric are the blocks of a full bundle: that of the claim's document, and those before it that hold a configuration or define the
// chaincode.
func (b *builder) fabric() (*evidence.Fabric, error) {
	own, err := b.marshalled(b.document.Block)
	if err != nil {
		return nil, err
	}
	f := &evidence.Fabric{Block: own.Block}
	if f.Configs, err = b.before(b.Configs(b.ctx)); err != nil {
		return nil, err
	}
	if f.Definitions, err = b.before(b.Definitions(b.ctx)); err != nil {
		return nil, err
	}
	return f, f.Trim(b.ctx, b.shown[b.document].Tx)
}

// before are those blocks of some that are before that of the claim's document.
func (b *builder) before(numbers []uint64, err error) (blocks []evidence.Numbered, _ error) {
	for _, number := range numbers {
		if number >= b.document.Block {
			break
		}
		block, err := b.marshalled(number)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, block)
	}
	return blocks, err
}

// marshalled is a block as peers deliver it.
func (r *reader) marshalled(number uint64) (evidence.Numbered, error) {
	block, err := r.raw(number)
	if err != nil {
		return evidence.Numbered{}, err
	}
	raw, err := proto.Marshal(block)
	return evidence.Numbered{Number: number, Block: raw}, err
}
