// SPDX-License-Identifier: Apache-2.0

package network

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// settleGenesis takes out of a genesis block what configtxgen draws at random or reads off the clock, and the order of maps, so that
// everybody who makes it from the same certificates has the same.
func settleGenesis(file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	block := &common.Block{}
	if err := proto.Unmarshal(raw, block); err != nil {
		return fmt.Errorf("genesis block: %w", err)
	}
	envelope, err := settled(block.GetData().GetData()[0])
	if err != nil {
		return fmt.Errorf("genesis block: %w", err)
	}
	block.Data.Data[0] = envelope
	block.Header.DataHash = dataHash(block)
	if raw, err = stable(block); err != nil {
		return err
	}
	return os.WriteFile(file, raw, 0o600)
}

// dataHash is what a block's header says of its data.
func dataHash(block *common.Block) []byte {
	sum := sha256.Sum256(bytes.Join(block.GetData().GetData(), nil))
	return sum[:]
}

// settled is the block's only envelope.
func settled(raw []byte) ([]byte, error) {
	envelope, payload, header, config := &common.Envelope{}, &common.Payload{}, &common.ChannelHeader{}, &common.ConfigEnvelope{}
	if err := proto.Unmarshal(raw, envelope); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(envelope.GetPayload(), payload); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(payload.GetHeader().GetChannelHeader(), header); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(payload.GetData(), config); err != nil {
		return nil, err
	}
	nonce := make([]byte, 24)
	id := sha256.Sum256(nonce) // of nonce and creator, of which there is none
	header.Timestamp, header.TxId = &timestamppb.Timestamp{}, hex.EncodeToString(id[:])
	var err error
	if payload.Header.SignatureHeader, err = stable(&common.SignatureHeader{Nonce: nonce}); err != nil {
		return nil, err
	}
	if payload.Header.ChannelHeader, err = stable(header); err != nil {
		return nil, err
	}
	if payload.Data, err = stable(config); err != nil {
		return nil, err
	}
	if envelope.Payload, err = stable(payload); err != nil {
		return nil, err
	}
	return stable(envelope)
}

func stable(m proto.Message) ([]byte, error) {
	return proto.MarshalOptions{Deterministic: true}.Marshal(m)
}
