// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

const recorded = "../../verify/testdata/small.ledger"

// The recorded ledger's chaincode is not this product's, so all but its replay passes.
func TestVerifyRecordedLedger(t *testing.T) {
	out, _, err := execute(t, verifyCommand(), recorded, "--trust", strings.TrimSuffix(recorded, ".ledger")+".trust.json")
	var code exitCode
	if !errors.As(err, &code) || code != 1 || strings.Contains(out, "FAIL") || !strings.Contains(out, "chaincodes unknown here: store (12)") {
		t.Errorf("%v:\n%s", err, out)
	}
	out, _, err = execute(t, verifyCommand(), recorded)
	if !errors.As(err, &code) || code != 1 || !strings.Contains(out, "UNANCHORED") {
		t.Errorf("without a trust file: %v:\n%s", err, out)
	}
	out, _, _ = execute(t, verifyCommand(), recorded, "--json")
	var report struct {
		Accepted *bool
		Checks   []struct{ ID, Status string }
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || report.Accepted == nil || *report.Accepted || len(report.Checks) == 0 {
		t.Errorf("as JSON: %v:\n%s", err, out)
	}
}

func TestVerifyBadInput(t *testing.T) {
	for name, args := range map[string][]string{
		"no file":        {"nothing.ledger"},
		"another file":   {"verify.go"},
		"no trust file":  {recorded, "--trust", "nothing.json"},
		"another format": {recorded, "--trust", writeFile(t, `{"format":"x"}`)},
	} {
		var code exitCode
		if _, words, err := execute(t, verifyCommand(), args...); !errors.As(err, &code) || code != 2 || words == "" {
			t.Errorf("%s: %v %q", name, err, words)
		}
	}
}
