// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// layout writes a segment of batches of messages, which are numbered on from first, and returns where its records begin and, last,
// where it ends.
func layout(t testing.TB, path string, first, salt int, batches ...int) []int {
	t.Helper()
	b := headOf(uint64(first), uint32(salt))
	var at []int
	seq := first
	for _, n := range batches {
		batch := uint64(seq)
		for range n {
			at = append(at, len(b))
			b = appendRecord(b, uint32(salt), uint64(seq), batch, message(seq))
			seq++
		}
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return append(at, len(b))
}

func firstSegment(dir string) string { return filepath.Join(dir, "00000000000000000001.log") }

// Cut anywhere, a segment gives what is whole before the cut; the rest is cut off, which is told, and what is kept then stays.
func TestTornAnywhere(t *testing.T) {
	whole := quick(t)
	at := layout(t, firstSegment(whole), 1, 7, 1, 1, 3)
	for size := range at[len(at)-1] + 1 {
		dir := quick(t)
		copyFile(t, firstSegment(whole), firstSegment(dir), func(b []byte) []byte { return b[:size] })
		options, log := logged()
		j := open(t, dir, options)
		n := 0
		for n < 5 && at[n+1] <= size {
			n++
		}
		holds(t, j, 1, n)
		good := at[n]
		if size < segmentHead {
			good = 0
		}
		if cut := size - good; (cut > 0) != strings.Contains(log.String(), fmt.Sprint("bytes=", cut)) {
			t.Errorf("at %d: %d bytes were cut, %q", size, cut, log)
		}
		keep(t, j, n+1, n+2)
		closed(t, j)
		j = open(t, dir, small)
		holds(t, j, 1, n+2)
		closed(t, j)
	}
}

// Killed after the position was kept and a segment made, but before its head was written and what is processed was deleted.
func TestBeginsAgainAndForgets(t *testing.T) {
	dir := quick(t)
	layout(t, firstSegment(dir), 1, 7, 2)
	layout(t, filepath.Join(dir, "00000000000000000003.log"), 3, 7, 2)
	for name, text := range map[string]string{"00000000000000000005.log": "", positionName: "2\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	j := open(t, dir, small)
	if len(j.segments) != 2 || j.segments[0].first != 3 || j.segments[1].first != 5 {
		t.Errorf("its segments are %v", j.segments)
	}
	if _, err := os.Stat(firstSegment(dir)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file of which all is processed is still there: %v", err)
	}
	holds(t, j, 3, 4)
	keep(t, j, 5, 6)
}

// Of a batch that was being written any part may have come to the disk, in any order.
func TestTornBatch(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		dir := quick(t)
		at := layout(t, firstSegment(dir), 1, 7, 2, 4)
		lost := rapid.SliceOfN(rapid.IntRange(at[2], at[6]-1), 1, 60).Draw(rt, "lost")
		bad := 6
		copyFile(t, firstSegment(dir), firstSegment(dir), func(b []byte) []byte {
			for _, i := range lost {
				if b[i] == 0 {
					continue // as it was
				}
				b[i] = 0
				n, found := slices.BinarySearch(at, i)
				if !found {
					n--
				}
				bad = min(bad, n)
			}
			return b
		})
		j := open(t, dir, small)
		holds(t, j, 1, bad)
		keep(t, j, bad+1, bad+1)
		closed(t, j)
	})
}

// A bit that flips in what was acknowledged is told, with file and offset and what to do; no record after it is lost in silence. What is
// done, if nothing else helps, works. In the last batch alone it looks like a torn one.
func TestFlipped(t *testing.T) {
	whole := quick(t)
	at := layout(t, firstSegment(whole), 1, 7, 1, 2, 1)
	for i := range at[4] {
		dir := quick(t)
		copyFile(t, firstSegment(whole), firstSegment(dir), flip(i))
		j, err := Open(dir, small)
		if i >= at[3] {
			if err != nil || j.Last() != 3 {
				t.Fatal(i, err)
			}
			closed(t, j)
			continue
		}
		n := 0
		for at[n+1] <= i {
			n++
		}
		want := &DamageError{firstSegment(dir), int64(at[n]), uint64(n + 1), 4}
		if i < segmentHead {
			want = &DamageError{firstSegment(dir), 0, 1, 1} // what it holds cannot be known
		}
		isDamage(t, err, want)
		giveUp(t, dir, want.Last)
	}
}

