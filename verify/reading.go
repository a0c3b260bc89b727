// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// errTwoReadings marks bytes that parse, but are not what a writer would write for their content. Header hashes do
// not commit to the boundaries between envelopes, so such bytes could be read in two ways (CVE-2023-46132).
var errTwoReadings = errors.New("not the canonical encoding")

var dropUnknown = proto.UnmarshalOptions{DiscardUnknown: true}

// read decodes raw into m as Fabric does, and reports whether encoding m again gives the same bytes: no unknown field,
// no repeated field, no padded number. A decoding error is returned as such; errTwoReadings otherwise.
func read(raw []byte, m proto.Message) error {
	if err := dropUnknown.Unmarshal(raw, m); err != nil {
		return err
	}
	again, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		return err
	}
	if !bytes.Equal(again, raw) {
		return errTwoReadings
	}
	return nil
}

// readMaps is read for messages with maps, whose entries come in any order: the length must be the same.
func readMaps(raw []byte, m proto.Message) error {
	if err := dropUnknown.Unmarshal(raw, m); err != nil {
		return err
	}
	if proto.Size(m) != len(raw) {
		return errTwoReadings
	}
	return nil
}

// parseBlock decodes one block and refuses bytes that are not exactly the encoding of what they mean.
func parseBlock(raw []byte) (*common.Block, error) {
	block := &common.Block{}
	if err := read(raw, block); err != nil {
		return nil, fmt.Errorf("block does not read back as written: %w", err)
	}
	if block.GetHeader() == nil || block.GetData() == nil || block.GetMetadata() == nil {
		return nil, errors.New("block lacks its header, data or metadata")
	}
	if n := len(block.GetMetadata().GetMetadata()); n != len(common.BlockMetadataIndex_name) {
		return nil, fmt.Errorf("block has %d metadata slots", n)
	}
	return block, nil
}
