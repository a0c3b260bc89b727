// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"compress/gzip"
	"flag"
	"io"
	"os"
	"testing"

	"github.com/linli-project/linli/internal/processor"
)

var large = flag.String("ledger", "", "an exported ledger that BenchmarkRecount counts again; its trust file is beside it")

// What a recount takes of a processor, by acts, of the ledger that package evidence has recorded or of a large one:
//
//	go test ./verify -run NONE -bench Recount -ledger FILE
func BenchmarkRecount(b *testing.B) {
	ledger, trust := exported(b, *large)
	acts, before := 0, processor.Used()
	for b.Loop() {
		report, err := Ledger(b.Context(), bytes.NewReader(ledger), trust, Options{})
		if err != nil || !report.OK() {
			b.Fatalf("%v:\n%s", err, text(report))
		}
		acts += report.Acts
	}
	used := processor.Used() - before
	b.ReportMetric(float64(acts)/used.Seconds(), "acts/cpu-s")
	b.ReportMetric(float64(acts)/b.Elapsed().Seconds(), "acts/s")
	b.ReportMetric(float64(used.Microseconds())/float64(acts), "cpu-µs/act")
}

func exported(b *testing.B, path string) ([]byte, Trust) {
	b.Helper()
	if path != "" {
		return must(os.ReadFile(path)), must(ReadTrust(bytes.NewReader(must(os.ReadFile(path + ".trust.json")))))
	}
	packed := must(gzip.NewReader(bytes.NewReader(must(os.ReadFile("../evidence/testdata/garden.ledger.gz")))))
	trust := must(os.ReadFile("../evidence/testdata/garden.trust.json"))
	return must(io.ReadAll(packed)), must(ReadTrust(bytes.NewReader(trust)))
}
