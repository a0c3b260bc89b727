// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/verify"
)

// A Verdict is what every verifier comes to about a file of the corpus: testdata/corpus.tar.gz has the files, testdata/corpus.json the
// verdicts, and testdata/garden.witnessed.json is the trust file. The reader's clock is checkedAt.
type Verdict struct {
	File     string   `json:"file"`
	Accepted bool     `json:"accepted"`
	Fails    []string `json:"fails"`    // lines that say FAIL
	Unproven []string `json:"unproven"` // lines that say NOT PROVEN
	Why      string   `json:"why"`      // what was done to it
}

// corpus are good and bad bundles, and the verdicts. It is the same whenever it is made, as long as the recorded ledger is.
func corpus(e *estate) (files map[string][]byte, verdicts []Verdict) {
	files = map[string][]byte{}
	add := func(name, why string, raw []byte) {
		r := e.verify(raw)
		v := Verdict{File: name, Accepted: r.OK(), Fails: []string{}, Unproven: []string{}, Why: why}
		for _, c := range r.Checks {
			switch c.Status {
			case verify.Fail:
				v.Fails = append(v.Fails, c.ID)
			case verify.NotProven:
				v.Unproven = append(v.Unproven, c.ID)
			case verify.Pass:
			}
		}
		files[name], verdicts = raw, append(verdicts, v)
	}
	var all []evidence.Bundle
	e.each(func(kind evidence.Kind, id string) { all = append(all, e.bundle(kind, id)) })
	all = append(all, e.opened(openings()))
	for i, b := range all {
		name := fmt.Sprintf("%s-%02d", b.Claim.Kind, i)
		raw := must(clone(e, b).Pack())
		add(name+".zip", "nothing", raw)
		for j, maker := range makers() {
			f := &forgery{estate: e, Bundle: clone(e, b), other: clone(e, all[(i+5)%len(all)])}
			if at := i % 3; (i+j)%2 > 0 || !maker.make(f, at) {
				continue
			}
			if made, err := evidence.Complete(f.Bundle); err == nil && !f.keep {
				f.Bundle = made
			}
			add(fmt.Sprintf("%s-forged-%02d.zip", name, j), maker.name, must(f.Pack()))
		}
		rnd := rand.New(rand.NewPCG(uint64(i), 5))
		add(name+"-edited.zip", "a random edit", altered(rnd, raw))
	}
	stampedCorpus(e, add)
	strange := hostile(e)
	delete(strange, "a bomb") // its bytes are those of one version of Go's compression
	for i, name := range slices.Sorted(maps.Keys(strange)) {
		add(fmt.Sprintf("hostile-%02d.zip", i), name, strange[name].raw)
	}
	return files, verdicts
}

// stampedCorpus are bundles with stamps, and with what is left of a stamp after a random edit.
func stampedCorpus(e *estate, add func(name, why string, raw []byte)) {
	const edits = 80
	b := e.stampable(evidence.Result)
	for i, is := range slices.Concat(stamps(), strangers(), misstamps()) {
		add(fmt.Sprintf("stamped-%02d.zip", i), is.name, e.stampedAs(b, is.tokens(e)))
	}
	rnd := rand.New(rand.NewPCG(41, 5))
	for i := range edits {
		token := stamps()[1+i%3].tokens(e)[0]
		add(fmt.Sprintf("stamped-edited-%02d.zip", i), "a random edit of a stamp", e.stampedAs(b, [][]byte{altered(rnd, token)}))
	}
}

// harmless says whether what was done to a bundle leaves it accepted; unless nobody can say without looking.
func harmless(why string) (is, sure bool) {
	named := func(m misstamp) bool { return m.name == why }
	return why == "nothing" || slices.ContainsFunc(slices.Concat(stamps(), strangers()), named), why != "a random edit of a stamp"
}

// packed is the corpus in one file. Its times are none.
func packed(files map[string][]byte, verdicts []Verdict) []byte {
	var out bytes.Buffer
	z := must(gzip.NewWriterLevel(&out, gzip.BestCompression))
	w := tar.NewWriter(z)
	for _, v := range verdicts {
		must(0, w.WriteHeader(&tar.Header{Name: v.File, Mode: 0o644, Size: int64(len(files[v.File])), Format: tar.FormatUSTAR}))
		must(w.Write(files[v.File]))
	}
	must(0, w.Close())
	must(0, z.Close())
	return out.Bytes()
}

const (
	corpusFiles    = "testdata/corpus.tar.gz"
	corpusVerdicts = "testdata/corpus.json"
)

// TestCorpus holds the corpus against what is made anew. After a change that is meant: go test ./evidence -run TestCorpus -update
func TestCorpus(t *testing.T) {
	e := newEstate(t)
	files, verdicts := corpus(e)
	var text strings.Builder
	good := 0
	for _, v := range verdicts {
		line, err := json.Marshal(v)
		text.Write(append(town.Must(t, line, err), '\n'))
		if v.Accepted {
			good++
		}
		if is, sure := harmless(v.Why); sure && v.Accepted != is {
			t.Errorf("%s (%s): accepted is %v", v.File, v.Why, v.Accepted)
		}
	}
	if *update {
		town.Done(t, os.WriteFile(corpusFiles, packed(files, verdicts), 0o644))
		town.Done(t, os.WriteFile(corpusVerdicts, []byte(text.String()), 0o644))
	}
	raw, err := os.ReadFile(corpusVerdicts)
	if town.Must(t, raw, err); string(raw) != text.String() {
		t.Error("the verdicts are others than they were")
	}
	if !maps.EqualFunc(files, unpacked(t), bytes.Equal) {
		t.Error("the files are others than they were")
	}
	if t.Logf("%d files, %d of them good", len(files), good); len(files) < 300 {
		t.Errorf("%d files are too few", len(files))
	}
}

func unpacked(t *testing.T) map[string][]byte {
	t.Helper()
	raw, err := os.ReadFile(corpusFiles)
	z, err2 := gzip.NewReader(bytes.NewReader(town.Must(t, raw, err)))
	files := map[string][]byte{}
	for r := tar.NewReader(town.Must(t, z, err2)); ; {
		header, err := r.Next()
		if err == io.EOF {
			return files
		}
		data, err2 := io.ReadAll(r)
		files[town.Must(t, header, err).Name] = town.Must(t, data, err2)
	}
}
