// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// judge goes through the blocks in order and holds what follows from those before: configuration, state, hashes.
type judge struct {
	trust   Trust
	options Options
	report  *Report

	config   *channelConfig // in force for the next block
	world    *world
	ids      map[string]bool // of all transactions
	lastHash []byte
	commit   []byte

	size       int
	met        int // checkpoints
	stopped    bool
	configs    int
	lifecycle  int
	queries    int
	rereads    int
	fewest     int // signatures under a block
	untidy     []error
	unreplayed map[string]int // transactions by chaincode that nothing here executes
}

func newJudge(t Trust, o Options) *judge {
	return &judge{trust: t, options: o, report: newReport(), world: newWorld(), ids: map[string]bool{}, unreplayed: map[string]int{}}
}

// genesis judges block 0, which nobody signs: it is what the trust file names.
func (j *judge) genesis(b *common.Block) bool {
	r := j.report
	r.Genesis = hex.EncodeToString(j.lastHash)
	if err := checkData(b); err != nil {
		r.fail(checkHash, 0, "", err)
	}
	config, err := genesisConfig(b)
	if err != nil {
		r.fail(checkConfig, 0, "", err)
		return false
	}
	j.config, r.Channel = config, config.channel
	j.anchor()
	if err := checkGenesisMetadata(b); err != nil {
		r.fail(checkReading, 0, "", err)
	}
	if !bytes.Equal(b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER], []byte{0}) {
		r.fail(checkValidity, 0, "", errors.New("the genesis transaction is not recorded as valid"))
	}
	if err := checkCommitHash(b, nil); err != nil {
		r.fail(checkCommit, 0, "", err)
	}
	j.note(openTransaction(config, 0, b.GetData().GetData()[0], &r.signatures))
	r.Valid++
	return true
}

func (j *judge) anchor() {
	if j.report.Anchored = j.trust.anchored(); !j.report.Anchored {
		return
	}
	if j.trust.Genesis != j.report.Genesis {
		j.report.fail(checkAnchor, 0, "", fmt.Errorf("genesis hash is %s, the trust file says %s", j.report.Genesis, j.trust.Genesis))
		return
	}
	if err := j.trust.matches(j.config); err != nil {
		j.report.fail(checkAnchor, 0, "", err)
	}
}

// checkGenesisMetadata wants what configtxgen writes: the last configuration is block 0, and no signature.
func checkGenesisMetadata(b *common.Block) error {
	value, err := proto.Marshal(&common.OrdererBlockMetadata{LastConfig: &common.LastConfig{}})
	if err != nil {
		return err
	}
	expected, err := proto.Marshal(&common.Metadata{Value: value})
	if err != nil {
		return err
	}
	if !bytes.Equal(b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_SIGNATURES], expected) {
		return errors.New("the genesis block's metadata says something else")
	}
	return checkSlots(b, 0)
}

func (j *judge) note(t *transaction) {
	j.report.Transactions++
	if t.id != "" {
		j.ids[t.id] = true
	}
}

// block judges a block after the first: every transaction's validity is derived, compared with the recorded one, and
// the state moves on.
func (j *judge) block(next *item) bool {
	b, n := next.block, next.position
	if j.fewest == 0 || next.signers < j.fewest {
		j.fewest = next.signers
	}
	after, last := j.config, j.config.block
	if next.config {
		var err error
		if after, err = j.nextConfig(next); err != nil {
			j.report.fail(checkConfig, n, "", err)
			return false
		}
		last = n
	}
	if err := checkLastConfig(b, last); err != nil {
		j.report.fail(checkSigned, n, "", err)
	}
	for _, t := range next.txs {
		if t.isConfig() && !next.config {
			j.report.fail(checkConfig, n, t.id, errors.New("a configuration cannot be read, or is not alone in its block"))
			return false
		}
	}
	j.judgeStateless(next.txs)
	updates := j.judgeState(n, next.txs)
	j.compareFlags(n, b, next.txs)
	j.replayAll(n, next.txs)
	j.world.commit(updates)
	flags := make([]byte, len(next.txs))
	for i, t := range next.txs {
		flags[i] = byte(t.code) //nolint:gosec // Fabric's codes are bytes in a block
		j.note(t)
	}
	j.commit = commitHash(flags, updates, j.commit)
	if err := checkCommitHash(b, j.commit); err != nil {
		j.report.fail(checkCommit, n, "", err)
	}
	if next.config {
		j.config = after
	}
	return true
}

