// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/rules/device"
)

// An event is proven from the files of the oracle that has it, which may have them open meanwhile; why another one is not is said.
func TestOracleProve(t *testing.T) {
	data := networktest.Network(t).Dir()
	kept, err := oracle.Open(t.Context(), oracle.Config{Dir: filepath.Join(data, "serve", "owners", "oracle", "prove"), Community: "prove"})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	ids := map[string]string{}
	err = kept.Store.Change(t.Context(), func(tx *store.Tx) error {
		var failed error
		for i, name := range []string{"logged", "waiting"} {
			e := device.Event{Community: "prove", Device: "gate-1", Kind: device.Plate, Raw: name, V: device.Version}
			text, err := e.Encode()
			failed = errors.Join(failed, err)
			ids[name], err = tx.AddEvent(uint64(i), e, text)
			failed = errors.Join(failed, err)
		}
		return errors.Join(failed, tx.Logged("prove", []string{ids["logged"]}, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
	prove := func(args ...string) (string, error) {
		out, _, err := execute(t, oracleProveCommand(&settings{data: data}), args...)
		return out, err
	}
	out, err := prove(ids["logged"], "--community", "prove")
	p, err2 := device.ReadEventProof([]byte(out))
	if err != nil || err2 != nil || p.Oracle != kept.ID() || p.Size != 1 || device.IDOf(p.Event).String() != ids["logged"] {
		t.Errorf("%v %v: %s", err, err2, out)
	}
	for why, args := range map[string][]string{
		"not on the ledger yet\nWait":       {ids["waiting"], "--community", "prove"},
		"not in the oracle's store\nCheck":  {strings.Repeat("0", 64), "--community", "prove"},
		"keeps its files there\nName the b": {ids["logged"], "--community", "nowhere"},
		"files there\nName the body":        {ids["logged"], "--community", "prove", "--body", "residents"},
		"no body is called":                 {ids["logged"], "--community", "prove", "--body", "nobody"},
	} {
		if out, err := prove(args...); err == nil || out != "" || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v %s", why, err, out)
		}
	}
}
