// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
)

// configure reads the configurations, each of which follows from the one before.
func (j *single) configure() bool {
	for i := range j.Configs {
		var err error
		if i == 0 {
			err = j.first(&j.Configs[i])
		} else {
			err = j.follow(&j.Configs[i])
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

func (j *single) first(raw *[]byte) error {
	b, err := parseBlock(*raw)
	if err != nil {
		return err
	}
	if b.GetHeader().GetNumber() != 0 || len(b.GetHeader().GetPreviousHash()) > 0 {
		return errors.New("the first configuration is not in block 0")
	}
	ill := j.form(raw, b, b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_SIGNATURES], []byte{0})
	if j.lastHash = headerHash(b.GetHeader()); !j.genesis(b) {
		return errors.New("block 0 is not the one that is believed")
	}
	return errors.Join(ill, j.summary.FirstUntidy)
}

// follow reads a configuration after the first.
func (j *single) follow(raw *[]byte) error {
	before := j.config.block
	s, err := j.signedBlock(raw, func(*transaction) bool { return true })
	if err != nil {
		return err
	}
	n := s.GetHeader().GetNumber()
	if n <= before || !isConfig(firstOf(s.Block)) {
		return fmt.Errorf("block %d holds no configuration after that of block %d", n, before)
	}
	if !bytes.Equal(s.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER], []byte{0}) {
		return fmt.Errorf("block %d does not record its configuration alone, as valid", n)
	}
	j.config, err = j.nextConfig(&item{position: n, block: s.Block, config: true}, s.txs[:1])
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

// signedBlock is a block that is judged, with its transactions as they are under the configuration in force.
type signedBlock struct {
	*common.Block
	quorum

	txs   []*transaction
	flags []byte // what it should record of them
}

// signedBlock reads a block that a quorum of the orderers in force has signed, with the number of the last configuration: the one that is
// in force here, or its own. counts says which of its transactions are looked at, if they are recorded as valid.
//
// Fabric: orderer/consensus/smartbft/verifier.go (verifyBlockDataAndMetadata).
func (j *single) signedBlock(raw *[]byte, counts func(*transaction) bool) (*signedBlock, error) {
	b, err := parseBlock(*raw)
	if err != nil {
		return nil, err
	}
	n := b.GetHeader().GetNumber()
	if n == 0 {
		return nil, errors.New("nobody signs block 0")
	}
	if err := checkData(b); err != nil {
		return nil, fmt.Errorf("block %d: %w", n, err)
	}
	config := j.at(n)
	q, last := config.checkQuorum(j.ctx, b), config.block
	if q.err != nil {
		return nil, fmt.Errorf("block %d: %w", n, q.err)
	}
	if isConfig(firstOf(b)) {
		last = n
	}
	if _, err := checkLastConfig(b, last); err != nil {
		return nil, fmt.Errorf("block %d: %w", n, err)
	}
	s := &signedBlock{Block: b, quorum: q, txs: j.open(config, b)}
	s.flags = flagsOf(b, s.txs, counts)
	list, err := q.least(config)
	if err == nil {
		err = j.form(raw, b, list, s.flags)
	}
	if err != nil {
		return nil, fmt.Errorf("block %d: %w", n, err)
	}
	return s, nil
}

// HoldsConfig says whether a block holds a configuration.
func HoldsConfig(b *common.Block) bool { return isConfig(firstOf(b)) }
