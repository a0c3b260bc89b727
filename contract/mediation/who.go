// SPDX-License-Identifier: Apache-2.0

package mediation

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	rules "github.com/linli-project/linli/rules/mediation"
)

// asSide takes a step as the side of the one who signs.
func asSide(c *contract.Context, id string, take func(rules.Case, rules.Side) (rules.Case, rules.Reason)) error {
	return step(c, id, func(doc rules.Case) (rules.Case, rules.Reason, error) {
		side, err := sideOf(c, doc, c.Signers[0])
		if err != nil {
			return doc, rules.Allowed, err
		}
		after, reason := take(doc, side)
		return after, reason, nil
	})
}

// sideOf is the side for which somebody signs: his body's, or that of a household of his.
func sideOf(c *contract.Context, doc rules.Case, by contract.Credential) (rules.Side, error) {
	for _, s := range doc.Sides {
		speaks, err := speaksFor(c, s, by)
		if speaks || err != nil {
			return s, err
		}
	}
	return rules.Side{}, act.Refuse(contract.WrongPerson, "of", "case")
}

// speaksFor says whether somebody's word is that of a side.
func speaksFor(c *contract.Context, s rules.Side, by contract.Credential) (bool, error) {
	if by.Kind == contract.Officer || s.Home == "" {
		return by.Kind == contract.Officer && s.Body == by.Body, nil
	}
	err := people.Owns(c, by.Person, s.Home)
	if act.CodeOf(err) == contract.WrongPerson {
		return false, nil
	}
	return err == nil, err
}

// bothSides are the sides of those who sign, which have to be two persons, one for each.
func bothSides(c *contract.Context, doc rules.Case, signers []contract.Credential) (sides [2]rules.Side, err error) {
	one, other := signers[0], signers[1]
	if one.Person != "" && one.Person == other.Person {
		return sides, act.Refuse(contract.WrongPerson, "of", "case-sides")
	}
	if sides[0], err = sideOf(c, doc, one); err != nil {
		return sides, err
	}
	if sides[0] != doc.Sides[0] {
		one, other = other, one
	}
	for i, by := range []contract.Credential{one, other} {
		speaks, err := speaksFor(c, doc.Sides[i], by)
		if err != nil {
			return sides, err
		}
		if !speaks {
			return sides, act.Refuse(contract.WrongPerson, "of", "case-sides")
		}
	}
	return doc.Sides, nil
}

// asMediator takes a step of an officer who is of neither side, and whose own household is none.
func asMediator(c *contract.Context, id string, take func(rules.Case, rules.Mediator) (rules.Case, rules.Reason)) error {
	return step(c, id, func(doc rules.Case) (rules.Case, rules.Reason, error) {
		if err := neutral(c, doc); err != nil {
			return doc, rules.Allowed, err
		}
		after, reason := take(doc, mediatorOf(c))
		return after, reason, nil
	})
}

func mediatorOf(c *contract.Context) rules.Mediator {
	return rules.Mediator{Body: c.Signers[0].Body, Person: c.Signers[0].ID}
}

// neutral refuses officers to whose households the case is.
func neutral(c *contract.Context, doc rules.Case) error {
	for _, s := range doc.Sides {
		if s.Home == "" {
			continue
		}
		if err := people.NotOwnHome(c, s.Home); err != nil {
			return err
		}
	}
	return nil
}

// parties are the sides of a case, with who speaks for each.
func parties(v contract.Viewer, community, id string) ([]contract.Party, error) {
	doc, err := load(v, community, id)
	if err != nil {
		return nil, err
	}
	both := make([]contract.Party, len(doc.Sides))
	for i, s := range doc.Sides {
		both[i] = contract.Party{Name: s.Name(), Body: s.Body}
		if s.Home != "" {
			if both[i].Owners, err = people.OwnersNow(v, community, s.Home); err != nil {
				return nil, err
			}
		}
	}
	return both, nil
}
