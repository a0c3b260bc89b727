// SPDX-License-Identifier: Apache-2.0

package build

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/verify"
)

// Source is where a ledger's blocks come from.
type Source interface {
	// Blocks gives those from one number to before another one, in order; to the last one if that is 0.
	Blocks(from, before uint64) iter.Seq2[*common.Block, error]
}

// File is an exported ledger as a Source.
type File struct{ io.ReadSeeker }

// Blocks implements Source.
func (f File) Blocks(from, before uint64) iter.Seq2[*common.Block, error] {
	return func(yield func(*common.Block, error) bool) {
		err := f.each(func(number uint64, raw []byte) (bool, error) {
			switch {
			case number < from:
				return true, nil
			case before > 0 && number >= before:
				return false, nil
			}
			block := &common.Block{}
			if err := proto.Unmarshal(raw, block); err != nil {
				return false, fmt.Errorf("block %d: %w", number, err)
			}
			return yield(block, nil), nil
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

// each visits the blocks from the first one on.
func (f File) each(visit func(number uint64, raw []byte) (more bool, err error)) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	reader, err := verify.NewReader(f)
	if err != nil {
		return err
	}
	for number := uint64(0); ; number++ {
		raw, err := reader.Next()
		if err == io.EOF { //nolint:errorlint // Next says so of a well-formed end alone
			return nil
		}
		if err != nil {
			return err
		}
		if more, err := visit(number, raw); err != nil || !more {
			return err
		}
	}
}

// Peer is a peer's ledger as a Source, as far as it has come.
type Peer struct {
	context.Context //nolint:containedctx // of what is made of it
	*ledger.Client
}

// Blocks implements Source.
func (p Peer) Blocks(from, before uint64) iter.Seq2[*common.Block, error] {
	return func(yield func(*common.Block, error) bool) {
		if before == 0 {
			height, err := p.Height(p)
			if err != nil {
				yield(nil, err)
				return
			}
			before = height
		}
		for block, err := range ledger.Blocks(p, p.Client, from, before-1) {
			if !yield(block, err) {
				return
			}
		}
	}
}
