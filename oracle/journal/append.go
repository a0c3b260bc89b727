// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"errors"
	"fmt"
)

// request asks the writer to keep a message, or, without one, to begin a segment.
type request struct {
	message *Message
	done    chan outcome
}

type outcome struct {
	seq uint64
	err error
}

// Append keeps a message and returns its number when it is durable. While too many messages wait for the disk it waits for its turn, up
// to the end of ctx; once it has its turn it waits for the disk. After an error the message is not acknowledged, and the journal may
// hold it or not: send it again. The error may be ErrFull, ErrTooLarge or ErrClosed.
func (j *Journal) Append(ctx context.Context, m Message) (uint64, error) {
	if !fits(m, j.options.RecordBytes) {
		return 0, ErrTooLarge
	}
	return j.ask(ctx, &m)
}

// Roll begins a new segment if the last one has records, so that they can be forgotten as soon as they are processed: segments are
// forgotten whole, and one that grows slowly would keep for months what cameras saw.
func (j *Journal) Roll(ctx context.Context) error {
	_, err := j.ask(ctx, nil)
	return err
}

func (j *Journal) ask(ctx context.Context, m *Message) (uint64, error) {
	r := &request{m, make(chan outcome, 1)}
	select {
	case <-j.stop:
		return 0, ErrClosed
	case <-j.stopped:
		return 0, j.Err()
	case <-ctx.Done():
		return 0, fmt.Errorf("wait for the journal: %w", context.Cause(ctx))
	case j.queue <- r:
	}
	select {
	case got := <-r.done:
		return got.seq, got.err
	case <-j.stopped:
	}
	select {
	case got := <-r.done:
		return got.seq, got.err
	default: // it was queued as the writer ended
		return 0, j.Err()
	}
}

// batchBytes is when a batch is full. The record that passes it still belongs to the batch.
const batchBytes = 4 << 20

// gather waits for a request and takes with it all that wait, up to a full batch. It returns nothing when the journal is closed and
// nothing waits.
func (j *Journal) gather() []*request {
	var batch []*request
	select {
	case r := <-j.queue:
		batch = append(batch, r)
	case <-j.stop:
	}
	for size := 0; size < batchBytes; {
		select {
		case r := <-j.queue:
			batch = append(batch, r)
			if r.message != nil {
				size += lengthOf(*r.message)
			}
		default:
			return batch
		}
	}
	return batch
}

// write is the one that writes. It ends when the journal is closed, or of the first error after which nobody knows what the disk holds:
// after a flush that failed a second one may succeed although the bytes are lost, so nothing is claimed any more.
func (j *Journal) write(w *writer) {
	var err error
	for err == nil {
		batch := j.gather()
		if len(batch) == 0 {
			break
		}
		err = j.keep(w, batch)
	}
	j.end(errors.Join(err, w.file.Close()))
}

func (j *Journal) end(cause error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.ended = ErrClosed; cause != nil {
		j.ended = fmt.Errorf("%w: %w", ErrClosed, cause)
	}
	close(j.grown)
	close(j.stopped)
}
