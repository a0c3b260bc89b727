// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/linli-project/linli/internal/smalldisk"
)

// Below its floor the journal takes nothing, says why, loses nothing, and goes on by itself when there is space again.
func TestFloor(t *testing.T) {
	smalldisk.Run(t, "1m", func(t *testing.T, dir string) {
		filledAndFreed(t, dir, 600<<10, Options{FreeBytes: 256 << 10})
	})
}

// Without a floor it fills the disk, with the same end.
func TestFull(t *testing.T) {
	smalldisk.Run(t, "1m", func(t *testing.T, dir string) {
		filledAndFreed(t, dir, 2<<20, Options{FreeBytes: 1, SegmentBytes: 8 << 10})
	})
}

// Others may take the space after it was looked at: what came to the disk of a batch is taken back, and nothing is lost by it.
func TestTakenBack(t *testing.T) {
	smalldisk.Run(t, "64k", func(t *testing.T, dir string) {
		j, w := idle(t, dir)
		if err := j.keep(w, []*request{ask(1)}); err != nil {
			t.Fatal(err)
		}
		whole := w.size
		large := message(2)
		large.Body = make([]byte, 100<<10)
		w.encode([]*request{{message: &large}})
		if err := w.write(); !errors.Is(err, ErrFull) {
			t.Error(err)
		}
		if info, err := w.file.Stat(); err != nil || info.Size() != whole {
			t.Error(info.Size(), whole, err)
		}
		go j.write(w)
		keep(t, j, 2, 2)
		closed(t, j)
		j = open(t, dir, small)
		holds(t, j, 1, 2)
		closed(t, j)
	})
}

// filledAndFreed fills the disk with another file, and takes that away.
func filledAndFreed(t *testing.T, dir string, other int, options Options) {
	t.Helper()
	j := open(t, filepath.Join(dir, "journal"), options)
	defer func() { _ = j.Close() }() // before the disk is taken away
	var kept [][]byte
	put := func(n int) error {
		body := bytes.Repeat([]byte{byte(len(kept))}, n)
		_, err := j.Append(t.Context(), Message{Body: body})
		if err == nil {
			kept = append(kept, body)
		}
		return err
	}
	if err := put(100); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		filling := filepath.Join(dir, "filling")
		_ = os.WriteFile(filling, make([]byte, other), 0o600)
		var err error
		for range 1000 {
			if err = put(5 << 10); err != nil {
				break
			}
		}
		if !errors.Is(err, ErrFull) {
			t.Fatal(err)
		}
		if err := os.Remove(filling); err != nil {
			t.Fatal(err)
		}
		if err := put(7 << 10); err != nil {
			t.Fatal("it does not go on: ", err)
		}
		if err := j.Processed(j.Last() - 1); err != nil {
			t.Fatal(err)
		}
	}
	closed(t, j)
	j = open(t, j.dir, options)
	all, err := read(t, j, j.Last())
	if err != nil || len(all) != 1 || !bytes.Equal(all[0].Body, kept[len(kept)-1]) || int(j.Last()) != len(kept) {
		t.Error(len(all), len(kept), j.Last(), err)
	}
}

// Nothing can be begun on a full disk, which is told as such.
func TestBeginOnAFullDisk(t *testing.T) {
	smalldisk.Run(t, "64k", func(t *testing.T, dir string) {
		if err := os.Mkdir(filepath.Join(dir, "journal"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "journal", "lock"), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		_ = os.WriteFile(filepath.Join(dir, "filling"), make([]byte, 1<<20), 0o600)
		if _, err := Open(filepath.Join(dir, "journal"), small); !errors.Is(err, ErrFull) {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, "filling")); err != nil {
			t.Fatal(err)
		}
		j := open(t, filepath.Join(dir, "journal"), small)
		keep(t, j, 1, 1)
		closed(t, j)
	})
}