// The same in a segment before the last one is told when it is read, after what is good before it.
func TestFlippedBefore(t *testing.T) {
	whole := quick(t)
	at := layout(t, firstSegment(whole), 1, 7, 1, 2, 1)
	second := func(dir string) string { return filepath.Join(dir, "00000000000000000005.log") }
	layout(t, second(whole), 5, 9, 2)
	for i := range at[4] {
		dir := quick(t)
		copyFile(t, firstSegment(whole), firstSegment(dir), flip(i))
		copyFile(t, second(whole), second(dir), flip(-1))
		j := open(t, dir, small)
		n := 0
		for at[n+1] <= i {
			n++
		}
		all, err := read(t, j, 1)
		want := &DamageError{firstSegment(dir), int64(at[n]), uint64(n + 1), 4}
		if i < segmentHead {
			want.Offset = 0
		}
		isDamage(t, err, want)
		if len(all) != n {
			t.Error(i, len(all))
		}
		closed(t, j)
		if err := os.WriteFile(filepath.Join(dir, positionName), []byte("4\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		j = open(t, dir, small)
		holds(t, j, 5, 6)
		closed(t, j)
	}
}

// Segments that end early, or are missing, are told as well.
func TestMissing(t *testing.T) {
	dir := quick(t)
	at := layout(t, firstSegment(dir), 1, 7, 1, 1)
	layout(t, filepath.Join(dir, "00000000000000000004.log"), 4, 9, 2)
	j := open(t, dir, small)
	all, err := read(t, j, 1)
	isDamage(t, err, &DamageError{firstSegment(dir), int64(at[2]), 3, 3})
	if len(all) != 2 {
		t.Error(len(all))
	}
	closed(t, j)
	for name, text := range map[string]string{"x.log": "", "00000000000000000000.log": "", positionName: "four"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, small); err == nil || !strings.Contains(err.Error(), path) {
			t.Error(name, err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// Who sends a message with a record in it does not make a torn batch look damaged.
func TestRecordInAMessage(t *testing.T) {
	dir := quick(t)
	j := open(t, dir, small)
	m := message(1)
	m.Body = nil
	for range 40 {
		m.Body = appendRecord(m.Body, 0, 3, 3, message(3))
	}
	if _, err := j.Append(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	closed(t, j)
	copyFile(t, firstSegment(dir), firstSegment(dir), func(b []byte) []byte { return b[:len(b)-1] })
	j = open(t, dir, small)
	if j.Last() != 0 {
		t.Error(j.Last())
	}
}

// The files are laid out as the package says.
func TestLayout(t *testing.T) {
	dir := quick(t)
	j := open(t, dir, small)
	keep(t, j, 1, 1)
	if err := j.Processed(1); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(firstSegment(dir))
	if err != nil {
		t.Fatal(err)
	}
	le := binary.LittleEndian
	n := len(b) - 24 - 24
	got := fmt.Sprintf("%s %d %v %d %d %d %d %d %s", b[:8], le.Uint64(b[8:]), int(le.Uint32(b[24:])) == n, le.Uint64(b[32:]),
		le.Uint64(b[40:]), le.Uint64(b[48:]), le.Uint32(b[56:]), b[60:66], b[66:])
	if got != "LINLIJ01 1 true 1 1 1800000000001 10 [0 6 6 0 13 0] brokergate-1gates/1/statebody 1" {
		t.Errorf("%q", got)
	}
	if position, err := os.ReadFile(filepath.Join(dir, "position")); err != nil || string(position) != "1\n" {
		t.Errorf("%q %v", position, err)
	}
}

// flip flips a bit of a byte, another one in each; -1 is none.
func flip(i int) func([]byte) []byte {
	return func(b []byte) []byte {
		if i >= 0 {
			b[i] ^= 1 << (i % 8)
		}
		return b
	}
}

func isDamage(t *testing.T, err error, want *DamageError) {
	t.Helper()
	got, ok := errors.AsType[*DamageError](err)
	if !ok || *got != *want {
		t.Fatalf("%v instead of %v", err, want)
	}
}

// giveUp gives up the records up to one, as an error says, after which the journal goes on with the next.
func giveUp(t *testing.T, dir string, last uint64) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, positionName), []byte(fmt.Sprintln(last)), 0o600); err != nil {
		t.Fatal(err)
	}
	j := open(t, dir, small)
	if j.Last() != last {
		t.Fatal(j.Last())
	}
	keep(t, j, int(last)+1, int(last)+1)
	holds(t, j, int(last)+1, int(last)+1)
	closed(t, j)
}
