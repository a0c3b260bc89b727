// SPDX-License-Identifier: Apache-2.0

package points

import (
	"errors"
	"fmt"
)

// ErrInvalidRules is wrapped when a program or a rule has a number that it cannot have; the draft has to be corrected.
var ErrInvalidRules = errors.New("invalid rules of points")

// Program is what a community adopted for all points.
type Program struct {
	LifeDays   int64 `json:"lifeDays"`   // a lot ends so many times 24 hours after it was earned; 0: never
	MaxBalance int64 `json:"maxBalance"` // the most an account may have, held and ended lots included; 0: MaxBalance
	Gifts      bool  `json:"gifts"`      // whether residents may give points to one another
}

// Validate checks a program. Errors wrap ErrInvalidRules.
func (p Program) Validate() error {
	if err := within("lifeDays", p.LifeDays, MaxLife); err != nil {
		return err
	}
	return within("maxBalance", p.MaxBalance, MaxBalance)
}

// Rule is what it adopted for one kind of deed that earns points.
type Rule struct {
	DayCap int64 `json:"dayCap"` // the most one account may earn by it in a day of Beijing; 0: no bound
	Budget int64 `json:"budget"` // the most that may be issued by it, less what was reversed; 0: no bound
}

// Validate checks a rule. Errors wrap ErrInvalidRules.
func (r Rule) Validate() error {
	if err := within("dayCap", r.DayCap, MaxBalance); err != nil {
		return err
	}
	return within("budget", r.Budget, MaxBudget)
}

func within(name string, value, most int64) error {
	if value < 0 || value > most {
		return fmt.Errorf("%w: %s is %d; it is from 0 to %d", ErrInvalidRules, name, value, most)
	}
	return nil
}

// Budget is a piece of a rule's budget. Rules that many earn by are counted in several pieces, so that they do not wait for one another.
type Budget struct {
	Open  bool  `json:"open,omitempty"` // without bound
	Limit int64 `json:"limit"`
	Used  int64 `json:"used"` // issued less reversed
}

// Pieces are the n pieces, 1 or more, that a rule's budget is counted in. Together they are the budget.
func (r Rule) Pieces(n int) []Budget {
	pieces := make([]Budget, n)
	each, more := r.Budget/int64(n), r.Budget%int64(n)
	for i := range pieces {
		pieces[i] = Budget{Open: r.Budget == 0, Limit: each}
		if int64(i) < more {
			pieces[i].Limit++
		}
	}
	return pieces
}
