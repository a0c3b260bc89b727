// SPDX-License-Identifier: Apache-2.0

package contract

import "github.com/linli-project/linli/act"

// submit carries out a batch of signed acts. Each has its own outcome and a bad one does not spoil the others; a batch
// without any effect is refused as a whole, so that it leaves nothing on the ledger.
func (r *Rules) submit(s State, tx Tx, batch string) ([]byte, error) {
	v := NewView(s)
	outcomes, err := r.run(v, tx, batch)
	if err != nil {
		return nil, err
	}
	if len(v.written) == 0 {
		return nil, act.Refuse(NoEffect, "first", outcomes[0].Code)
	}
	if err := v.Commit(); err != nil {
		return nil, err
	}
	return encodeOutcomes(outcomes)
}

// Check tells what Submit would answer, without any effect.
func (r *Rules) Check(s State, tx Tx, batch string) ([]byte, error) {
	outcomes, err := r.run(NewView(s), tx, batch)
	if err != nil {
		return nil, err
	}
	return encodeOutcomes(outcomes)
}

func (r *Rules) run(v *View, tx Tx, batch string) ([]Outcome, error) {
	signed, err := ReadBatch(batch)
	if err != nil {
		return nil, err
	}
	calls := make([]*Context, len(signed))
	faults := make([]error, len(signed))
	side(len(signed), func(i int) { calls[i], faults[i] = r.read(v, tx, signed[i]) })
	if err := prefetch(v, calls); err != nil {
		return nil, err
	}
	verifyAhead(calls)
	outcomes := make([]Outcome, len(signed))
	for i, c := range calls {
		fault := faults[i]
		if fault == nil {
			fault = c.run()
		}
		outcome, err := outcomeOf(fault)
		if err != nil {
			return nil, err
		}
		outcomes[i] = outcome
	}
	return outcomes, nil
}

// depth is how many documents one after the other name the next of which an act is read ahead.
const depth = 4

// prefetch reads what the acts of a batch will need, in a few round trips instead of several an act: first what their envelopes name, then
// what follows from that and from their bodies, and then what follows from what was read, as long as there is something.
func prefetch(v *View, calls []*Context) error {
	name := (*Context).keys
	for range depth {
		var keys []string
		for _, c := range calls {
			if c != nil {
				keys = append(keys, name(c)...)
			}
		}
		before := len(v.known)
		if err := v.Prefetch(keys); err != nil || len(v.known) == before {
			return err
		}
		name = (*Context).laterKeys
	}
	return nil
}