func (j *judge) nextConfig(next *item) (*channelConfig, error) {
	if len(next.txs) != 1 {
		return nil, errors.New("a configuration is not alone in its block")
	}
	if t := next.txs[0]; t.code != peer.TxValidationCode_VALID {
		return nil, t.reason
	}
	j.configs++
	return j.config.next(next.block)
}

// judgeStateless goes as far as peers do before they look at the state in order: duplicates and endorsements.
func (j *judge) judgeStateless(txs []*transaction) {
	changed, seen := map[place]bool{}, map[string]bool{}
	for _, t := range txs {
		if t.stands() {
			j.judgeAlone(t, changed)
		}
	}
	for _, t := range txs {
		if t.stands() && seen[t.id] {
			t.invalid(peer.TxValidationCode_DUPLICATE_TXID, "id occurred earlier in the block")
		}
		seen[t.id] = seen[t.id] || t.stands()
	}
}

// stands says whether t is an endorsed transaction that is still valid.
func (t *transaction) stands() bool { return t.isEndorsed() && t.code == peer.TxValidationCode_VALID }

func (j *judge) judgeAlone(t *transaction, changed map[place]bool) {
	switch {
	case j.ids[t.id]:
		t.invalid(peer.TxValidationCode_DUPLICATE_TXID, "id occurred in an earlier block")
	case t.later != peer.TxValidationCode_VALID:
		t.code = t.later
	default:
		j.judgeEndorsements(t, changed)
	}
	if !t.stands() {
		return
	}
	for _, set := range t.rwset {
		for _, key := range set.policiesChanged() {
			changed[key] = true
		}
	}
}

// judgeState checks what each transaction read, in order, and collects the writes of the valid ones.
func (j *judge) judgeState(block uint64, txs []*transaction) *world {
	v := view{j.world, newWorld()}
	for _, t := range txs {
		if !t.stands() {
			continue
		}
		if v.judgeReads(t); t.code != peer.TxValidationCode_VALID {
			continue
		}
		if err := v.apply(t, version{block, t.index}); err != nil {
			j.report.fail(checkValidity, block, t.id, err)
		}
	}
	return v.updates
}

// compareFlags compares what was derived with what the block records.
func (j *judge) compareFlags(block uint64, b *common.Block, txs []*transaction) {
	r, recorded := j.report, b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER]
	if len(recorded) != len(txs) {
		r.fail(checkValidity, block, "", fmt.Errorf("%d transactions have %d records of validity", len(txs), len(recorded)))
		return
	}
	for i, t := range txs {
		j.compareFlag(block, t, peer.TxValidationCode(recorded[i]))
		if t.outer != nil {
			r.fail(checkReading, block, t.id, t.outer)
		}
		if t.code != peer.TxValidationCode_VALID {
			continue
		}
		r.Valid++
		for _, superfluous := range []error{t.reading, t.forged} {
			if superfluous != nil {
				j.untidy = append(j.untidy, fmt.Errorf("block %d, transaction %s: %w", block, t.id, superfluous))
			}
		}
		if t.chaincode == lifecycleNamespace {
			j.lifecycle++
		}
	}
}

func (j *judge) compareFlag(block uint64, t *transaction, recorded peer.TxValidationCode) {
	if recorded == t.code {
		return
	}
	err := fmt.Errorf("recorded as %s, is %s", recorded, t.code)
	if t.reason != nil {
		err = fmt.Errorf("%w: %w", err, t.reason)
	}
	j.report.fail(checkValidity, block, t.id, err)
	if recorded != peer.TxValidationCode_VALID {
		return
	}
	switch t.code {
	case peer.TxValidationCode_ENDORSEMENT_POLICY_FAILURE, peer.TxValidationCode_INVALID_CHAINCODE:
		j.report.fail(checkEndorsed, block, t.id, t.reason)
	case peer.TxValidationCode_MVCC_READ_CONFLICT, peer.TxValidationCode_PHANTOM_READ_CONFLICT:
	default:
		j.report.fail(checkTx, block, t.id, err)
	}
}

