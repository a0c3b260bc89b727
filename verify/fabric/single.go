// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// Single is one transaction with what it takes to judge it without the ledger around it: the block that it is in, every block that
// changed the channel's configuration until then, and every block that defined its chaincode. That none of either was left out is
// shown: a configuration has the number after the one before, and the block's orderers signed which was the last; a definition too,
// and the transaction's endorsers signed which one they read.
//
// What such a transaction read may have changed before it was ordered, and then it had no effect: that takes the blocks between, or
// somebody who has them. The same is so of a key with a policy of its own.
type Single struct {
	Chaincode   string
	Tx          string
	Block       []byte
	Configs     [][]byte // block 0 first
	Definitions [][]byte
}

// Judged is what a Single has come to. Findings say what is wrong.
type Judged struct {
	Transaction
	Number   uint64
	Hash     []byte // of the block's header
	Signers  int    // orderers under the block
	Orderers int    // in force
	Lying    int    // of them, before another block could be signed
	Members  []string
	Stale    error                       // why the definition that was read is not the last one here
	Reads    map[string]*kvrwset.Version // of the chaincode's keys; nil: there was none
	Writes   []KeyWrite                  // of all transactions of the block that it records as valid, in order
}

// KeyWrite is a key of the chaincode that a transaction wrote.
type KeyWrite struct {
	Tx, Key string
	Value   []byte // an empty one deletes
}

// single is the judging of one.
type single struct {
	*Judge
	Single
	configs    []*channelConfig
	signatures atomic.Int64
}

// JudgeSingle judges a transaction alone. It returns nil if its block cannot be read.
func JudgeSingle(ctx context.Context, s Single, trust Trust, found func(Finding)) *Judged {
	j := &single{Judge: NewJudge(ctx, nil, trust, found), Single: s}
	if !j.configure() {
		return nil
	}
	for _, raw := range s.Definitions {
		b, _, err := j.signedBlock(raw)
		if err != nil {
			j.fail(Quorum, 0, "", fmt.Errorf("definition of the chaincode: %w", err))
			return nil
		}
		if err := j.define(b); err != nil {
			j.fail(Endorsements, b.GetHeader().GetNumber(), "", fmt.Errorf("definition of the chaincode: %w", err))
			return nil
		}
	}
	b, q, err := j.signedBlock(s.Block)
	if err != nil {
		j.fail(Quorum, 0, "", err)
		return nil
	}
	return j.judge(b, q)
}

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

// open opens a block's transactions under the configuration in force, which judging goes on with.
func (j *single) open(b *common.Block) (txs []*transaction) {
	j.config = j.at(b.GetHeader().GetNumber())
	for i, raw := range b.GetData().GetData() {
		txs = append(txs, openTransaction(j.ctx, j.config, uint64(i), raw, &j.signatures)) //nolint:gosec // not negative
	}
	return txs
}

// recordedValid says whether a block records a transaction as valid. That is a peer's word.
func recordedValid(b *common.Block, t *transaction) bool {
	flags := b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER]
	return t.index < uint64(len(flags)) && peer.TxValidationCode(flags[t.index]) == peer.TxValidationCode_VALID
}

func sequenceKey(chaincode string) place {
	return place{lifecycleNamespace, "", "namespaces/fields/" + chaincode + "/Sequence"}
}

// define takes a block that defined the chaincode: by transactions of Lifecycle that the bodies endorsed as the configuration in force
// asks for, each with the number after the one before.
//
// Fabric: core/chaincode/lifecycle/lifecycle.go (CommitChaincodeDefinition).
func (j *single) define(b *common.Block) error {
	n, defined := b.GetHeader().GetNumber(), false
	for _, t := range j.open(b) {
		if !j.defines(t) || !recordedValid(b, t) {
			continue
		}
		if j.judgeEndorsements(t, nil); !t.stands() {
			return fmt.Errorf("block %d: %w", n, t.reason)
		}
		before, err := j.world.definitionData(j.Chaincode, "Sequence")
		if err != nil {
			return err
		}
		next := view{j.world, newWorld(), j.ctx.Done()}
		if err := next.apply(t, version{n, t.index}); err != nil {
			return err
		}
		j.world.commit(next.updates)
		after, err := j.world.definitionData(j.Chaincode, "Sequence")
		if err != nil || after.GetInt64() != before.GetInt64()+1 {
			return fmt.Errorf("block %d: definition %d follows upon %d", n, after.GetInt64(), before.GetInt64())
		}
		defined = true
	}
	if !defined {
		return fmt.Errorf("block %d does not define %s", n, j.Chaincode)
	}
	return nil
}

