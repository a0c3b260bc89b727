// SPDX-License-Identifier: Apache-2.0

// Package verify counts a ledger again, offline and alone: from the bytes of an exported ledger and a trust file it
// derives who may sign, who ordered, what was valid, what the state is and what was decided, and compares each with
// what the ledger says. It links no part of Hyperledger Fabric but its message types; the rules of validation are
// written here a second time, after Fabric 3.1.1.
package verify

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
)

// Options of a recount. The zero value is that of `linli verify`.
type Options struct {
	Replayers map[string]Replayer // by chaincode; nil means the ledger's own contract
}

// Ledger counts an exported ledger again. The error is ErrNotLedger, or of ctx; whatever is wrong inside of the ledger
// is in the report. The report of an empty trust is never OK.
func Ledger(ctx context.Context, r io.Reader, trust Trust, o Options) (*Report, error) {
	reader, err := NewReader(r)
	if err != nil {
		return nil, err
	}
	if o.Replayers == nil {
		o.Replayers = map[string]Replayer{Chaincode: Contract{}}
	}
	begin := time.Now()
	j := newJudge(trust, o)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	intake := newIntake(reader, j)
	go intake.run(ctx)
	defer intake.wait()
	for item := range intake.ordered {
		if err := ctx.Err(); err != nil {
			break
		}
		if !j.item(item) {
			j.stopped = true
			break
		}
		close(item.judged)
	}
	if err := context.Cause(ctx); err != nil {
		cancel()
		return nil, err
	}
	cancel()
	j.conclude()
	j.report.Elapsed = time.Since(begin)
	return j.report, nil
}

// item is one block on its way from the file to the judge.
type item struct {
	position uint64
	size     int
	err      error // the file cannot be read here
	block    *common.Block
	config   bool
	txs      []*transaction
	data     error // of the data hash
	quorum   error
	signers  int

	ready  sync.WaitGroup
	judged chan struct{}
}

// intake reads blocks ahead and opens them in parallel. A configuration block ends the reading ahead until it has been
// judged: who may sign after it depends on it.
type intake struct {
	reader  *Reader
	judge   *judge
	ordered chan *item
	tasks   chan func()
	workers sync.WaitGroup
}

const ahead = 32 // blocks read ahead

func newIntake(reader *Reader, j *judge) *intake {
	in := &intake{reader: reader, judge: j, ordered: make(chan *item, ahead), tasks: make(chan func(), ahead)}
	for range runtime.GOMAXPROCS(0) {
		in.workers.Go(func() {
			for task := range in.tasks {
				task()
			}
		})
	}
	return in
}

// wait returns when no goroutine of the intake is left. The context must have been cancelled.
func (in *intake) wait() {
	for range in.ordered {
	}
	in.workers.Wait()
}

func (in *intake) run(ctx context.Context) {
	defer close(in.ordered)
	defer close(in.tasks)
	for position := uint64(0); ; position++ {
		next := in.read(position)
		if next == nil {
			return
		}
		if next.err == nil && position > 0 {
			in.open(next)
		}
		select {
		case in.ordered <- next:
		case <-ctx.Done():
			return
		}
		if next.err != nil {
			return
		}
		if !next.config {
			continue
		}
		select {
		case <-next.judged:
		case <-ctx.Done():
			return
		}
	}
}

// read takes the next block from the file; nil after the end.
func (in *intake) read(position uint64) *item {
	next := &item{position: position, judged: make(chan struct{})}
	raw, err := in.reader.Next()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err == nil {
		next.size = len(raw)
		next.block, err = parseBlock(raw)
	}
	if next.err = err; err == nil {
		_, _, notConfig := configPayload(firstOf(next.block))
		next.config = position == 0 || notConfig == nil
	}
	return next
}

func firstOf(b *common.Block) []byte {
	if len(b.GetData().GetData()) == 0 {
		return nil
	}
	return b.GetData().GetData()[0]
}

// open gives the workers all that can be checked of a block without the state before it.
func (in *intake) open(next *item) {
	config, report := in.judge.config, in.judge.report
	next.txs = make([]*transaction, len(next.block.GetData().GetData()))
	next.ready.Add(2 + len(next.txs))
	in.tasks <- func() { defer next.ready.Done(); next.data = checkData(next.block) }
	in.tasks <- func() {
		defer next.ready.Done()
		next.signers, next.quorum = config.checkQuorum(next.block)
		report.signatures.Add(int64(next.signers))
	}
	for i, raw := range next.block.GetData().GetData() {
		in.tasks <- func() {
			defer next.ready.Done()
			next.txs[i] = openTransaction(config, uint64(i), raw, &report.signatures) //nolint:gosec // an index is positive
		}
	}
}

// item judges the next block; false means that nothing after it can be judged.
func (j *judge) item(next *item) bool {
	if next.err != nil {
		j.report.fail(checkFile, next.position, "", next.err)
		return false
	}
	next.ready.Wait()
	b := next.block
	if b.GetHeader().GetNumber() != next.position {
		j.report.fail(checkFile, next.position, "", fmt.Errorf("block is numbered %d", b.GetHeader().GetNumber()))
	}
	if err := checkLink(b, j.lastHash); err != nil {
		j.report.fail(checkChain, next.position, "", err)
	}
	j.lastHash = headerHash(b.GetHeader())
	j.report.Blocks, j.size = next.position+1, j.size+next.size
	j.checkpoint(next.position)
	if next.position == 0 {
		return j.genesis(b)
	}
	if next.data != nil {
		j.report.fail(checkHash, next.position, "", next.data)
	}
	if next.quorum != nil {
		j.report.fail(checkSigned, next.position, "", next.quorum)
	}
	return j.block(next)
}

// checkpoint compares the block just read with the trust file's checkpoints.
func (j *judge) checkpoint(position uint64) {
	for _, c := range j.trust.Checkpoints {
		if c.Block != position {
			continue
		}
		j.met++
		if c.Hash != hex.EncodeToString(j.lastHash) {
			j.report.fail(checkAnchor, position, "", errors.New("block differs from the trust file's checkpoint"))
		}
	}
}
