// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
)

// sitting is the judging of one block's transactions, in order.
type sitting struct {
	*judge

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
func (j *judge) block(next *item) bool {
	b, n := next.block, next.position
	if j.fewest == 0 || next.quorum.signers < j.fewest {
		j.fewest = next.quorum.signers
	}
	j.judgeMetadata(next)
	s := j.sit(next)
	after := j.config
	for part := range next.chunks {
		<-part.ready
		if j.ctx.Err() != nil {
			return false
		}
		if next.config {
			var err error
			if after, err = j.nextConfig(next, part.txs); err != nil {
				j.report.fail(checkConfig, n, "", err)
				return false
			}
		}
		if !s.judgeAll(part.txs, next.config) {
			return false
		}
		j.opened.release(part.size)
	}
	s.rise(b)
	if next.config { // only then the reading ahead waits for it
		j.config = after
	}
	return true
}

// judgeMetadata looks at what orderers wrote beside a block's data.
func (j *judge) judgeMetadata(next *item) {
	last := j.config.block
	if next.config {
		last = next.position
	}
	untidy, err := checkLastConfig(next.block, last)
	if err != nil {
		j.report.fail(checkSigned, next.position, "", err)
	}
	for _, err := range []error{next.quorum.untidy, untidy, tidyBlock(next.block, last)} {
		j.untidy.add(next.position, "", err)
	}
}

func (j *judge) sit(next *item) *sitting {
	s := &sitting{judge: j, block: next.position, changed: map[place]bool{}, seen: map[txHash]bool{}, view: view{j.world, newWorld(), j.ctx.Done()}}
	recorded, n := next.block.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER], len(next.block.GetData().GetData())
	if s.recorded = recorded; len(recorded) != n {
		s.recorded = nil
		j.report.fail(checkValidity, next.position, "", fmt.Errorf("%d transactions have %d records of validity", n, len(recorded)))
	}
	return s
}

func (j *judge) nextConfig(next *item, txs []*transaction) (*channelConfig, error) {
	if len(next.block.GetData().GetData()) != 1 {
		return nil, errors.New("a configuration is not alone in its block")
	}
	if t := txs[0]; t.code != peer.TxValidationCode_VALID {
		return nil, t.reason
	}
	j.configs++
	after, untidy, err := j.config.next(next.block)
	j.untidy.add(next.position, "", untidy)
	return after, err
}

// judgeAll judges a row of transactions; false means that nothing can be judged any more.
func (s *sitting) judgeAll(txs []*transaction, config bool) bool {
	for _, t := range txs {
		if t.isConfig() && !config {
			s.report.fail(checkConfig, s.block, t.id, errors.New("a configuration cannot be read, or is not alone in its block"))
			return false
		}
		s.judgeStateless(t)
		if !s.judgeState(t) || s.ctx.Err() != nil {
			return false
		}
		s.compareWithRecord(t)
		s.note(t)
	}
	s.replayAll(txs)
	return true
}

// stands says whether t is an endorsed transaction that is still valid.
func (t *transaction) stands() bool {
	return t.isEndorsed() && t.code == peer.TxValidationCode_VALID && t.heavy == nil
}

