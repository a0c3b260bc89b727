// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/encoding/protowire"
)

// slots is how many pieces of metadata a block has in this version of Fabric.
const slots = int(common.BlockMetadataIndex_COMMIT_HASH) + 1

// MinEnvelope is fewer bytes than any transaction has: its maker's certificate and signature alone are longer. Orderers order
// nothing of a stranger's, and peers take no block with an envelope that lacks its payload or its signature. Without this bound a
// file of two-byte envelopes would become fifty million transactions.
//
// Fabric: protoutil/blockutils.go (VerifyTransactionsAreWellFormed); orderer/consensus/smartbft/verifier.go (verifyRequest).
const MinEnvelope = 256

// parseBlock decodes one block and refuses bytes that are not exactly the encoding of what they mean: a header, data and
// metadata, once each and in order. Of what no hash and no signature covers there would otherwise be many forms, and a changed
// byte could go unnoticed. What the block holds stays part of raw: nothing is copied, so that a block takes memory once. Of
// metadata beyond the known slots, which peers keep and ignore, one is kept, as a mark; and so is an unknown field, as one of the
// block itself: peers hand on those that an orderer added, from memory, until they are started again.
func parseBlock(raw []byte) (*common.Block, error) {
	block := &common.Block{}
	mark := func(unknown []byte) {
		if len(unknown) > 0 {
			block.ProtoReflect().SetUnknown(unknown)
		}
	}
	var parts [3][]byte
	next := 0
	for f, err := range fields(raw) {
		if err != nil {
			return nil, fmt.Errorf("block cannot be read: %w", err)
		}
		if int(f.number) > len(parts) || f.kind != protowire.BytesType {
			mark(f.whole)
			continue
		}
		if int(f.number) != next+1 || f.padded() {
			return nil, fmt.Errorf("block does not read back as written: %w", errTwoReadings)
		}
		parts[next], next = f.value, next+1
	}
	if next < len(parts) {
		return nil, errors.New("block lacks its header, data or metadata")
	}
	block.Header, block.Data, block.Metadata = &common.BlockHeader{}, &common.BlockData{}, &common.BlockMetadata{}
	unknown, err := readHeader(parts[0], block.GetHeader())
	if err != nil {
		return nil, fmt.Errorf("block header: %w", err)
	}
	mark(unknown)
	if unknown, err = readData(parts[1], block.GetData()); err != nil {
		return nil, fmt.Errorf("block data: %w", err)
	}
	mark(unknown)
	if unknown, err = readMetadata(parts[2], block.GetMetadata()); err != nil {
		return nil, fmt.Errorf("block metadata: %w", err)
	}
	mark(unknown)
	return block, nil
}

// readHeader returns a field that no header has, if there is one; so do readData and readMetadata of theirs.
func readHeader(raw []byte, header *common.BlockHeader) (unknown []byte, err error) {
	var s survey
	if err := s.message(header.ProtoReflect().Descriptor(), raw, 0); err != nil {
		return nil, err
	}
	if s.odd {
		return nil, errTwoReadings
	}
	return s.unknown, decode(raw, header)
}

func readData(raw []byte, data *common.BlockData) (unknown []byte, err error) {
	return pieces(raw, func(envelope []byte) error {
		if len(envelope) < MinEnvelope {
			return fmt.Errorf("transaction %d has %d bytes, which hold no member's certificate and signature", len(data.GetData()),
				len(envelope))
		}
		data.Data = append(data.Data, envelope)
		return nil
	})
}

func readMetadata(raw []byte, metadata *common.BlockMetadata) (unknown []byte, err error) {
	unknown, err = pieces(raw, func(slot []byte) error {
		if len(metadata.GetMetadata()) <= slots {
			metadata.Metadata = append(metadata.Metadata, slot)
		}
		return nil
	})
	if n := len(metadata.GetMetadata()); err == nil && n < slots {
		return nil, fmt.Errorf("%d slots", n)
	}
	return unknown, err
}

// pieces visits the values of a message that has nothing but one repeated field, the first. It returns another one, if there is.
func pieces(raw []byte, visit func(piece []byte) error) (unknown []byte, err error) {
	for f, err := range fields(raw) {
		if err != nil {
			return nil, err
		}
		if f.number != 1 || f.kind != protowire.BytesType {
			unknown = f.whole
			continue
		}
		if f.padded() {
			return nil, errTwoReadings
		}
		if err := visit(f.value); err != nil {
			return nil, err
		}
	}
	return unknown, nil
}
