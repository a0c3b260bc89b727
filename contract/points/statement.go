// SPDX-License-Identifier: Apache-2.0

package points

import (
	"maps"
	"slices"

	rules "github.com/linli-project/linli/rules/points"
)

// Statement is what happened to the points of a household in a span of time, by its transfers alone.
type Statement struct {
	Unit        string
	From, Until int64 // Unix times; Until is not in it any more
	Before      Standing
	Lines       []StatementLine // as the ledger has them
	After       Standing
	Lots        []rules.Lot // in the account at the end, what ends first first; those that end together are one
}

// Standing is what a household has.
type Standing struct {
	Balance int64 // in the account, ended lots included
	Held    int64 // for vouchers that are open
}

// StatementLine is points of one lot that moved, and what the household had then.
type StatementLine struct {
	Standing

	Act    string // hash of the act that moved them, or ""
	At     int64  // Unix time
	Cause  Cause
	Rule   string // of what was earned or taken back
	Of     string // the voucher, or the earning that was taken back
	Change int64  // of the account; 0 where what is held was used
	Points int64  // that moved
	Until  int64  // end of their lot; 0: none
}

// StatementOf writes the statement of a household; transfers are all of its own, in the order of the ledger: those that are
// older than the span make what it had before.
func StatementOf(unit string, from, until int64, transfers []Transfer) Statement {
	s := Statement{Unit: unit, From: from, Until: until, Lines: []StatementLine{}}
	lots := map[int64]int64{}
	for _, t := range transfers {
		if t.At >= until {
			continue
		}
		for _, m := range t.Moves {
			change, held := moveOf(unit, m)
			if change == 0 && held == 0 { // another household's side of it
				continue
			}
			lots[m.Until] += change
			s.After.Balance, s.After.Held = s.After.Balance+change, s.After.Held+held
			if t.At < from {
				s.Before.Balance, s.Before.Held = s.Before.Balance+change, s.Before.Held+held
				continue
			}
			s.Lines = append(s.Lines, StatementLine{
				Act: t.Act, At: t.At, Cause: t.Cause, Rule: t.Rule, Of: t.Of, Change: change, Points: m.Amount, Until: m.Until,
			})
			last := &s.Lines[len(s.Lines)-1]
			last.Standing = Standing{Balance: change, Held: held} // until what was before is known
		}
	}
	s.addUp()
	s.Lots = byEnd(lots)
	return s
}

// byEnd are the lots that points make, by end; what has no end is last.
func byEnd(ends map[int64]int64) (all []rules.Lot) {
	for _, end := range slices.Sorted(maps.Keys(ends)) {
		if ends[end] != 0 {
			all = append(all, rules.Lot{Amount: ends[end], Until: end})
		}
	}
	if len(all) > 0 && all[0].Until == 0 {
		all = append(all[1:], all[0])
	}
	return all
}

// moveOf is what a move changes of a household's account, and of what is held of it. Moves in and out of what is held are of vouchers of
// its own.
func moveOf(unit string, m rules.Transfer) (change, held int64) {
	switch {
	case m.From == unit:
		change = -m.Amount
	case m.To == unit:
		change = m.Amount
	}
	switch rules.Held {
	case m.From:
		held = -m.Amount
	case m.To:
		held = m.Amount
	}
	return change, held
}

// addUp has each line say what there was after it, beginning with what was before the span.
func (s *Statement) addUp() {
	at := s.Before
	for i := range s.Lines {
		line := &s.Lines[i]
		at.Balance, at.Held = at.Balance+line.Balance, at.Held+line.Held
		line.Standing = at
	}
}
