// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
)

// What is read ahead of the judge (bytes): of blocks, and of transactions that have been opened. One that is larger goes alone.
const (
	blocksAhead  = 32 << 20
	openedAhead  = 4 << 20
	chunkAtLeast = 128 << 10 // bytes of transactions that are opened at a time
)

// item is one block on its way from the file to the judge.
type item struct {
	position uint64
	size     int
	err      error // the file cannot be read here
	block    *common.Block
	config   bool
	data     error // of the data hash
	quorum   quorum

	ready  sync.WaitGroup // for data and quorum
	chunks chan *chunk    // of the block's transactions
	judged chan struct{}
}

// intake reads blocks ahead and opens them in parallel: hashes, signatures and certificates take nearly all of the time, and
// depend on nothing but the bytes and the configuration in force. A configuration block ends the reading ahead until it has been
// judged: who may sign after it depends on it. Everything that depends on the state is left to the judge, in order.
//
// Fabric: core/committer/txvalidator/v20/validator.go (Validate), which divides its work in the same way.
type intake struct {
	judge   *Judge
	ordered chan *item
	tasks   chan func()
	workers sync.WaitGroup
	blocks  *budget
	opened  *budget
}

func newIntake(j *Judge) *intake {
	in := &intake{
		judge: j, ordered: make(chan *item, 1024), tasks: make(chan func()),
		blocks: newBudget(blocksAhead), opened: newBudget(openedAhead),
	}
	j.opened = in.opened
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

// done gives back what a judged block took.
func (in *intake) done(judged *item) {
	close(judged.judged)
	in.blocks.release(judged.size)
}

// run reads from where the judge stands to the end.
func (in *intake) run(ctx context.Context) {
	defer close(in.ordered)
	defer close(in.tasks)
	for position := in.judge.summary.Blocks; ; position++ {
		next := in.read(ctx, position)
		if next == nil || !in.pass(ctx, next) || next.err != nil {
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

// read takes the next block from the file; nil after the end, or when the caller gave up.
func (in *intake) read(ctx context.Context, position uint64) *item {
	next := &item{position: position, judged: make(chan struct{})}
	size, err := in.judge.blocks.Length()
	if errors.Is(err, io.EOF) || err == nil && !in.blocks.take(ctx, size) {
		return nil
	}
	var raw []byte
	if err == nil {
		next.size = size
		raw, err = in.judge.blocks.Block(size)
	}
	if err == nil {
		next.block, err = parseBlock(raw)
	}
	next.chunks = make(chan *chunk, next.size/chunkAtLeast+1) // as many as there can be
	if next.err = err; err == nil {
		next.config = position == 0 || isConfig(firstOf(next.block))
	}
	return next
}

func firstOf(b *common.Block) []byte {
	if len(b.GetData().GetData()) == 0 {
		return nil
	}
	return b.GetData().GetData()[0]
}

// pass hands a block to the judge, and gives the workers all that can be checked of it without the state before it. It reports
// whether somebody still wants to know.
func (in *intake) pass(ctx context.Context, next *item) bool {
	defer close(next.chunks)
	checked := next.err == nil && next.position > 0
	if checked {
		in.open(ctx, next)
	}
	select {
	case in.ordered <- next:
	case <-ctx.Done():
		return false
	}
	return !checked || in.openTransactions(ctx, next)
}

// open has the block's hash and signatures checked.
func (in *intake) open(ctx context.Context, next *item) {
	config := in.judge.config
	next.ready.Add(2)
	in.tasks <- func() { defer next.ready.Done(); next.data = checkData(next.block) }
	in.tasks <- func() {
		defer next.ready.Done()
		next.quorum = config.checkQuorum(ctx, next.block)
		in.judge.signatures.Add(int64(next.quorum.checked))
	}
}

// openTransactions has the block's transactions opened, as far ahead as the budget allows.
func (in *intake) openTransactions(ctx context.Context, next *item) bool {
	config := in.judge.config
	for part := range chunksOf(next.block.GetData().GetData()) {
		if !in.opened.take(ctx, part.size) {
			return false
		}
		in.tasks <- func() { part.open(ctx, config, &in.judge.signatures) }
		next.chunks <- part // never waits
	}
	return true
}
