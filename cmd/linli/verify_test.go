// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/verify"
)

const recorded = "../../verify/testdata/small.ledger"

// The recorded ledger's chaincode is not this product's, so all but its replay passes.
func TestVerifyRecordedLedger(t *testing.T) {
	out, words, err := execute(t, verifyCommand(), recorded, "--trust", strings.TrimSuffix(recorded, ".ledger")+".trust.json")
	if words != "" {
		t.Errorf("it is no terminal, and progress is told: %q", words)
	}
	var code exitCode
	if !errors.As(err, &code) || code != 1 || strings.Contains(out, "FAIL") || !strings.Contains(out, "unknown here: store (10)") {
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
		var input inputError
		if out, _, err := execute(t, verifyCommand(), args...); !errors.As(err, &input) || out != "" {
			t.Errorf("%s: %v %q", name, err, out)
		}
	}
}

// TestVerifyTrustFiles gives trust files that are not this ledger's, or not whole.
func TestVerifyTrustFiles(t *testing.T) {
	raw, err := os.ReadFile(strings.TrimSuffix(recorded, ".ledger") + ".trust.json")
	if err != nil {
		t.Fatal(err)
	}
	type object = map[string]any
	body := func(trust object) object { return trust["bodies"].([]any)[0].(object) }
	for name, test := range map[string]struct {
		alter  func(object)
		reads  bool
		expect string
	}{
		"another network": {func(o object) { o["genesis"] = strings.Repeat("0", 64) }, true, "genesis block"},
		"another channel": {func(o object) { o["channel"] = "other" }, true, `the trust file says "other"`},
		"a body left out": {func(o object) { o["bodies"] = o["bodies"].([]any)[1:] }, true, "is not in the trust file"},
		"another body":    {func(o object) { body(o)["mspId"] = "MartianMSP" }, true, "MartianMSP"},
		"another's root": {func(o object) { body(o)["roots"] = o["bodies"].([]any)[1].(object)["roots"] }, true,
			"differ from the trust file"},
		"a later ledger": {func(o object) { o["checkpoints"] = []object{{"block": 99, "hash": strings.Repeat("0", 64)}} }, true,
			"checkpoint"},
		"no root": {func(o object) { body(o)["roots"] = []string{} }, false, "no root certificate"},
		"a root cut short": {func(o object) { body(o)["roots"] = []string{"-----BEGIN CERTIFICATE-----"} }, false,
			"not one PEM certificate"},
		"no bodies":         {func(o object) { o["bodies"] = nil }, false, "no bodies"},
		"no hash":           {func(o object) { o["genesis"] = "" }, false, "not a SHA-256 hash"},
		"a later version":   {func(o object) { o["format"] = "linli-trust/2" }, false, "linli-trust/2"},
		"an unknown member": {func(o object) { o["trustMe"] = true }, false, "trustMe"},
	} {
		var trust object
		if err := json.Unmarshal(raw, &trust); err != nil {
			t.Fatal(err)
		}
		test.alter(trust)
		altered, err := json.Marshal(trust)
		if err != nil {
			t.Fatal(err)
		}
		out, _, err := execute(t, verifyCommand(), recorded, "--trust", writeFile(t, string(altered)))
		var code exitCode
		var input inputError
		if test.reads && (!errors.As(err, &code) || code != 1 || !strings.Contains(out, "FAIL")) || !test.reads && !errors.As(err, &input) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && !strings.Contains(out+err.Error(), test.expect) {
			t.Errorf("%s: %q is not in\n%s%v", name, test.expect, out, err)
		}
	}
}