// judgeStateless goes as far as peers do before they look at the state in order: duplicates and endorsements.
func (s *sitting) judgeStateless(t *transaction) {
	if !t.stands() {
		return
	}
	hash := sha256.Sum256([]byte(t.id))
	switch {
	case s.judge.ids[hash]:
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
// still has its size.
func (s *sitting) judgeState(t *transaction) bool {
	if !t.stands() {
		return true
	}
	if s.view.judgeReads(t); t.code != peer.TxValidationCode_VALID {
		return true
	}
	if err := s.view.apply(t, version{s.block, t.index}); err != nil {
		s.report.fail(checkValidity, s.block, t.id, err)
	}
	if weight := s.world.weight + s.view.updates.weight; weight > stateAtLeast+stateToLedger*s.size {
		s.report.fail(checkValidity, s.block, t.id, fmt.Errorf("the state takes %d bytes of memory after %d of ledger: no community's does", weight, s.size))
		return false
	}
	return true
}

// compareWithRecord compares what was derived with what the block records.
func (s *sitting) compareWithRecord(t *transaction) {
	if s.recorded != nil {
		s.compareFlag(t, peer.TxValidationCode(s.recorded[t.index]))
	}
	if t.outer != nil {
		s.report.fail(checkReading, s.block, t.id, t.outer)
	}
	s.untidy.add(s.block, t.id, t.unknown)
	if t.code != peer.TxValidationCode_VALID {
		return
	}
	s.report.Valid++
	s.untidy.add(s.block, t.id, t.reading)
	s.untidy.add(s.block, t.id, t.forged)
	if t.chaincode == lifecycleNamespace {
		s.lifecycle++
	}
}

func (s *sitting) compareFlag(t *transaction, recorded peer.TxValidationCode) {
	if t.heavy != nil {
		s.compareHeavy(t, recorded)
		return
	}
	if recorded == t.code {
		return
	}
	err := fmt.Errorf("recorded as %s, is %s", recorded, t.code)
	if t.reason != nil {
		err = fmt.Errorf("%w: %w", err, t.reason)
	}
	s.report.fail(checkValidity, s.block, t.id, err)
	if recorded != peer.TxValidationCode_VALID {
		return
	}
	switch t.code {
	case peer.TxValidationCode_ENDORSEMENT_POLICY_FAILURE, peer.TxValidationCode_INVALID_CHAINCODE:
		s.report.fail(checkEndorsed, s.block, t.id, t.reason)
	case peer.TxValidationCode_MVCC_READ_CONFLICT, peer.TxValidationCode_PHANTOM_READ_CONFLICT:
	default:
		s.report.fail(checkTx, s.block, t.id, err)
	}
}

// compareHeavy judges a transaction that is not opened, because it would take too much memory. A client alone can have one
// ordered; no peer endorses one. So one that is recorded as invalid is believed to be, and told; a valid one is refused.
func (s *sitting) compareHeavy(t *transaction, recorded peer.TxValidationCode) {
	if t.code = recorded; recorded == peer.TxValidationCode_VALID {
		t.code = peer.TxValidationCode_INVALID_OTHER_REASON
		s.report.fail(checkTx, s.block, t.id, fmt.Errorf("recorded as VALID, but %w", t.heavy))
		return
	}
	s.untidy.add(s.block, t.id, fmt.Errorf("%w; that it is %s is believed", t.heavy, recorded))
}

func (s *sitting) note(t *transaction) {
	s.report.Transactions++
	s.flags = append(s.flags, byte(t.code)) //nolint:gosec // Fabric's codes are bytes in a block
	if t.id != "" {
		s.ids = append(s.ids, sha256.Sum256([]byte(t.id)))
	}
}

// rise ends the sitting: the state moves on.
func (s *sitting) rise(b *common.Block) {
	j := s.judge
	for _, id := range s.ids {
		j.ids[id] = true
	}
	j.world.commit(s.view.updates)
	j.commit = commitHash(s.flags, s.view.updates, j.commit)
	if err := checkCommitHash(b, j.commit); err != nil {
		j.report.fail(checkCommit, s.block, "", err)
	}
}

// replayAll executes valid transactions again, in parallel: none of them read what another one of the block wrote.
func (s *sitting) replayAll(txs []*transaction) {
	outcomes := make([]replayed, len(txs))
	var running sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, t := range txs {
		if !t.stands() || t.chaincode == lifecycleNamespace {
			continue
		}
		slots <- struct{}{}
		running.Go(func() {
			outcomes[i] = s.replay(t)
			<-slots
		})
	}
	running.Wait()
	for i, t := range txs {
		if t.stands() && t.chaincode != lifecycleNamespace {
			s.tell(s.block, t, outcomes[i])
		}
	}
}

func (j *judge) tell(block uint64, t *transaction, o replayed) {
	switch {
	case o.absent:
		j.unreplayed[t.chaincode]++
		return
	case o.err != nil:
		j.report.fail(checkReplay, block, t.id, o.err)
	}
	if o.query {
		j.queries++
	}
	if o.reads {
		j.rereads++
	}
	j.report.Replayed++
	j.report.Acts += o.acts
}
