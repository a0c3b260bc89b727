// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// validation is the judging of one block's transactions, in order.
type validation struct {
	*Judge

	block    uint64
	recorded []byte         // validity as the block says; nil if it says it of another number of transactions
	changed  map[place]bool // keys whose policy an earlier transaction of the block changed
	seen     map[txHash]bool
	ids      []txHash
	view     view
	flags    []byte // validity as derived
}

// block judges a block after the first: every transaction's validity is derived, compared with the recorded one, and
// the state moves on.
//
// Peers do it in two goes: first each transaction by itself and in parallel, then all of them in order against the state. Here
// the first go is the workers' (openTransaction), and the rest is done chunk by chunk, since what is judged later never changes
// what was judged before. A configuration is judged before the transaction that holds it, because the transaction is worthless if
// the configuration does not follow.
//
// Fabric: core/committer/txvalidator/v20/validator.go (Validate); core/ledger/kvledger/txmgmt/validation/batch_preparer.go
// (ValidateAndPrepareBatch).
func (j *Judge) block(next *item) bool {
	b, n := next.block, next.position
	if j.summary.FewestSigners == 0 || next.quorum.signers < j.summary.FewestSigners {
		j.summary.FewestSigners = next.quorum.signers
	}
	j.judgeMetadata(next)
	s := j.begin(next)
	after := j.config
	for part := range next.chunks {
		<-part.ready
		if j.ctx.Err() != nil {
			return false
		}
		if next.config {
			var err error
			if after, err = j.nextConfig(next, part.txs); err != nil {
				j.fail(Config, n, "", err)
				return false
			}
		}
		if !s.judgeAll(part.txs, next.config) {
			return false
		}
		j.opened.release(part.size)
	}
	s.finish(b)
	if next.config { // only then the reading ahead waits for it
		j.enforce(after)
	}
	return true
}

// judgeMetadata looks at what orderers wrote beside a block's data.
func (j *Judge) judgeMetadata(next *item) {
	last := j.config.block
	if next.config {
		last = next.position
	}
	untidy, err := checkLastConfig(next.block, last)
	if err != nil {
		j.fail(Quorum, next.position, "", err)
	}
	for _, err := range []error{next.quorum.untidy, untidy, tidyBlock(next.block, last)} {
		j.untidy(next.position, "", err)
	}
}

func (j *Judge) begin(next *item) *validation {
	s := &validation{Judge: j, block: next.position, changed: map[place]bool{}, seen: map[txHash]bool{},
		view: view{j.world, newWorld(), j.ctx.Done()}}
	recorded, n := next.block.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER],
		len(next.block.GetData().GetData())
	if s.recorded = recorded; len(recorded) != n {
		s.recorded = nil
		j.fail(Validity, next.position, "", fmt.Errorf("%d transactions have %d records of validity", n, len(recorded)))
	}
	return s
}

// nextConfig is the configuration after the block's. A configuration is alone in its block, so that every transaction of a block
// is judged by one; and unlike other transactions it is never recorded as invalid: orderers take none that does not follow, and a
// peer that finds one stops.
//
// Fabric: orderer/consensus/smartbft/verifier.go (verifyRequest); core/committer/txvalidator/v20/validator.go (validateTx).
func (j *Judge) nextConfig(next *item, txs []*transaction) (*channelConfig, error) {
	if len(next.block.GetData().GetData()) != 1 {
		return nil, errors.New("a configuration is not alone in its block")
	}
	if t := txs[0]; t.code != peer.TxValidationCode_VALID {
		return nil, t.reason
	}
	j.summary.Configs++
	after, untidy, err := j.config.next(next.block)
	j.untidy(next.position, "", untidy)
	return after, err
}

// judgeAll judges a row of transactions; false means that nothing can be judged any more.
func (s *validation) judgeAll(txs []*transaction, config bool) bool {
	for _, t := range txs {
		if t.isConfig() && !config {
			s.fail(Config, s.block, t.id, errors.New("a configuration cannot be read, or is not alone in its block"))
			return false
		}
		s.judgeStateless(t)
		if !s.judgeState(t) || s.ctx.Err() != nil {
			return false
		}
		s.compareWithRecord(t)
		s.note(t)
	}
	return s.yield(s.row(txs))
}

// stands says whether t is an endorsed transaction that is still valid.
func (t *transaction) stands() bool {
	return t.isEndorsed() && t.code == peer.TxValidationCode_VALID && t.heavy == nil
}

// judgeStateless goes as far as peers do before they look at the state in order: duplicates and endorsements. An id that occurred
// in an earlier block, whatever became of it there, makes a transaction a repetition before its endorsements are looked at; one
// that occurred earlier in the block does so only if both are good so far. Without it whoever sees a transaction could send it
// again.
//
// Fabric: core/committer/txvalidator/v20/validator.go (checkTxIdDupsLedger, markTXIdDuplicates).
func (s *validation) judgeStateless(t *transaction) {
	if !t.stands() {
		return
	}
	hash := sha256.Sum256([]byte(t.id))
	switch {
	case s.Judge.ids[hash]:
		t.invalid(peer.TxValidationCode_DUPLICATE_TXID, "id occurred in an earlier block")
	case t.later != peer.TxValidationCode_VALID:
		t.code = t.later
	default:
		s.judgeEndorsements(t, s.changed)
	}
	if !t.stands() {
		return
	}
	for _, set := range t.rwset {
		for _, key := range set.policiesChanged() {
			s.changed[key] = true
		}
	}
	if s.seen[hash] {
		t.invalid(peer.TxValidationCode_DUPLICATE_TXID, "id occurred earlier in the block")
	}
	s.seen[hash] = true
}

// judgeState checks what the transaction read, and adds its writes to the block's if it is valid. It reports whether the state
// still has its size. Peers that keep their state in CouchDB refuse some keys besides (INVALID_WRITESET); those of LevelDB take
// all.
//
// Fabric: core/ledger/kvledger/txmgmt/validation/validator.go (validateAndPrepareBatch);
// core/ledger/kvledger/txmgmt/statedb/stateleveldb/stateleveldb.go (ValidateKeyValue).
func (s *validation) judgeState(t *transaction) bool {
	if !t.stands() {
		return true
	}
	if s.view.judgeReads(t); t.code != peer.TxValidationCode_VALID {
		return true
	}
	if err := s.view.apply(t, version{s.block, t.index}); err != nil {
		s.fail(Validity, s.block, t.id, err)
	}
	if weight := s.world.weight + s.view.updates.weight; weight > stateAtLeast+stateToLedger*s.summary.Size {
		s.fail(Validity, s.block, t.id, fmt.Errorf("the state takes %d bytes of memory after %d of ledger: no community's does", weight,
			s.summary.Size))
		return false
	}
	return true
}

// finish ends the block: the state moves on.
func (s *validation) finish(b *common.Block) {
	j := s.Judge
	for _, id := range s.ids {
		j.ids[id] = true
	}
	j.world.commit(s.view.updates)
	j.commit = commitHash(s.flags, s.view.updates, j.commit)
	if err := checkCommitHash(b, j.commit); err != nil {
		j.fail(Commit, s.block, "", err)
	}
}
