// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"testing"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
)

// How long a bundle takes to check, of the largest matter that was recorded: go test ./evidence -bench . -run '^$'
func BenchmarkVerify(b *testing.B) {
	e := newEstate(b)
	stamped := func(kind evidence.Kind, _ string) evidence.Bundle {
		return e.stamp(e.stampable(kind), stamps()[0].tokens(e)...)
	}
	makers := map[string]func(evidence.Kind, string) evidence.Bundle{"small": e.bundle, "stamped": stamped, "full": e.full}
	for profile, make := range makers {
		for _, kind := range []evidence.Kind{evidence.Ballot, evidence.Order} {
			raw, err := make(kind, e.IDs[string(kind)][0]).Pack()
			town.Must(b, raw, err)
			b.Run(profile+"/"+string(kind), func(b *testing.B) {
				for b.Loop() {
					if !e.verify(raw).OK() {
						b.Fatal("it is refused")
					}
				}
				b.ReportMetric(float64(len(raw)), "bytes")
			})
		}
	}
}
