// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"errors"

	"github.com/linli-project/linli/act"
)

// Outcome is what became of one act of a batch.
type Outcome struct {
	Act     string   `json:"act"` // the act's hash, hex
	Code    act.Code `json:"code"`
	Message string   `json:"message,omitempty"`
}

// submit carries out a batch of signed acts. Each has its own outcome and a bad one does not spoil the others; a batch
// without any effect is refused as a whole, so that it leaves nothing on the ledger.
func (r *Rules) submit(s State, tx Tx, batch string) ([]byte, error) {
	v := NewView(s)
	outcomes, err := r.run(v, tx, batch)
	if err != nil {
		return nil, err
	}
	if len(v.written) == 0 {
		return nil, act.Refuse(NoEffect, "no act of the batch took effect; the first: %s: %s", outcomes[0].Code, outcomes[0].Message)
	}
	if err := v.Commit(); err != nil {
		return nil, err
	}
	return json.Marshal(outcomes)
}

// Check tells what Submit would answer, without any effect.
func (r *Rules) Check(s State, tx Tx, batch string) ([]byte, error) {
	outcomes, err := r.run(NewView(s), tx, batch)
	if err != nil {
		return nil, err
	}
	return json.Marshal(outcomes)
}

func (r *Rules) run(v *View, tx Tx, batch string) ([]Outcome, error) {
	signed, err := ReadBatch(batch)
	if err != nil {
		return nil, err
	}
	calls := make([]*Context, len(signed))
	faults := make([]error, len(signed))
	for i := range signed {
		calls[i], faults[i] = r.read(v, tx, signed[i])
	}
	if err := prefetch(v, calls); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(signed))
	for i, c := range calls {
		fault := faults[i]
		if fault == nil {
			fault = c.run()
		}
		outcome, err := outcomeOf(act.HashOf(signed[i].Text).String(), fault)
		if err != nil {
			return nil, err
		}
		outcomes[i] = outcome
	}
	return outcomes, nil
}

// prefetch reads what the acts of a batch will need, in two round trips instead of several an act: first what their
// envelopes name, then what follows from that and from their bodies.
func prefetch(v *View, calls []*Context) error {
	var keys []string
	for _, c := range calls {
		if c != nil {
			keys = append(keys, c.keys()...)
		}
	}
	if err := v.Prefetch(keys); err != nil {
		return err
	}
	keys = keys[:0]
	for _, c := range calls {
		if c != nil {
			keys = append(keys, c.laterKeys()...)
		}
	}
	return v.Prefetch(keys)
}

func outcomeOf(hash string, fault error) (Outcome, error) {
	if fault == nil {
		return Outcome{Act: hash, Code: OK}, nil
	}
	if refusal, ok := errors.AsType[*act.Error](fault); ok {
		return Outcome{Act: hash, Code: refusal.Code, Message: refusal.Message}, nil
	}
	return Outcome{}, fault
}