// replayAll executes the block's valid transactions again, in parallel: none of them read what another wrote.
func (j *judge) replayAll(block uint64, txs []*transaction) {
	outcomes := make([]replayed, len(txs))
	var running sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, t := range txs {
		if !t.stands() || t.chaincode == lifecycleNamespace {
			continue
		}
		slots <- struct{}{}
		running.Go(func() {
			outcomes[i] = j.replay(t)
			<-slots
		})
	}
	running.Wait()
	for i, t := range txs {
		if t.stands() && t.chaincode != lifecycleNamespace {
			j.tell(block, t, outcomes[i])
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

// conclude writes what the checks that did not fail have shown.
func (j *judge) conclude() {
	r := j.report
	r.LastHash, r.Keys, r.Signatures = hex.EncodeToString(j.lastHash), j.world.keys(), r.signatures.Load()
	if r.Blocks == 0 {
		r.fail(checkFile, 0, "", errors.New("there is no block"))
		return
	}
	if j.met < len(j.trust.Checkpoints) && !j.stopped {
		r.fail(checkAnchor, r.Blocks-1, "", errors.New("the ledger ends before a checkpoint of the trust file"))
	}
	if j.stopped {
		for _, c := range r.Checks {
			r.conclude(c.ID, NotProven, "checking ended at block %d", r.Blocks-1)
		}
		return
	}
	j.concludeBlocks()
	j.concludeReplay()
	j.recount()
	j.nameTrusted()
}

func (j *judge) concludeBlocks() {
	r := j.report
	r.conclude(checkFile, Pass, "%d blocks, %d bytes", r.Blocks, j.size)
	r.conclude(checkChain, Pass, "")
	r.conclude(checkHash, Pass, "")
	r.conclude(checkReading, Pass, "")
	r.conclude(checkSigned, Pass, "at least %d of %d orderers signed each block after block 0", j.fewest, len(j.config.consenters))
	r.conclude(checkConfig, Pass, "genesis and %d updates", j.configs)
	r.conclude(checkTx, Pass, "%d transactions", r.Transactions)
	r.conclude(checkEndorsed, Pass, "%d valid transactions", r.Valid)
	r.conclude(checkValidity, Pass, "%d valid, %d not", r.Valid, r.Transactions-r.Valid)
	r.conclude(checkCommit, Pass, "")
	if len(j.untidy) == 0 {
		r.conclude(checkTidy, Pass, "")
	} else { // peers accept them: a client can send such, and it must not make the ledger unverifiable
		r.conclude(checkTidy, NotProven, "%d are not; %v", len(j.untidy), j.untidy[0])
	}
	r.conclude(checkLifecycle, NotProven, "%d transactions define chaincode; that the running chaincode is the defined package is each body's own word", j.lifecycle)
	r.conclude(checkComplete, NotProven, "block %d is the last one here; compare its hash with a newer checkpoint", r.Blocks-1)
	if r.Anchored {
		r.conclude(checkAnchor, Pass, "%d bodies, %d checkpoints", len(j.trust.Bodies), len(j.trust.Checkpoints))
	} else {
		r.conclude(checkAnchor, NotProven, "UNANCHORED: no trust file; whoever made this file chose its roots")
	}
}

func (j *judge) concludeReplay() {
	r := j.report
	if len(j.unreplayed) > 0 {
		var names []string
		for name, n := range j.unreplayed {
			names = append(names, fmt.Sprintf("%s (%d)", name, n))
		}
		r.conclude(checkReplay, NotProven, "transactions of chaincodes unknown here: %s", strings.Join(names, ", "))
		return
	}
	r.conclude(checkReplay, Pass, "%d transactions, %d of them queries", r.Replayed, j.queries)
	if j.rereads == r.Replayed {
		r.conclude(checkReads, Pass, "")
		return
	}
	r.conclude(checkReads, NotProven, "%d of %d transactions read other keys when executed again", r.Replayed-j.rereads, r.Replayed)
}

func (j *judge) nameTrusted() {
	r := j.report
	if j.config.consensus == "BFT" {
		n := len(j.config.consenters)
		r.Trusted = append(r.Trusted, fmt.Sprintf("for the order, and that no other history was signed: fewer than %d of the %d orderers lie", 2*quorumOf(n)-n, n))
	} else {
		r.Trusted = append(r.Trusted, "for the order: the one orderer that signed each block ("+j.config.consensus+")")
	}
	r.Trusted = append(r.Trusted,
		"for who is a member: the authorities of "+strings.Join(j.config.mspIDs(), ", "),
		"for times: the clients' clocks, which peers bound to their own")
}
