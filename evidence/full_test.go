// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"testing"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
)

// Of everything there is a full bundle, which is accepted.
func TestFullBundles(t *testing.T) {
	const most = 1_000_000
	e := newEstate(t)
	e.each(func(kind evidence.Kind, id string) {
		raw, err := e.full(kind, id).Pack()
		town.Must(t, raw, err)
		r := e.verify(raw)
		t.Logf("%s: %d bytes", kind, len(raw))
		if !r.OK() || !r.Anchored || len(raw) > most {
			t.Errorf("%s %s: %d bytes\n%s", kind, id, len(raw), text(r))
		}
	})
}