// TestVerifyCutShort cuts the recorded ledger at every kind of place: it never passes, and the report says where it ends.
func TestVerifyCutShort(t *testing.T) {
	raw, err := os.ReadFile(recorded)
	if err != nil {
		t.Fatal(err)
	}
	for _, length := range []int{16, 19, 1000, len(raw) / 2, len(raw) - 13, len(raw) - 12, len(raw) - 8, len(raw) - 1} {
		out, _, err := execute(t, verifyCommand(), writeFile(t, string(raw[:length])))
		var code exitCode
		if !errors.As(err, &code) || code != 1 || !strings.Contains(out, "cut short") {
			t.Errorf("%d of %d bytes: %v\n%s", length, len(raw), err, out)
		}
	}
	for name, content := range map[string][]byte{"in the first line": raw[:9], "followed by more": append(raw, 0)} {
		if out, _, err := execute(t, verifyCommand(), writeFile(t, string(content))); err == nil || strings.Contains(out, "ACCEPTED") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// TestVerifyEvents gives event proofs: one that cannot be read is a wrong input, one that this ledger knows nothing of is not proven.
func TestVerifyEvents(t *testing.T) {
	trust := strings.TrimSuffix(recorded, ".ledger") + ".trust.json"
	id := device.IDOf("event").String()
	proof := device.EventProof{Community: "garden", Event: "event", ID: id, Oracle: "oracle", Root: id, Size: 1, V: device.Version}
	text, err := proof.Write()
	if err != nil {
		t.Fatal(err)
	}
	good, bad := writeFile(t, string(text)), writeFile(t, strings.Replace(string(text), `"v":"1"`, `"v":"2"`, 1))
	for name, args := range map[string][]string{
		"no file":         {"--event", "nothing.json"},
		"another version": {"--event", bad},
		"a second one":    {"--event", good, "--event", trust},
	} {
		var input inputError
		out, _, err := execute(t, verifyCommand(), append(args, recorded, "--trust", trust)...)
		if !errors.As(err, &input) || out != "" || !strings.Contains(err.Error(), "reading the event proof") {
			t.Errorf("%s: %v %q", name, err, out)
		}
	}
	out, _, err := execute(t, verifyCommand(), recorded, "--trust", trust, "--event", good, "--event", good)
	var code exitCode
	if !errors.As(err, &code) || code != 1 || strings.Count(out, "FAIL        event "+id) != 2 ||
		!strings.Contains(out, `community "garden" has never enrolled this oracle`) {
		t.Errorf("%v:\n%s", err, out)
	}
	out, _, _ = execute(t, verifyCommand(), recorded, "--trust", trust, "--event", good, "--json")
	var report struct {
		Events []struct{ ID, Status, Detail string }
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || len(report.Events) != 1 || report.Events[0].Status != "FAIL" {
		t.Errorf("as JSON: %v:\n%s", err, out)
	}
}

// TestVerifyPointsSheet gives balance sheets: one that cannot be read is a wrong input, one of this ledger's last block is held against it,
// and so is one of another ledger.
func TestVerifyPointsSheet(t *testing.T) {
	trust := strings.TrimSuffix(recorded, ".ledger") + ".trust.json"
	out, _, _ := execute(t, verifyCommand(), recorded, "--trust", trust, "--json")
	var ledger struct {
		Genesis, LastHash string
		Blocks            uint64
	}
	if err := json.Unmarshal([]byte(out), &ledger); err != nil {
		t.Fatal(err)
	}
	sheet := verify.PointsSheet{
		Format: verify.PointsSheetFormat, Genesis: ledger.Genesis, Community: "garden",
		Checkpoint:  verify.Checkpoint{Block: ledger.Blocks - 1, Hash: ledger.LastHash},
		PointsSheet: analysis.NewPointsSums().Sheet(),
	}
	file := func(change func(*verify.PointsSheet)) string {
		changed := sheet
		change(&changed)
		text, err := json.Marshal(changed)
		if err != nil {
			t.Fatal(err)
		}
		return writeFile(t, string(text))
	}
	for name, path := range map[string]string{
		"no file": "nothing.json", "another file": trust, "another format": file(func(s *verify.PointsSheet) { s.Format = "x" }),
		"two files in one": writeFile(t, "{}{}"),
	} {
		var input inputError
		out, _, err := execute(t, verifyCommand(), recorded, "--trust", trust, "--points-sheet", path)
		if !errors.As(err, &input) || out != "" || !strings.Contains(err.Error(), "reading the balance sheet") {
			t.Errorf("%s: %v %q", name, err, out)
		}
	}
	const line = "  sheet of the points of garden up to block "
	for says, change := range map[string]func(*verify.PointsSheet){
		"NOT PROVEN" + line:                 func(s *verify.PointsSheet) {}, // the ledger is not this product's
		"begins with 00":                    func(s *verify.PointsSheet) { s.Genesis = strings.Repeat("0", 64) },
		"does not reach that far":           func(s *verify.PointsSheet) { s.Checkpoint.Block++ },
		"and 00 in the sheet":               func(s *verify.PointsSheet) { s.Checkpoint.Hash = "00" },
		"issued: the sheet says 5, and the": func(s *verify.PointsSheet) { s.Issued = 5 },
		"its lines are \"help/a\" 0, and":   func(s *verify.PointsSheet) { s.Earned = []analysis.PointsGroup{{Names: []string{"help/a"}}} },
	} {
		out, _, err := execute(t, verifyCommand(), recorded, "--trust", trust, "--points-sheet", file(change))
		var code exitCode
		if !errors.As(err, &code) || code != 1 || !strings.Contains(out, says) {
			t.Errorf("%q is not said: %v\n%s", says, err, out)
		}
	}
}
