// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"runtime"
	"testing"
)

// Whatever file is given, verify answers, and takes memory as the file has bytes.
func FuzzLedgerFile(f *testing.F) {
	ledger, trust := small(f)
	f.Add(ledger)
	blocks := split(f, ledger)
	for i := range blocks {
		f.Add(join(f, blocks[:i+1]))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		var before, after runtime.MemStats
		for _, trusted := range []Trust{trust, {}} {
			runtime.ReadMemStats(&before)
			report, err := Ledger(t.Context(), bytes.NewReader(raw), trusted, Options{Replayers: replayers()})
			runtime.ReadMemStats(&after)
			if taken, most := after.TotalAlloc-before.TotalAlloc, uint64(32<<20+400*len(raw)); taken > most {
				t.Errorf("%d bytes took %d bytes of memory", len(raw), taken)
			}
			if err == nil && report.OK() && report.LastHash == "" {
				t.Error("accepted without a block")
			}
		}
	})
}

// A trust file that is taken says what it says, and can be written again.
func FuzzTrustFile(f *testing.F) {
	_, trust := small(f)
	var text bytes.Buffer
	if err := trust.Write(&text); err != nil {
		f.Fatal(err)
	}
	f.Add(text.Bytes())
	f.Fuzz(func(t *testing.T, raw []byte) {
		read, err := ReadTrust(bytes.NewReader(raw))
		if err != nil {
			return
		}
		var written bytes.Buffer
		if err := read.Write(&written); err != nil {
			t.Fatal(err)
		}
		if again, err := ReadTrust(&written); err != nil || again.Genesis != read.Genesis || !again.anchored() {
			t.Errorf("%s is read as %+v: %v", raw, again, err)
		}
	})
}
