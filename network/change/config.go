// SPDX-License-Identifier: Apache-2.0

package change

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// Config is a channel's configuration, as a block holds it.
type Config struct {
	Channel  string
	Sequence uint64
	Group    *common.ConfigGroup
	Sent     time.Time // by the clock of who sent it
	update   []byte    // by which it came to be, with its signatures; nil for the first
}

// ErrNoConfig says that a block holds no configuration.
var ErrNoConfig = errors.New("the block holds no configuration")

// Open reads the configuration in a block.
func Open(in *common.Block) (*Config, error) {
	if len(in.GetData().GetData()) != 1 {
		return nil, ErrNoConfig
	}
	payload, header, envelope := &common.Payload{}, &common.ChannelHeader{}, &common.ConfigEnvelope{}
	if err := unwrap(in.GetData().GetData()[0], payload); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(payload.GetHeader().GetChannelHeader(), header); err != nil {
		return nil, err
	}
	if header.GetType() != int32(common.HeaderType_CONFIG) {
		return nil, ErrNoConfig
	}
	if err := proto.Unmarshal(payload.GetData(), envelope); err != nil {
		return nil, err
	}
	by := &common.Payload{}
	if err := proto.Unmarshal(envelope.GetLastUpdate().GetPayload(), by); err != nil {
		return nil, fmt.Errorf("the update before: %w", err)
	}
	return &Config{
		Channel: header.GetChannelId(), Sequence: envelope.GetConfig().GetSequence(),
		Group: envelope.GetConfig().GetChannelGroup(), Sent: header.GetTimestamp().AsTime(), update: by.GetData(),
	}, nil
}

func unwrap(raw []byte, payload *common.Payload) error {
	envelope := &common.Envelope{}
	if err := proto.Unmarshal(raw, envelope); err != nil {
		return err
	}
	return proto.Unmarshal(envelope.GetPayload(), payload)
}

// Made says whether it came to be by this change.
func (c *Config) Made(f *File) bool {
	by := &common.ConfigUpdateEnvelope{}
	return proto.Unmarshal(c.update, by) == nil && len(f.Update) > 0 && string(by.GetConfigUpdate()) == string(f.Update)
}

// Signed are the MSPs, sorted, whose administrators have signed the change by which it came to be. Orderers have checked them.
func (c *Config) Signed() ([]string, error) {
	by, signed := &common.ConfigUpdateEnvelope{}, []string{}
	if err := proto.Unmarshal(c.update, by); err != nil {
		return nil, err
	}
	for _, s := range by.GetSignatures() {
		header, creator := &common.SignatureHeader{}, &msp.SerializedIdentity{}
		if err := proto.Unmarshal(s.GetSignatureHeader(), header); err != nil {
			return nil, err
		}
		if err := proto.Unmarshal(header.GetCreator(), creator); err != nil {
			return nil, err
		}
		signed = append(signed, creator.GetMspid())
	}
	slices.Sort(signed)
	return slices.Compact(signed), nil
}
