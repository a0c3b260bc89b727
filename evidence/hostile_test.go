// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/verify"
)

// stored is an archive that others have written, with what they like in it.
func stored(entries ...evidence.Entry) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		part := must(w.CreateRaw(&zip.FileHeader{
			Name: e.Name, CreatorVersion: 20, ReaderVersion: 20, CRC32: crc32.ChecksumIEEE(e.Data),
			ModifiedDate:     33, //nolint:staticcheck // what is written raw has the field itself
			CompressedSize64: uint64(len(e.Data)), UncompressedSize64: uint64(len(e.Data)),
		}))
		must(part.Write(e.Data))
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// listed is an archive of entries with a manifest that fits.
func listed(entries ...evidence.Entry) []byte { return listedAs("small", entries...) }

func listedAs(profile string, entries ...evidence.Entry) []byte {
	var lines []string
	for _, e := range entries {
		sum := sha256.Sum256(e.Data)
		lines = append(lines, fmt.Sprintf(`{"name":%q,"sha256":%q,"size":"%d"}`, e.Name, hex.EncodeToString(sum[:]), len(e.Data)))
	}
	manifest := `{"entries":[` + strings.Join(lines, ",") + `],"format":"linli-evidence/1","profile":"` + profile + `"}`
	return stored(slices.Concat([]evidence.Entry{{Name: "manifest.json", Data: []byte(manifest)}}, entries)...)
}

func claimAnd(text string) []byte {
	return listed(evidence.Entry{Name: "claim.json", Data: []byte(`{"community":"a","id":"b","kind":"case","not":[],"says":[],"v":"1"}`)},
		evidence.Entry{Name: "evidence.json", Data: []byte(text)})
}

// hostile are files that a stranger may send, and what is said of each.
func hostile(e *estate) map[string]struct {
	raw  []byte
	says string
} {
	good := must(e.bundle(evidence.Case, e.IDs["case"][0]).Pack())
	bomb := func() []byte {
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		must(must(w.Create("evidence.json")).Write(make([]byte, 256<<20)))
		if err := w.Close(); err != nil {
			panic(err)
		}
		return out.Bytes()
	}
	changed := func(at int, bytes ...byte) []byte {
		file := slices.Clone(good)
		copy(file[at:], bytes)
		return file
	}
	many := make([]evidence.Entry, 65)
	for i := range many {
		many[i] = evidence.Entry{Name: fmt.Sprintf("config-%d.pb", i), Data: []byte{1}}
	}
	signatures := `{"acts":[{"act":"{}","signatures":[` + strings.Repeat(`{"by":"a","signature":"AA"},`, 10_000) + `{"by":"a","signature":"AA"}]}],` +
		`"blocks":[],"head":"","v":"1"}`
	return map[string]struct {
		raw  []byte
		says string
	}{
		"a bomb":                     {bomb(), "compressed"},
		"a path":                     {stored(evidence.Entry{Name: "../../etc/passwd", Data: []byte("x")}), `no bundle has an entry "../../etc/passwd"`},
		"an absolute path":           {stored(evidence.Entry{Name: "/claim.json", Data: []byte("x")}), "no bundle has an entry"},
		"an entry twice":             {stored(evidence.Entry{Name: "claim.json"}, evidence.Entry{Name: "claim.json"}), "two entries"},
		"many entries":               {stored(many...), "more than 64 entries"},
		"five megabytes":             {append(slices.Clone(good), make([]byte, 5<<20)...), "more than 4194304"},
		"an entry of four gigabytes": {changed(18, 255, 255, 255, 255, 255, 255, 255, 255), "more bytes than there are"},
		"a name of 65535 bytes":      {changed(26, 255, 255), "more bytes than there are"},
		"something after the end":    {append(slices.Clone(good), 0), "not written as"},
		"a comment":                  {append(binary.LittleEndian.AppendUint16(slices.Clone(good[:len(good)-2]), 1), 'x'), "not written as"},
		"its end alone missing":      {good[:len(good)-1], "not written as"},
		"no manifest":                {stored(evidence.Entry{Name: "claim.json", Data: []byte("{}")}), "the first entry is not the manifest"},
		"nothing but a manifest":     {listed(), "the entries are []"},
		"entries in another order": {
			listed(evidence.Entry{Name: "evidence.json"}, evidence.Entry{Name: "claim.json"}), "the entries are",
		},
		"nesting":                    {claimAnd(strings.Repeat("[", 1_000_000)), "deeper than 16"},
		"nesting in an act":          {claimAnd(`{"acts":[{"act":"` + strings.Repeat("[", 100_000) + `","signatures":[]}],"blocks":[],"head":"","v":"1"}`), "deeper than 16"},
		"ten thousand signatures":    {claimAnd(signatures), "10001 signatures, more than 200"},
		"a member twice":             {claimAnd(`{"acts":[],"acts":[],"blocks":[],"head":"","v":"1"}`), "not the canonical JSON"},
		"a member that nobody knows": {claimAnd(`{"acts":[],"blocks":[],"head":"","v":"1","x":"1"}`), "not the canonical JSON"},
		"a null":                     {claimAnd(`{"acts":null,"blocks":[],"head":"","v":"1"}`), "not the canonical JSON"},
		"a number":                   {claimAnd(`{"acts":[],"blocks":[],"head":"","v":1}`), "not the canonical JSON"},
		"blanks":                     {claimAnd(`{"acts":[], "blocks":[],"head":"","v":"1"}`), "not the canonical JSON"},
		"another version":            {claimAnd(`{"acts":[],"blocks":[],"head":"","v":"2"}`), `version "2"`},
		"a manifest that is too long": {
			stored(evidence.Entry{Name: "manifest.json", Data: bytes.Repeat([]byte("["), 1<<20)}), "deeper than 16",
		},
	}
}

