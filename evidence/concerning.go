// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
)

// concerning are the acts that the claim is about. They come first, and those of one part in the order of the ledger.
func (v *verification) concerning(c Claim, at written) (own []*accepted, err error) {
	for i := range v.acts {
		a := &v.acts[i]
		if a.err != nil {
			return nil, errors.New("an act did not take effect")
		}
		if Concerns(c, at.Value, at.Tx, a.Act, a.Hash, a.At.Tx) {
			if len(own) != i {
				return nil, errors.New("the acts that it is about do not come first")
			}
			own = append(own, a)
			v.needed[i] = true
		}
		if i > 0 && i != len(own) && a.At.before(v.acts[i-1].At) {
			return nil, errors.New("the acts are not in their order")
		}
	}
	return own, v.madeIt(c, at, own)
}

func (w written) before(other written) bool {
	return w.Block < other.Block || w.Block == other.Block && w.Index < other.Index
}

// madeIt wants the act that made the matter among those that are shown.
func (v *verification) madeIt(c Claim, at written, own []*accepted) error {
	made := func(a *accepted) bool { return a.Hash == c.ID } // a ballot, a case, a booking
	switch c.Kind {
	case Result:
		made = func(*accepted) bool { return true }
	case Event:
		made = func(a *accepted) bool { return a.By == v.Event.Oracle }
		if slices.ContainsFunc(own, func(a *accepted) bool { return !made(a) }) {
			return errors.New("another program's log is shown")
		}
	case Voucher:
		made = func(a *accepted) bool { return a.Type == points.TypePointsRedeem }
	case Breach, Order, Transfer:
		maker := Made(at.Value)
		if maker == "" && c.Kind == Transfer {
			return nil // by a transaction that anybody may send
		}
		made = func(a *accepted) bool { return a.Hash == maker }
	case Ballot, Case, Booking:
	}
	if slices.ContainsFunc(own, made) {
		return nil
	}
	return errors.New("the act that made it is not shown")
}

// redacted are the persons who signed and of whom no name is shown.
func (v *verification) redacted(own []*accepted) (not []Sentence) {
	told := map[string]bool{}
	for _, a := range own {
		for _, s := range a.Signers {
			if who := s.who(); s.Kind == contract.Owner && !told[who] && !v.opens(who) {
				told[who] = true
				not = append(not, say(NotNamed, "who", who))
			}
		}
	}
	return not
}

// nothingElse refuses what the claim does not rest on: who reads a bundle should not have to wonder what it is for.
func (v *verification) nothingElse() error {
	for i := range v.acts {
		if !v.needed[i] {
			return fmt.Errorf("act %d is not needed", i)
		}
	}
	for i, w := range v.writes {
		if !v.used[i] {
			return fmt.Errorf("the document %q of block %d is not needed", w.Key, w.Block)
		}
	}
	return nil
}
