// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/verify"
)

const gardened = "../../evidence/testdata/garden"

// gardenLedger is the recorded ledger of package evidence, unpacked, and what is in it.
func gardenLedger(t *testing.T) (path string, ids map[string][]string) {
	t.Helper()
	file, err := os.Open(gardened + ".ledger.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	packed, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(packed)
	if err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadFile(gardened + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var garden struct{ IDs map[string][]string }
	if err := json.Unmarshal(names, &garden); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "garden.ledger")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, garden.IDs
}

// Evidence is made from an exported ledger and checked by the command that checks ledgers, which tells one from the other.
func TestEvidence(t *testing.T) {
	ledger, ids := gardenLedger(t)
	head, trust := gardened+".head", gardened+".witnessed.json"
	out := filepath.Join(t.TempDir(), "ballot.zip")
	ask := func(args ...string) (string, error) {
		said, _, err := execute(t, evidenceCommand(&settings{}), append(args, "--community", "garden", "--ledger", ledger, "--out", out)...)
		return said, err
	}
	if said, err := ask("ballot", ids["ballot"][0], "--head", head); err != nil || !strings.Contains(said, "bytes") {
		t.Fatal(said, err)
	}
	said, _, err := execute(t, verifyCommand(), out, "--trust", trust)
	if err != nil || !strings.HasSuffix(said, "ACCEPTED\n") {
		t.Errorf("%v\n%s", err, said)
	}
	var code exitCode
	if said, _, err = execute(t, verifyCommand(), out); !errors.As(err, &code) || code != 1 || !strings.Contains(said, "\nUNANCHORED") {
		t.Errorf("without a trust file: %v\n%s", err, said)
	}
	var report struct {
		Accepted bool
		Claim    struct{ Kind string }
	}
	said, _, err = execute(t, verifyCommand(), out, "--trust", trust, "--json")
	if json.Unmarshal([]byte(said), &report) != nil || err != nil || !report.Accepted || report.Claim.Kind != "ballot" {
		t.Errorf("as JSON: %v\n%s", err, said)
	}
	nowhere := writeFile(t, `[{"hash":"`+strings.Repeat("0", 64)+`","salt":"00","text":"x"}]`)
	if _, err := ask("ballot", ids["ballot"][0], "--head", head, "--opened", nowhere); err == nil {
		t.Error("what stands nowhere is opened")
	}
	paper := filepath.Join(t.TempDir(), "ballot.pdf")
	for _, lang := range []string{"zh", "en"} {
		if _, _, err := execute(t, verifyCommand(), out, "--trust", trust, "--paper", paper, "--lang", lang); err != nil {
			t.Error(err)
		}
		if pdf, err := os.ReadFile(paper); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF-")) {
			t.Errorf("in %s: no PDF: %v", lang, err)
		}
	}
	if _, _, err := execute(t, verifyCommand(), out, "--trust", trust, "--paper", out); err == nil {
		t.Error("a statement takes the place of the evidence")
	}
	for name, args := range map[string][]string{"no such id": {"order", ids["ballot"][0]}, "an event without its proof": {"event", "x"},
		"no such kind": {"parcel", "x"}} {
		if _, err := ask(append(args, "--head", head)...); err == nil {
			t.Error(name)
		}
	}
	var problem *network.Problem
	if _, err := ask("transfer", ids["late"][0]); !errors.As(err, &problem) || !strings.Contains(problem.Do, "co-signed") {
		t.Errorf("without a head: %v", err)
	}
}

// Who asks for more than a bundle takes is told what to take instead.
func TestEvidenceTooLarge(t *testing.T) {
	err := (&wanted{}).problem(fmt.Errorf("%w: it has more bytes", build.ErrTooLarge))
	var problem *network.Problem
	if !errors.Is(err, build.ErrTooLarge) || !errors.As(err, &problem) || !strings.Contains(problem.Do, "--profile small") {
		t.Errorf("%v", err)
	}
}

// What a peer has in its blocks that no hash is over is not in a bundle, be it more than one takes.
func TestEvidenceOfPaddedBlocks(t *testing.T) {
	ledger, ids := gardenLedger(t)
	padded := filepath.Join(t.TempDir(), "padded.ledger")
	padFirst(t, ledger, padded, evidence.MaxSize)
	var bundles []string
	for _, from := range []string{ledger, padded} {
		out := filepath.Join(t.TempDir(), "order.zip")
		if _, _, err := execute(t, evidenceCommand(&settings{}), "order", ids["order"][0], "--community", "garden", "--ledger", from,
			"--out", out, "--head", gardened+".head", "--profile", "full"); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		bundles = append(bundles, string(raw))
	}
	if bundles[0] != bundles[1] {
		t.Error("what is padded makes another bundle")
	}
}

// padFirst writes a ledger again, and into its first block so many bytes that nobody knows, which no hash is over.
func padFirst(t *testing.T, from, to string, bytes int) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	reader, err := verify.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	writer, err := verify.NewWriter(out)
	if err != nil {
		t.Fatal(err)
	}
	for first := true; ; first = false {
		raw, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if first && err == nil {
			raw = protowire.AppendBytes(protowire.AppendTag(raw, 1000, protowire.BytesType), make([]byte, bytes))
		}
		if err := errors.Join(err, writer.Append(raw)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
}

// A bundle is checked where there is no network at all: in a network namespace of its own, which has not even a loopback that is up.
func TestEvidenceWithoutNetwork(t *testing.T) {
	apart := "-rn"
	if os.Getuid() == 0 {
		apart = "-n"
	}
	if err := exec.Command("unshare", apart, "true").Run(); err != nil {
		if os.Getenv("LINLI_TEST_ALL") == "1" { // which asks for every test
			t.Fatal("give this test a network namespace: install unshare, and run it as root or allow user namespaces: ", err)
		}
		t.Skip("no network namespace can be made here: ", err)
	}
	ledger, ids := gardenLedger(t)
	dir := t.TempDir()
	out, program := filepath.Join(dir, "case.zip"), filepath.Join("..", "..", "bin", "linli") // which is built anyway
	if said, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	if _, _, err := execute(t, evidenceCommand(&settings{}), "case", ids["case"][0], "--community", "garden", "--ledger", ledger,
		"--out", out, "--head", gardened+".head"); err != nil {
		t.Fatal(err)
	}
	said, err := exec.Command("unshare", apart, program, "verify", out, "--trust", gardened+".witnessed.json").CombinedOutput()
	if err != nil || !bytes.HasSuffix(said, []byte("ACCEPTED\n")) {
		t.Errorf("%v\n%s", err, said)
	}
}
