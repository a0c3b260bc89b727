// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"testing"
)

// Whoever waits is told of every block, and at the end of all that the report has.
func TestProgress(t *testing.T) {
	ledger, trust := small(t)
	var told []Progress
	report, err := Ledger(t.Context(), bytes.NewReader(ledger), trust, Options{
		Replayers: replayers(), Progress: func(p Progress) { told = append(told, p) },
	})
	if err != nil || uint64(len(told)) != report.Blocks {
		t.Fatalf("%v: told %d times of %d blocks", err, len(told), report.Blocks)
	}
	for i, p := range told {
		if p.Blocks != uint64(i)+1 || i > 0 && p.Bytes <= told[i-1].Bytes {
			t.Errorf("block %d: %+v", i, p)
		}
	}
	if last := told[len(told)-1]; last.Acts != report.Acts || last.Bytes > int64(len(ledger)) || last.Bytes < int64(len(ledger))*9/10 {
		t.Errorf("of %d bytes and %d acts: %+v", len(ledger), report.Acts, last)
	}
}
