// SPDX-License-Identifier: Apache-2.0

package change

import (
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// Config is a channel's configuration, as a block holds it.
type Config struct {
	Channel  string
	Sequence uint64
	Group    *common.ConfigGroup
	update   []byte // by which it came to be, with its signatures; nil for the first
}

// Open reads the configuration in a block.
func Open(in *common.Block) (*Config, error) {
	if len(in.GetData().GetData()) != 1 {
		return nil, errors.New("the block holds no configuration")
	}
	payload, header, envelope := &common.Payload{}, &common.ChannelHeader{}, &common.ConfigEnvelope{}
	if err := unwrap(in.GetData().GetData()[0], payload); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(payload.GetHeader().GetChannelHeader(), header); err != nil {
		return nil, err
	}
	if header.GetType() != int32(common.HeaderType_CONFIG) {
		return nil, errors.New("the block holds no configuration")
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
		Group: envelope.GetConfig().GetChannelGroup(), update: by.GetData(),
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
