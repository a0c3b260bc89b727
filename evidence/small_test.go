// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"testing"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
)

// Of everything there is a small bundle, which is accepted and small.
func TestSmallBundles(t *testing.T) {
	const most = 40_000
	e := newEstate(t)
	e.each(func(kind evidence.Kind, id string) {
		raw, err := e.bundle(kind, id).Pack()
		town.Must(t, raw, err)
		r := e.verify(raw)
		t.Logf("%s: %d bytes\n%s", kind, len(raw), text(r))
		if !r.OK() || !r.Anchored || len(raw) > most {
			t.Errorf("%s %s: %d bytes\n%s", kind, id, len(raw), text(r))
		}
	})
}
