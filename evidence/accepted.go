// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"errors"
	"fmt"
	"math"

	"github.com/linli-project/linli/contract"
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
