// SPDX-License-Identifier: Apache-2.0

package store

import (
	"encoding/hex"
	"errors"
	"testing"

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
		if err != nil || int(p.Index) != i || p.Size != 4 || p.Root != hex.EncodeToString(root) || p.Oracle != "oracle" || p.Community != garden {
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
