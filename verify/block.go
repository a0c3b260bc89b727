// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/encoding/protowire"
)

// slots is how many pieces of metadata a block has in this version of Fabric.
const slots = int(common.BlockMetadataIndex_COMMIT_HASH) + 1

// minEnvelope is fewer bytes than any transaction has: its maker's certificate and signature alone are longer. Orderers
// order nothing of a stranger's, and peers take no block with an envelope that lacks its payload or its signature.
const minEnvelope = 256

// parseBlock decodes one block and refuses bytes that are not exactly the encoding of what they mean. What the block
// holds stays part of raw. Of metadata beyond the known slots, which peers keep and ignore, one is kept, as a mark.
func parseBlock(raw []byte) (*common.Block, error) {
	block := &common.Block{}
	var parts [3][]byte
	next := 0
	for f, err := range fields(raw) {
		if err != nil {
			return nil, fmt.Errorf("block cannot be read: %w", err)
		}
		if next == len(parts) || int(f.number) != next+1 || f.kind != protowire.BytesType || f.padded() {
			return nil, fmt.Errorf("block does not read back as written: %w", errTwoReadings)
		}
		parts[next], next = f.value, next+1
	}
	if next < len(parts) {
		return nil, errors.New("block lacks its header, data or metadata")
	}
	block.Header, block.Data, block.Metadata = &common.BlockHeader{}, &common.BlockData{}, &common.BlockMetadata{}
	if err := read(parts[0], block.GetHeader()); err != nil {
		return nil, fmt.Errorf("block header: %w", err)
	}
	if err := readData(parts[1], block.GetData()); err != nil {
		return nil, fmt.Errorf("block data: %w", err)
	}
	if err := readMetadata(parts[2], block.GetMetadata()); err != nil {
		return nil, fmt.Errorf("block metadata: %w", err)
	}
	return block, nil
}

func readData(raw []byte, data *common.BlockData) error {
	return pieces(raw, func(envelope []byte) error {
		if len(envelope) < minEnvelope {
			return fmt.Errorf("transaction %d has %d bytes, which hold no member's certificate and signature", len(data.GetData()), len(envelope))
		}
		data.Data = append(data.Data, envelope)
		return nil
	})
}

func readMetadata(raw []byte, metadata *common.BlockMetadata) error {
	err := pieces(raw, func(slot []byte) error {
		if len(metadata.GetMetadata()) <= slots {
			metadata.Metadata = append(metadata.Metadata, slot)
		}
		return nil
	})
	if n := len(metadata.GetMetadata()); err == nil && n < slots {
		return fmt.Errorf("%d slots", n)
	}
	return err
}

// pieces visits the values of a message that has nothing but one repeated field, the first.
func pieces(raw []byte, visit func(piece []byte) error) error {
	for f, err := range fields(raw) {
		if err != nil {
			return err
		}
		if f.number != 1 || f.kind != protowire.BytesType || f.padded() {
			return errTwoReadings
		}
		if err := visit(f.value); err != nil {
			return err
		}
	}
	return nil
}
