// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// leaving nothing to others, a journal needs no more space than it takes.
var small = Options{FreeBytes: 1}

func open(t *testing.T, dir string, options Options) *Journal {
	t.Helper()
	j, err := Open(dir, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j
}

// quick is an empty directory in memory if there is such a file system: a crash that is simulated needs no disk.
func quick(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "linli-journal-") //nolint:usetesting // not on a disk
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func closed(t *testing.T, j *Journal) {
	t.Helper()
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

// message is one of which each field says which it is.
func message(i int) Message {
	return Message{
		Transport: "broker", Client: fmt.Sprint("gate-", i), Topic: fmt.Sprint("gates/", i, "/state"), Body: []byte(fmt.Sprint("body ", i)),
		Size: 10 * i, Retained: i%2 == 0, Received: time.UnixMilli(1_800_000_000_000 + int64(i)).UTC(),
	}
}

// keep appends messages, each in a batch of its own.
func keep(t *testing.T, j *Journal, from, to int) {
	t.Helper()
	for i := from; i <= to; i++ {
		if seq, err := j.Append(t.Context(), message(i)); err != nil || seq != uint64(i) {
			t.Fatal(i, seq, err)
		}
	}
}

// read reads what is there from a number on, and what then comes instead of a record.
func read(t *testing.T, j *Journal, from uint64) ([]Record, error) {
	t.Helper()
	r := j.Follow(from)
	defer r.Close()
	var all []Record
	for seq := from; seq <= j.Last(); seq++ {
		record, err := r.Next(t.Context())
		if err != nil {
			return all, err
		}
		all = append(all, record)
	}
	return all, nil
}

// holds expects the journal to hold the messages from one to another under their own numbers.
func holds(t *testing.T, j *Journal, from, to int) {
	t.Helper()
	all, err := read(t, j, uint64(from))
	if err != nil {
		t.Fatal(err)
	}
	var want []Record
	for i := from; i <= to; i++ {
		want = append(want, Record{uint64(i), message(i)})
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Fatal(diff)
	}
}

func segments(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*.log"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// What is kept is read in its order, also after a restart, and numbers go on.
func TestKeepAndFollow(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "journal")
	j := open(t, dir, small)
	keep(t, j, 1, 5)
	holds(t, j, 1, 5)
	holds(t, j, 4, 5)
	closed(t, j)
	if _, err := j.Append(t.Context(), message(6)); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	if !errors.Is(j.Err(), ErrClosed) {
		t.Error(j.Err())
	}
	j = open(t, dir, small)
	keep(t, j, 6, 7)
	holds(t, j, 1, 7)
	for _, path := range append(segments(t, dir), filepath.Join(dir, "lock")) {
		if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
			t.Error(path, info.Mode(), err)
		}
	}
}

// The same message twice is two records, and one without anything is one.
func TestWhatIsInAMessageDoesNotMatter(t *testing.T) {
	j := open(t, t.TempDir(), small)
	empty := Message{Body: []byte{}, Received: time.UnixMilli(-1).UTC()}
	for range 2 {
		if _, err := j.Append(t.Context(), empty); err != nil {
			t.Fatal(err)
		}
	}
	all, err := read(t, j, 1)
	if diff := cmp.Diff([]Record{{1, empty}, {2, empty}}, all); diff != "" || err != nil {
		t.Error(diff, err)
	}
}

// A reader waits for the next record, and no longer than it may or the journal is open.
func TestFollowWaits(t *testing.T) {
	j := open(t, t.TempDir(), small)
	r := j.Follow(0)
	defer r.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	got := make(chan error)
	next := func() {
		_, err := r.Next(t.Context())
		got <- err
	}
	go next()
	keep(t, j, 1, 1)
	if err := <-got; err != nil {
		t.Error(err)
	}
	go next()
	closed(t, j)
	if err := <-got; !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
	if _, err := j.Follow(3).Next(t.Context()); !errors.Is(err, ErrAhead) {
		t.Error(err)
	}
}

// Segments are no longer than they may be, and are deleted when all of them is processed, for good.
func TestProcessed(t *testing.T) {
	dir := t.TempDir()
	options := Options{FreeBytes: 1, SegmentBytes: 300}
	j := open(t, dir, options)
	slow := j.Follow(1)
	defer slow.Close()
	keep(t, j, 1, 20)
	before := segments(t, dir)
	for _, path := range before {
		if info, err := os.Stat(path); err != nil || info.Size() > 300 {
			t.Error(path, info.Size(), err)
		}
	}
	if _, err := slow.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := j.Processed(10); err != nil {
		t.Fatal(err)
	}
	after := segments(t, dir)
	if len(after) >= len(before) || len(after) < 2 {
		t.Error(before, after)
	}
	holds(t, j, 11, 20)
	if _, err := read(t, j, 1); !errors.Is(err, ErrGone) {
		t.Error(err)
	}
	var err error
	for err == nil { // it reads on in the file that it has open
		_, err = slow.Next(t.Context())
	}
	if !errors.Is(err, ErrGone) {
		t.Error(err)
	}
	if err := j.Processed(21); !errors.Is(err, ErrAhead) {
		t.Error(err)
	}
	if err := j.Processed(3); err != nil || j.Position() != 10 {
		t.Error("it went back", j.Position(), err)
	}
	closed(t, j)
	j = open(t, dir, options)
	if j.Position() != 10 {
		t.Error(j.Position())
	}
	holds(t, j, 11, 20)
	if err := j.Processed(20); err != nil || len(segments(t, dir)) != 1 {
		t.Error(err, segments(t, dir))
	}
	closed(t, j)
	j = open(t, dir, options) // which keeps nothing that is processed, and begins no number again
	if info, err := os.Stat(segments(t, dir)[0]); err != nil || info.Size() != segmentHead {
		t.Error(info.Size(), err)
	}
	keep(t, j, 21, 22)
	holds(t, j, 21, 22)
}

// What is processed can be forgotten although its segment is not full.
func TestRoll(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, small)
	for range 2 {
		if err := j.Roll(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	keep(t, j, 1, 2)
	if len(segments(t, dir)) != 1 {
		t.Error("an empty segment was left", segments(t, dir))
	}
	for range 2 {
		if err := j.Roll(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	holds(t, j, 1, 2)
	if err := j.Processed(2); err != nil {
		t.Fatal(err)
	}
	if left := segments(t, dir); len(left) != 1 || filepath.Base(left[0]) != "00000000000000000003.log" {
		t.Error(left)
	}
	keep(t, j, 3, 4)
	holds(t, j, 3, 4)
}

// What is too large is refused, and nothing of it is kept.
func TestTooLarge(t *testing.T) {
	j := open(t, t.TempDir(), Options{FreeBytes: 1, RecordBytes: 100})
	for name, m := range map[string]Message{
		"body":      {Body: make([]byte, 59)},
		"transport": {Transport: strings.Repeat("x", 256)},
		"client":    {Client: strings.Repeat("x", 1<<16)},
		"topic":     {Topic: strings.Repeat("x", 1<<16)},
		"size":      {Size: -1},
	} {
		if _, err := j.Append(t.Context(), m); !errors.Is(err, ErrTooLarge) {
			t.Error(name, err)
		}
	}
	if _, err := j.Append(t.Context(), Message{Body: make([]byte, 58)}); err != nil || j.Last() != 1 {
		t.Error(err, j.Last())
	}
}

// While too many wait, another one waits no longer than it may.
func TestBackPressure(t *testing.T) {
	j := &Journal{options: small.withDefaults(), queue: make(chan *request, 1), stop: make(chan struct{}), stopped: make(chan struct{})}
	j.queue <- &request{} // nobody writes it
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := j.Append(ctx, message(1)); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// A directory is of one process at a time.
func TestInUse(t *testing.T) {
	dir := t.TempDir()
	j := open(t, dir, small)
	if _, err := Open(dir, small); !errors.Is(err, ErrInUse) {
		t.Error(err)
	}
	closed(t, j)
	closed(t, open(t, dir, small))
}

// After a flush that fails nothing is claimed: not what waited for it, not anything later, and not by another flush of the same bytes.
func TestFailedFlush(t *testing.T) {
	dir := t.TempDir()
	j, w := idle(t, dir)
	if err := j.keep(w, []*request{ask(1)}); err != nil {
		t.Fatal(err)
	}
	in, out, err := os.Pipe() // which takes bytes and cannot be flushed
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	segment := w.file
	defer segment.Close()
	w.file = out
	go j.write(w)
	if seq, err := j.Append(t.Context(), message(2)); err == nil || seq != 0 || errors.Is(err, ErrFull) {
		t.Fatal(seq, err)
	}
	<-j.Stopped()
	if _, err := j.Append(t.Context(), message(3)); !errors.Is(err, ErrClosed) || !strings.Contains(err.Error(), "sync") {
		t.Error(err)
	}
	if j.Last() != 1 {
		t.Error(j.Last())
	}
	closed(t, j)
	j = open(t, dir, small)
	holds(t, j, 1, 1)
	keep(t, j, 2, 2)
}

// idle opens a journal whose writer the test is.
func idle(t *testing.T, dir string) (*Journal, *writer) {
	t.Helper()
	j := &Journal{
		dir: dir, options: small.withDefaults(), queue: make(chan *request, 8), grown: make(chan struct{}),
		stop: make(chan struct{}), stopped: make(chan struct{}),
	}
	var err error
	if j.lock, err = lockDir(dir); err != nil {
		t.Fatal(err)
	}
	w, err := j.recover()
	if err != nil {
		t.Fatal(err)
	}
	return j, w
}

func ask(i int) *request {
	m := message(i)
	return &request{&m, make(chan outcome, 1)}
}

// logged is options whose log is written to a buffer.
func logged() (Options, *bytes.Buffer) {
	var log bytes.Buffer
	return Options{FreeBytes: 1, Log: slog.New(slog.NewTextHandler(&log, nil))}, &log
}

func copyFile(t *testing.T, from, to string, change func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, change(b), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
