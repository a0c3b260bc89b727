// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"errors"
	"testing"

	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/verify"
)

// proven exports the ledger and counts it again, with proofs of events by their devices: all of them are proven.
func (s *site) proven(proofs map[string]rules.EventProof) {
	s.Helper()
	var o verify.Options
	for id, p := range proofs {
		text, err := p.Write()
		s.must(err)
		read, err := rules.ReadEventProof(text) // as from a file
		s.must(err)
		if len(text) > 2000 {
			s.Errorf("the proof of %s has %d bytes", id, len(text))
		}
		o.Events = append(o.Events, read)
	}
	report, err := s.ledger.Recount(s.Context(), o)
	s.must(err)
	if !report.Proven() || len(report.Events) != len(proofs) || report.Logged == 0 {
		s.Errorf("%d of %d events in logs with %d: %+v", len(report.Events), len(proofs), report.Logged, report.Events)
	}
	for _, e := range report.Events {
		if e.Event == nil || e.ID != proofs[e.Event.Device].ID || e.Body != s.Body || e.Logged*1000 < int64(e.Event.Received)-5000 {
			s.Errorf("%+v", e)
		}
	}
}

// What no oracle has is not proven.
func TestProveNothing(t *testing.T) {
	dir := t.TempDir()
	if _, err := oracle.Prove(t.Context(), dir, "garden", rules.IDOf("x").String()); !errors.Is(err, oracle.ErrNoOracle) {
		t.Error(err)
	}
	made, err := oracle.Open(t.Context(), oracle.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := made.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := oracle.Prove(t.Context(), dir, "garden", rules.IDOf("x").String()); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
}
