// SPDX-License-Identifier: Apache-2.0

package store

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/device"
)

// An event is proven to be in the log that the ledger has, also when its text has left; one that is not there yet is not.
func TestProve(t *testing.T) {
	s := open(t, t.TempDir(), Bounds{Logged: 2})
	var ids []string
	for i := range 5 {
		ids = append(ids, add(t, s, i+1, device.Plate))
	}
	change(t, s, func(tx *Tx) error { return tx.Logged(garden, ids[:3], 0) })
	change(t, s, func(tx *Tx) error { return tx.Logged(garden, ids[3:4], 3) })
	leaves, err := s.Leaves(t.Context(), garden, 4)
	if err != nil || len(leaves) != 4 || leaves[3].String() != ids[3] {
		t.Fatal(leaves, err)
	}
	log, err := device.Log{}.Append(leaves...)
	if err != nil {
		t.Fatal(err)
	}
	root, err := log.Root()
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range ids[:4] {
		p, err := s.Prove(t.Context(), garden, "oracle", id)
		if err != nil || int(p.Index) != i || p.Size != 4 || p.Root != hex.EncodeToString(root) || p.Oracle != "oracle" ||
			p.Community != garden {
			t.Fatalf("%+v %v", p, err)
		}
		if err := p.Included(root); err != nil || (p.Event == "") != (i < 2) {
			t.Errorf("event %d: %+v %v", i, p, err)
		}
	}
	if _, err := s.Prove(t.Context(), garden, "oracle", ids[4]); !errors.Is(err, ErrNotLogged) {
		t.Error("it waits", err)
	}
	for name, id := range map[string]string{"no event": device.IDOf("x").String(), "no id": "x", "": ""} {
		if _, err := s.Prove(t.Context(), garden, "oracle", id); !errors.Is(err, ErrNotFound) {
			t.Error(name, err)
		}
	}
	if _, err := s.Prove(t.Context(), "orchard", "oracle", ids[0]); !errors.Is(err, ErrNotFound) {
		t.Error("another community", err)
	}
}

// What is made of a log that has lost a leaf is no proof.
func TestProveWithALeafMissing(t *testing.T) {
	s := open(t, t.TempDir(), Bounds{})
	ids := []string{add(t, s, 1, device.Plate), add(t, s, 2, device.Plate), add(t, s, 3, device.Plate)}
	change(t, s, func(tx *Tx) error {
		if err := tx.Logged(garden, ids, 0); err != nil {
			return err
		}
		_, err := tx.exec("DELETE FROM leaves WHERE log_index = 1")
		return err
	})
	if p, err := s.Prove(t.Context(), garden, "oracle", ids[0]); !errors.Is(err, device.ErrNoLog) {
		t.Errorf("%+v %v", p, err)
	}
}

// The log is read beside an oracle that writes, and after it has ended, also if that was a crash; nothing is made or changed.
func TestOpenLog(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "oracle.db")
	if _, err := OpenLog(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there is none: %v", err)
	}
	s := open(t, dir, Bounds{})
	var ids []string
	grow := func() {
		ids = append(ids, add(t, s, len(ids)+1, device.Plate))
		change(t, s, func(tx *Tx) error { return tx.Logged(garden, ids[len(ids)-1:], int64(len(ids)-1)) })
	}
	proven := func(when string) {
		t.Helper()
		before := files(t, dir)
		l, err := OpenLog(path)
		if err != nil {
			t.Fatal(when, err)
		}
		for i, id := range ids {
			p, err := l.Prove(t.Context(), garden, "oracle", id)
			if err != nil || int(p.Index) != i || int(p.Size) != len(ids) || device.IDOf(p.Event).String() != id {
				t.Errorf("%s: event %d: %+v %v", when, i, p, err)
			}
		}
		if err := l.Close(); err != nil {
			t.Error(when, err)
		}
		if diff := cmp.Diff(before, files(t, dir)); diff != "" {
			t.Error(when, "files have changed", diff)
		}
	}
	grow()
	proven("beside the oracle")
	grow()
	proven("beside the oracle that went on")
	crashed := t.TempDir()
	if err := os.CopyFS(crashed, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	proven("after it")
	dir, path = crashed, filepath.Join(crashed, "oracle.db")
	proven("after a crash")
}

// files are what is in the files of a directory but SQLite's index of its write-ahead log, in which readers say how far they read.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		raw, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if all[entry.Name()] = string(raw); strings.HasSuffix(entry.Name(), "-shm") {
			all[entry.Name()] = ""
		}
	}
	return all
}
