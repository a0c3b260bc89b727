// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
)

// fullBundle writes a full bundle of evidence, of a case in the recorded ledger, and returns its path.
func fullBundle(t *testing.T) string {
	t.Helper()
	const recorded = "../../evidence/testdata/garden."
	var garden struct {
		Community string              `json:"community"`
		IDs       map[string][]string `json:"ids"`
	}
	names, err := os.ReadFile(recorded + "json")
	must(t, err)
	must(t, json.Unmarshal(names, &garden))
	head, err := os.ReadFile(recorded + "head")
	must(t, err)
	packed, err := os.Open(recorded + "ledger.gz")
	must(t, err)
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	must(t, err)
	ledger, err := io.ReadAll(unpacked)
	must(t, err)
	asked := build.Asked{Kind: evidence.Case, ID: garden.IDs["case"][0], Community: garden.Community, Profile: evidence.Full}
	source := build.File{ReadSeeker: bytes.NewReader(ledger)}
	places, err := build.Scan(source)
	must(t, err)
	bundle, err := build.Bundle(t.Context(), source, places, asked, string(head))
	must(t, err)
	raw, err := bundle.Pack()
	must(t, err)
	path := filepath.Join(t.TempDir(), "full.zip")
	must(t, os.WriteFile(path, raw, 0o600))
	return path
}
