// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
)

// genesisConfig reads the configuration out of block 0. It is no update of anything, so nothing is derived: whoever names the
// block's hash takes it as it is.
func genesisConfig(b *common.Block) (*channelConfig, error) {
	if len(b.GetData().GetData()) != 1 {
		return nil, fmt.Errorf("genesis block has %d transactions, not one", len(b.GetData().GetData()))
	}
	block, err := openConfig(b)
	if err != nil {
		return nil, err
	}
	return newChannelConfig(block.channel, b.GetHeader().GetNumber(), block.envelope.GetConfig())
}

// configBlock is what a block says that holds a configuration. untidy is what is superfluous in it: peers read past it, and
// whoever assembles the envelope can put it there, an administrator or the orderer that takes his update.
//
// Two envelopes lie in one another. The inner one is the update that administrators signed. The outer one, with the whole
// configuration that follows, is an orderer's: whatever it says is derived again from the update, so that the orderer need not be
// believed.
type configBlock struct {
	channel  string
	envelope *common.ConfigEnvelope
	untidy   error
}

// take notes what read says of a part of a configuration; an error is left if the part cannot be read at all.
func (b *configBlock) take(part string, err error) error {
	if errors.Is(err, errTwoReadings) {
		if b.untidy == nil {
			b.untidy = fmt.Errorf("%s: %w", part, err)
		}
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", part, err)
	}
	return nil
}

func openConfig(b *common.Block) (*configBlock, error) {
	payload, chdr, untidy, err := configPayload(firstOf(b))
	if err != nil {
		return nil, err
	}
	block := &configBlock{channel: chdr.GetChannelId(), envelope: &common.ConfigEnvelope{}, untidy: untidy}
	return block, block.take("configuration", readMaps(payload.GetData(), block.envelope))
}

// configPayload opens an envelope that must hold a configuration.
func configPayload(raw []byte) (payload *common.Payload, chdr *common.ChannelHeader, untidy, err error) {
	payload, chdr = &common.Payload{}, &common.ChannelHeader{}
	var opened configBlock
	envelope, err := readConfigEnvelope(raw)
	if err = opened.take("envelope", err); err == nil {
		err = opened.take("payload", read(envelope.GetPayload(), payload))
	}
	if err == nil {
		err = opened.take("header", read(payload.GetHeader().GetChannelHeader(), chdr))
	}
	if err == nil && chdr.GetType() != int32(common.HeaderType_CONFIG) {
		err = fmt.Errorf("transaction of type %s, not a configuration", common.HeaderType(chdr.GetType()))
	}
	return payload, chdr, opened.untidy, err
}

// isConfig says whether an envelope holds a configuration. Peers apply one wherever they find it; orderers put it into a block of
// its own, and here one that is not alone ends the judging: who may sign the next transaction of its block would be unclear.
//
// Fabric: protoutil/commonutils.go (IsConfigBlock); orderer/consensus/smartbft/assembler.go (singleConfigTxOrSeveralNonConfigTx).
func isConfig(raw []byte) bool {
	_, _, _, err := configPayload(raw)
	return err == nil
}
