// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"
	"fmt"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/rules/calendar"
	rules "github.com/linli-project/linli/rules/mediation"
)

// recountCases looks, case by case, that nobody was mediated who did not say that he takes part; that nothing was agreed but between both
// sides, with a mediator who is of neither, in the days for it; and that silence came no earlier than its day.
func recountCases(state contractState, community string, differs func(key string, err error)) {
	entries, _ := state.Range(mediation.Cases.Kind(), community) // a replayed state always answers
	for _, entry := range entries {
		c, err := mediation.Cases.Decode(entry.Value)
		if err == nil {
			err = errors.Join(consented(c), agreement(c), silence(c))
		}
		if err != nil {
			differs(entry.Key, fmt.Errorf("the case: %w", err))
		}
	}
}

func consented(c rules.Case) error {
	talked := len(c.Statements)+len(c.Sessions)+len(c.Proposals) > 0
	switch {
	case c.Sides[0] == c.Sides[1]:
		return errors.New("both sides are one")
	case c.Mediator.Body != "" && (c.Mediator.Body == c.Sides[0].Body || c.Mediator.Body == c.Sides[1].Body):
		return errors.New("the mediator is of a side")
	case (talked || c.Agreed != 0) && (c.Joined == 0 || c.Joined < c.Taken || c.Taken < c.Requested || c.Mediator.Person == ""):
		return errors.New("the other side does not take part")
	}
	return nil
}

func agreement(c rules.Case) error {
	agreed := c.State == rules.StateAgreed || c.State == rules.StatePerformed || c.State == rules.StateUntold
	switch {
	case agreed != (c.Agreed != 0) || agreed != contract.IsHash(c.Agreement):
		return errors.New("an agreement was not signed, or is lost")
	case !agreed:
		return nil
	case c.Agreed < c.Joined || c.Agreed >= c.EndBy:
		return errors.New("it was agreed out of its days")
	case c.ApplyBy != calendar.After(c.Agreed, rules.ApplyWithin) || c.Applied != 0 && (c.Applied < c.Agreed || c.Applied >= c.ApplyBy):
		return errors.New("a court was asked out of its days")
	case (c.State == rules.StatePerformed) != (c.Performed[0] != 0 && c.Performed[1] != 0):
		return errors.New("it is performed as not both sides say")
	}
	return nil
}

func silence(c rules.Case) error {
	switch {
	case c.State == rules.StateUntaken && c.Closed < calendar.After(c.Requested, rules.TakeWithin),
		c.State == rules.StateSilent && c.Closed < calendar.After(c.Taken, rules.AnswerWithin):
		return errors.New("somebody is silent before his days are over")
	}
	for _, p := range c.Proposals {
		for _, reply := range p.Replies {
			if reply == rules.Silent && c.Agreed == 0 && c.Changed < min(p.By, c.EndBy) {
				return errors.New("a side is silent before its days are over")
			}
		}
	}
	return nil
}
