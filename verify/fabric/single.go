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
	trims      bool // it gives blocks their form, which they must have otherwise
}

// JudgeSingle judges a transaction alone. It returns nil if its block cannot be read.
func JudgeSingle(ctx context.Context, s Single, trust Trust, found func(Finding)) *Judged {
	return newSingle(ctx, s, trust, found).run()
}

func newSingle(ctx context.Context, s Single, trust Trust, found func(Finding)) *single {
	return &single{Judge: NewJudge(ctx, nil, trust, found), Single: s}
}

func (j *single) run() *Judged {
	if !j.configure() {
		return nil
	}
	for i := range j.Definitions {
		s, err := j.signedBlock(&j.Definitions[i], j.defines)
		if err != nil {
			j.fail(Quorum, 0, "", fmt.Errorf("definition of the chaincode: %w", err))
			return nil
		}
		if err := j.define(s); err != nil {
			j.fail(Endorsements, s.GetHeader().GetNumber(), "", fmt.Errorf("definition of the chaincode: %w", err))
			return nil
		}
	}
	s, err := j.signedBlock(&j.Block, func(t *transaction) bool { return len(j.writesOf(t)) > 0 })
	if err != nil {
		j.fail(Quorum, 0, "", err)
		return nil
	}
	return j.judge(s)
}

// open opens a block's transactions under the configuration in force, which judging goes on with.
func (j *single) open(config *channelConfig, b *common.Block) (txs []*transaction) {
	j.config = config
	for i, raw := range b.GetData().GetData() {
		txs = append(txs, openTransaction(j.ctx, j.config, uint64(i), raw, &j.signatures))
	}
	return txs
}

// recordedValid says whether a block records a transaction as valid. That is a peer's word.
func recordedValid(b *common.Block, t *transaction) bool {
	flags := b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER]
	return t.index < uint64(len(flags)) && peer.TxValidationCode(flags[t.index]) == peer.TxValidationCode_VALID
}

// judge judges the transaction itself.
func (j *single) judge(s *signedBlock) *Judged {
	b, n := s.Block, s.GetHeader().GetNumber()
	is := &Judged{
		Number: n, Hash: headerHash(b.GetHeader()), Signers: s.signers, Orderers: len(j.config.consenters),
		Lying: 2*quorumOf(len(j.config.consenters)) - len(j.config.consenters), Members: j.config.mspIDs(),
	}
	if j.config != j.configs[len(j.configs)-1] {
		j.fail(Config, n, "", errors.New("there is a configuration from after the block"))
	}
	var found *transaction
	for _, t := range s.txs {
		if recordedValid(b, t) {
			is.Writes = append(is.Writes, j.writesOf(t)...)
		}
		if t.id == j.Tx && found == nil {
			found = t
		}
	}
	err := j.judgeOne(b, found)
	if err == nil {
		err = s.flagged()
	}
	if err != nil {
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
