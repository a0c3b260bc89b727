// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// caseSigner is who signed the agreement: for a side, or as the mediator.
type caseSigner struct {
	contract.Credential

	side int // of the case, or -1
	name string
}

// signers are who signed the agreement, the mediator first and then one for each side, in the order of the sides.
func (w *casePaper) signers() ([]caseSigner, error) {
	all := make([]caseSigner, 0, len(w.signed.Signers))
	for _, id := range w.signed.Signers {
		credential, err := index.Read(w.ctx, w.index, contract.Credentials, w.v.community, id)
		if err != nil {
			return nil, err
		}
		name, err := w.nameOf(credential)
		if err != nil {
			return nil, err
		}
		all = append(all, caseSigner{Credential: credential, side: -1, name: name})
	}
	swapped, err := w.swapped(all[1].Credential, all[2].Credential)
	if swapped {
		all[1], all[2] = all[2], all[1]
	}
	all[1].side, all[2].side = 0, 1
	return all, err
}

// swapped says whether the second side signed before the first. Homes may have been sold since: it is asked of the rolls, the latest first,
// by which both spoke for a side.
func (w *casePaper) swapped(one, other contract.Credential) (bool, error) {
	for roll := w.place.Roll; roll > 0; roll-- {
		for _, order := range [][2]contract.Credential{{one, other}, {other, one}} {
			first, err := w.spokeFor(w.of.Sides[0], roll, order[0])
			if err != nil {
				return false, err
			}
			second, err := w.spokeFor(w.of.Sides[1], roll, order[1])
			if err != nil || first && second {
				return order[0].ID == other.ID, err
			}
		}
	}
	return false, nil
}

// spokeFor says whether somebody's word was that of a side by a version of the roll.
func (w *casePaper) spokeFor(s rules.Side, roll int64, c contract.Credential) (bool, error) {
	if s.Body != "" {
		return c.Kind == contract.Officer && c.Body == s.Body, nil
	}
	id, err := index.Optional(w.ctx, w.index, people.Units, w.v.community, people.Version(roll), s.Home)
	if err != nil || id == "" {
		return false, err
	}
	right, err := index.Optional(w.ctx, w.index, people.Rights, w.v.community, people.Version(roll), id)
	return c.Kind == contract.Owner && slices.Contains(right.Owners, c.Person), err
}

// nameOf is somebody's name, or why there is none to print.
func (w *casePaper) nameOf(c contract.Credential) (string, error) {
	if c.Kind == contract.Owner {
		person, err := w.store.Person(w.ctx, w.v.community, c.Person)
		if person.Erased > 0 {
			return caseWords.erased.in(w.speak), nil
		}
		return cmp.Or(person.Name, caseWords.elsewhere.in(w.speak)), unlessNotFound(err)
	}
	name, err := w.officerIs(c.ID)
	return cmp.Or(name, caseWords.elsewhere.in(w.speak)), err
}
