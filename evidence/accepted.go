// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"errors"
	"fmt"
	"math"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
)

// checkAccepted finds of every act the document that says that it took effect. A ballot that was turned down has one too, and is shown
// as such; no other act is.
func (v *verification) checkAccepted() {
	for i := range v.acts {
		a := &v.acts[i]
		if a.err == nil {
			a.err = v.accept(i, a)
		}
		if a.err != nil {
			v.report.fail(checkAccepted, fmt.Errorf("act %d: %w", i, a.err))
		}
	}
	v.report.pass(checkAccepted, "%d acts", len(v.acts))
}

func (v *verification) accept(place int, a *accepted) (err error) {
	for _, other := range v.acts[:place] {
		if other.Hash == a.Hash {
			return errors.New("it is shown twice")
		}
	}
	switch {
	case a.Net != v.head.Genesis.String():
		return errors.New("it was made for another ledger")
	case a.Community != v.Claim.Community:
		return errors.New("it is of another community")
	}
	if boxed, err := v.boxed(a); boxed || err != nil {
		return err
	}
	if a.Kept, a.At, err = use(v, contract.Acts, math.MaxUint64, a.Community, a.Hash); err != nil {
		return err
	}
	switch {
	case a.Kept.Tx != a.At.Tx:
		return fmt.Errorf("its document names transaction %q, and was written by %q", a.Kept.Tx, a.At.Tx)
	case a.Kept.Rejected != "" && (v.Claim.Kind != Ballot || v.Claim.ID != a.Hash):
		return fmt.Errorf("it was turned down: %s", a.Kept.Rejected)
	}
	return nil
}

// boxed finds the box that names a ballot, as it is shown first: what is in a box stays there.
func (v *verification) boxed(a *accepted) (bool, error) {
	if !vote.IsBallot(a.Type) {
		return false, nil
	}
	id, right := member(a.Act, "election"), member(a.Act, "right")
	for i, w := range v.writes {
		if !vote.IsBoxOf(w.Key, a.Community, id, right) {
			continue
		}
		box, err := vote.Boxes.Decode(w.Value)
		if err != nil {
			return false, err
		}
		if box.Has(a.Hash) {
			a.At, a.Kept.Tx, v.used[i] = w, w.Tx, true
			return true, nil
		}
	}
	return false, nil
}
