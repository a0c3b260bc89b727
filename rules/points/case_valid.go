// SPDX-License-Identifier: Apache-2.0

package points

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrInvalidCase is wrapped when a case is no history of points: a step lacks a field, or has one that it does not have.
var ErrInvalidCase = errors.New("invalid case")

func (c Case) validate() error {
	if err := c.Rules.program().Validate(); err != nil {
		return err
	}
	if err := c.Rules.rule().Validate(); err != nil {
		return err
	}
	if c.Steps == nil {
		return fmt.Errorf("%w: it has no \"steps\"", ErrInvalidCase)
	}
	seen := make(map[string]bool, len(c.Steps))
	for i, s := range c.Steps {
		if s.ID == "" || seen[s.ID] {
			return fmt.Errorf("%w: step %d has the id %q; each needs one of its own", ErrInvalidCase, i+1, s.ID)
		}
		seen[s.ID] = true
		if err := s.validate(); err != nil {
			return fmt.Errorf("%w: step %q%w", ErrInvalidCase, s.ID, err)
		}
	}
	if err := validTime(c.At); err != nil {
		return fmt.Errorf("%w: the time of the book%w", ErrInvalidCase, err)
	}
	return nil
}

// validate says what is wrong with a step, as the end of a sentence.
func (s CaseStep) validate() error {
	forms := Forms()
	i := slices.IndexFunc(forms, func(f Form) bool { return f.Step == s.Do })
	if i < 0 {
		var known []string
		for _, f := range forms {
			known = append(known, string(f.Step))
		}
		return fmt.Errorf(" does %q; there is %s", s.Do, strings.Join(known, ", "))
	}
	for _, f := range s.fields() {
		switch needed := slices.Contains(forms[i].Fields, f.name); {
		case needed && !f.given:
			return fmt.Errorf(" needs %q to %s", f.name, s.Do)
		case f.given && !needed && !slices.Contains(forms[i].Optional, f.name):
			return fmt.Errorf(" has %q, which is nothing to %s by", f.name, s.Do)
		}
	}
	for _, id := range s.accounts() {
		if id == "" || strings.HasPrefix(id, System) {
			return fmt.Errorf(" names the account %q; an account has a name, which does not begin with %q", id, System)
		}
	}
	return validTime(s.At)
}

// validTime says what is wrong with a time, as the end of a sentence.
func validTime(at *int64) error {
	switch {
	case at == nil:
		return errors.New(`: "at" is missing`)
	case *at < 0 || *at > MaxTime:
		return fmt.Errorf(`: "at" is %d; it is in Unix seconds, from 0 to %d`, *at, int64(MaxTime))
	}
	return nil
}

// A field is one that a step may have.
type field struct {
	name  string
	given bool
}

func (s CaseStep) fields() []field {
	return []field{
		{"account", s.Account != nil},
		{"from", s.From != nil},
		{"to", s.To != nil},
		{"amount", s.Amount != nil},
		{"cause", s.Cause != nil},
		{"until", s.Until != nil},
		{"hold", s.Hold != nil},
		{"earn", s.Earn != nil},
	}
}