// defines says whether a transaction of Lifecycle would give the chaincode a definition.
func (j *single) defines(t *transaction) bool {
	if !t.stands() || t.chaincode != lifecycleNamespace {
		return false
	}
	for _, set := range t.rwset {
		for _, w := range set.Public.GetWrites() {
			if set.Namespace == lifecycleNamespace && w.GetKey() == sequenceKey(j.Chaincode).key {
				return true
			}
		}
	}
	return false
}

// judge judges the transaction itself.
func (j *single) judge(b *common.Block, q quorum) *Judged {
	n, txs := b.GetHeader().GetNumber(), j.open(b)
	is := &Judged{
		Number: n, Hash: headerHash(b.GetHeader()), Signers: q.signers, Orderers: len(j.config.consenters),
		Lying: 2*quorumOf(len(j.config.consenters)) - len(j.config.consenters), Members: j.config.mspIDs(),
	}
	if j.config != j.configs[len(j.configs)-1] {
		j.fail(Config, n, "", errors.New("there is a configuration from after the block"))
	}
	var found *transaction
	for _, t := range txs {
		if recordedValid(b, t) {
			is.Writes = append(is.Writes, j.writesOf(t)...)
		}
		if t.id == j.Tx && found == nil {
			found = t
		}
	}
	if err := j.judgeOne(b, found); err != nil {
		j.fail(Endorsements, n, j.Tx, err)
		return is
	}
	is.Transaction, is.Reads, is.Stale = found.effect(), j.readsOf(found), j.stale(found)
	return is
}

// judgeOne wants a transaction to be well-formed, called by a member, and endorsed as the last definition asks for.
func (j *single) judgeOne(b *common.Block, t *transaction) error {
	switch {
	case t == nil:
		return errors.New("it is not in the block")
	case !recordedValid(b, t):
		return errors.New("the block does not record it as valid")
	case !t.stands():
		return errors.Join(errors.New("it is not well-formed"), t.reason)
	case t.later != peer.TxValidationCode_VALID:
		return fmt.Errorf("it is %s", t.later)
	case t.chaincode != j.Chaincode:
		return fmt.Errorf("it calls %s", t.chaincode)
	}
	if j.judgeEndorsements(t, nil); !t.stands() {
		return t.reason
	}
	return nil
}

func (j *single) writesOf(t *transaction) (all []KeyWrite) {
	for _, set := range t.rwset {
		if set.Namespace != j.Chaincode {
			continue
		}
		for _, w := range set.Public.GetWrites() {
			value := w.GetValue()
			if deletes(w) {
				value = nil
			}
			all = append(all, KeyWrite{t.id, w.GetKey(), value})
		}
	}
	return all
}

func (j *single) readsOf(t *transaction) map[string]*kvrwset.Version {
	reads := map[string]*kvrwset.Version{}
	for _, set := range t.rwset {
		if set.Namespace != j.Chaincode {
			continue
		}
		for _, r := range set.Public.GetReads() {
			reads[r.GetKey()] = r.GetVersion()
		}
	}
	return reads
}

// stale says why the endorsers had another definition than the last one here: a peer reads the definition's number as part of every
// transaction that it endorses.
//
// Fabric: core/chaincode/lifecycle/endorsement_info.go (CachedChaincodeInfo).
func (j *single) stale(t *transaction) error {
	now := j.world.get(sequenceKey(j.Chaincode))
	for _, set := range t.rwset {
		for _, r := range set.Public.GetReads() {
			if set.Namespace != lifecycleNamespace || r.GetKey() != sequenceKey(j.Chaincode).key {
				continue
			}
			if v := r.GetVersion(); now == nil || v == nil || now.version != (version{v.GetBlockNum(), v.GetTxNum()}) {
				return fmt.Errorf("its endorsers had the definition of block %d", r.GetVersion().GetBlockNum())
			}
			return nil
		}
	}
	return errors.New("it does not say which definition its endorsers had")
}

// unsigned are the slots of metadata that no orderer signs and that nothing here rests on: what was once the last configuration's, the
// orderers' own, and the commit hash, which is over all blocks before.
var unsigned = []common.BlockMetadataIndex{
	common.BlockMetadataIndex_LAST_CONFIG, common.BlockMetadataIndex_ORDERER, common.BlockMetadataIndex_COMMIT_HASH,
}

// Bare takes out of a block what no orderer signs and a Single does not rest on, so that there is no byte that nobody looks at.
func Bare(b *common.Block) {
	for _, slot := range unsigned {
		if metadata := b.GetMetadata().GetMetadata(); len(metadata) > int(slot) {
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

// Defines says whether a transaction's writes in the namespace Lifecycle give a chaincode another definition, by their keys.
func Defines(chaincode, key string) bool { return key == sequenceKey(chaincode).key }