// What a stranger sends ends in a clear word, and costs its reader a few times its own size.
func TestHostileFiles(t *testing.T) {
	e := newEstate(t)
	for name, file := range hostile(e) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := e.verify(file.raw)
		runtime.ReadMemStats(&after)
		if c := r.Check("form"); r.OK() || c.Status != verify.Fail || !strings.Contains(c.Detail, file.says) {
			t.Errorf("%s: %s", name, c.Detail)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 64<<20 {
			t.Errorf("%s: it took %d bytes of memory", name, took)
		}
	}
	for name, raw := range map[string][]byte{"nothing": nil, "a ledger": []byte("linli-ledger/1\n"), "a page": []byte("<html>")} {
		if r, err := evidence.Verify(raw, e.trust, checkedAt); !errors.Is(err, evidence.ErrNotBundle) || r != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A bundle may hold what its makers like; what is printed of it can pretend to be nothing else.
func TestHostileWords(t *testing.T) {
	e := newEstate(t)
	b := e.bundle(evidence.Transfer, e.IDs["transfer"][0])
	b.Claim.ID = "x\nACCEPTED\n\x1b[2J<script>alert(1)</script>"
	b.Claim.Says = append(b.Claim.Says, evidence.Sentence{Args: map[string]string{"\nPASS": "\r\x00"}, Code: "\nACCEPTED"})
	raw, err := b.Pack()
	r := e.verify(town.Must(t, raw, err))
	out := text(r)
	pretends := strings.Contains(out, "\nACCEPTED") || strings.Contains(out, "\nPASS\":")
	if r.OK() || pretends || strings.ContainsAny(out, "\x1b\r\x00") {
		t.Errorf("it says:\n%q", out)
	}
}

// As many signatures as a bundle may have cost no more than that many verifications; one more is not looked at.
func TestSignaturesAreBounded(t *testing.T) {
	e := newEstate(t)
	b := e.bundle(evidence.Order, e.IDs["order"][0])
	for len(b.Evidence.Acts) <= evidence.MaxSignatures {
		b.Evidence.Acts = append(b.Evidence.Acts, act.Signed{Text: b.Evidence.Acts[0].Text, Signatures: b.Evidence.Acts[0].Signatures})
	}
	raw, err := b.Pack()
	if r := e.verify(town.Must(t, raw, err)); r.OK() || r.Check("form").Status != verify.Fail {
		t.Errorf("%s", text(r))
	}
}
