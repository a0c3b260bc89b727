// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// judge goes through the blocks in order and holds what follows from those before: configuration, state, hashes.
type judge struct {
	ctx     context.Context
	trust   Trust
	options Options
	report  *Report
	opened  *budget // of opened transactions

	config   *channelConfig // in force for the next block
	world    *world
	ids      map[txHash]bool // of all transactions
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
	untidy     untidiness
	unreplayed map[string]int // transactions by chaincode that nothing here executes
}

// txHash stands for a transaction's id, which may be as long as its maker likes.
type txHash [sha256.Size]byte

func newJudge(ctx context.Context, t Trust, o Options) *judge {
	return &judge{ctx: ctx, trust: t, options: o, report: newReport(), world: newWorld(), ids: map[txHash]bool{}, unreplayed: map[string]int{}}
}

// untidiness counts what is superfluous in a ledger, and keeps the first of it.
type untidiness struct {
	count int
	first error
}

// add notes something of a block, or with an id of one of its transactions.
func (u *untidiness) add(block uint64, tx string, err error) {
	if err == nil {
		return
	}
	if u.count++; u.first != nil {
		return
	}
	if u.first = fmt.Errorf("block %d: %w", block, err); tx != "" {
		u.first = fmt.Errorf("block %d, transaction %s: %w", block, tx, err)
	}
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
	if !j.anchor() {
		return false
	}
	j.untidy.add(0, "", checkGenesisMetadata(b))
	if !bytes.Equal(b.GetMetadata().GetMetadata()[common.BlockMetadataIndex_TRANSACTIONS_FILTER], []byte{0}) {
		r.fail(checkValidity, 0, "", errors.New("the genesis transaction is not recorded as valid"))
	}
	if err := checkCommitHash(b, nil); err != nil {
		r.fail(checkCommit, 0, "", err)
	}
	t := openTransaction(j.ctx, config, 0, firstOf(b), &r.signatures)
	j.untidy.add(0, t.id, cmp.Or(t.unknown, t.reading))
	j.ids[sha256.Sum256([]byte(t.id))] = true
	r.Transactions, r.Valid = 1, 1
	return true
}

// anchor compares the genesis block with the trust file. What follows upon another genesis block proves nothing to whoever gave the
// trust file: false.
func (j *judge) anchor() bool {
	if j.report.Anchored = j.trust.anchored(); !j.report.Anchored {
		return true
	}
	if j.trust.Genesis != j.report.Genesis {
		j.report.fail(checkAnchor, 0, "", fmt.Errorf("genesis hash is %s, the trust file says %s", j.report.Genesis, j.trust.Genesis))
		return false
	}
	if err := j.trust.matches(j.config); err != nil {
		j.report.fail(checkAnchor, 0, "", err)
		return false
	}
	return true
}

// checkGenesisMetadata looks for what configtxgen writes: the last configuration is block 0, and no signature. Nobody signs that.
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
	return tidyBlock(b, 0)
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
	if j.untidy.count == 0 {
		r.conclude(checkTidy, Pass, "")
	} else { // peers accept it: one client or orderer can bring it in, and that must not make the ledger unverifiable
		r.conclude(checkTidy, NotProven, "%d places hold such; first %v", j.untidy.count, j.untidy.first)
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
