// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
)

// configure reads the configurations, each of which follows from the one before.
func (j *single) configure() bool {
	for i, raw := range j.Configs {
		var err error
		if i == 0 {
			err = j.first(raw)
		} else {
			err = j.follow(raw)
		}
		if err != nil {
			j.fail(Config, 0, "", err)
		}
		if err != nil || j.config == nil {
			return false
		}
		j.configs = append(j.configs, j.config)
	}
	if len(j.configs) == 0 {
		j.fail(Config, 0, "", errors.New("there is no configuration"))
	}
	return len(j.configs) > 0
}

func (j *single) first(raw []byte) error {
	b, err := parseBlock(raw)
	if err != nil {
		return err
	}
	if b.GetHeader().GetNumber() != 0 || len(b.GetHeader().GetPreviousHash()) > 0 {
		return errors.New("the first configuration is not in block 0")
	}
	if j.lastHash = headerHash(b.GetHeader()); !j.genesis(b) {
		return errors.New("block 0 is not the one that is believed")
	}
	return errors.Join(bare(b), j.summary.FirstUntidy)
}

// follow reads a configuration after the first.
func (j *single) follow(raw []byte) error {
	b, _, err := j.signedBlock(raw)
	if err != nil {
		return err
	}
	n := b.GetHeader().GetNumber()
	if n <= j.config.block || !isConfig(firstOf(b)) {
		return fmt.Errorf("block %d holds no configuration after that of block %d", n, j.config.block)
	}
	t := openTransaction(j.ctx, j.config, 0, firstOf(b), &j.signatures)
	j.config, err = j.nextConfig(&item{position: n, block: b, config: true}, []*transaction{t})
	return err
}

// at is the configuration in force for a block: the last one before it.
func (j *single) at(number uint64) *channelConfig {
	config := j.configs[0]
	for _, c := range j.configs {
		if c.block < number {
			config = c
		}
	}
	return config
}

// signedBlock reads a block that a quorum of the orderers in force has signed, with the number of the last configuration: the one that is
// in force here, or its own.
//
// Fabric: orderer/consensus/smartbft/verifier.go (verifyBlockDataAndMetadata).
func (j *single) signedBlock(raw []byte) (*common.Block, quorum, error) {
	b, err := parseBlock(raw)
	if err != nil {
		return nil, quorum{}, err
	}
	n := b.GetHeader().GetNumber()
	if n == 0 {
		return nil, quorum{}, errors.New("nobody signs block 0")
	}
	if err := errors.Join(bare(b), checkData(b)); err != nil {
		return nil, quorum{}, fmt.Errorf("block %d: %w", n, err)
	}
	config := j.at(n)
	q, last := config.checkQuorum(j.ctx, b), config.block
	if q.err != nil {
		return nil, q, fmt.Errorf("block %d: %w", n, q.err)
	}
	if isConfig(firstOf(b)) {
		last = n
	}
	if _, err := checkLastConfig(b, last); err != nil {
		return nil, q, fmt.Errorf("block %d: %w", n, err)
	}
	return b, q, nil
}

// unsigned are the slots of metadata that no orderer signs and that nothing here rests on: what was once the last configuration's, the
// orderers' own, and the commit hash, which is over all blocks before.
var unsigned = []int{1, 3, int(common.BlockMetadataIndex_COMMIT_HASH)}

// Bare takes out of a block what no orderer signs and a Single does not rest on, so that there is no byte that nobody looks at.
func Bare(b *common.Block) {
	for _, slot := range unsigned {
		if metadata := b.GetMetadata().GetMetadata(); len(metadata) > slot {
			metadata[slot] = []byte{}
		}
	}
}

// bare wants a block as Bare leaves it.
func bare(b *common.Block) error {
	metadata := b.GetMetadata().GetMetadata()
	for _, slot := range unsigned {
		if len(metadata[slot]) > 0 {
			return fmt.Errorf("block %d has metadata that nobody signs", b.GetHeader().GetNumber())
		}
	}
	if len(metadata) > slots || len(b.ProtoReflect().GetUnknown()) > 0 {
		return fmt.Errorf("block %d has more than a block has", b.GetHeader().GetNumber())
	}
	return nil
}

// HoldsConfig says whether a block holds a configuration.
func HoldsConfig(b *common.Block) bool { return isConfig(firstOf(b)) }
