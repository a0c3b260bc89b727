// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger/index"
)

// shownMoves is how many of the last moves are listed; the statement has all.
const shownMoves = 20

// moves are the last transfers of my homes, each with what it changed of mine, and nothing of whose else it is.
func (h household) moves() ([]PointsMove, error) {
	moves := []PointsMove{}
	for _, unit := range h.units {
		w := statementWriter{household: h, until: h.now + 1, titles: map[string]string{}}
		w.noteRules()
		if err := w.noteServices(unit); err != nil {
			return nil, err
		}
		for t, err := range index.OfHouseholds(h.ctx, h.index, points.Transfers, h.me.community, unit) {
			if err != nil {
				return nil, err
			}
			if move, moved := w.move(unit, t); moved {
				moves = append(moves, move)
			}
		}
	}
	slices.SortStableFunc(moves, func(a, b PointsMove) int { return cmp.Compare(b.At, a.At) })
	return moves[:min(len(moves), shownMoves)], nil
}

// move is what a transfer did to a home.
func (w *statementWriter) move(unit string, t index.Owned[points.Transfer]) (m PointsMove, moved bool) {
	s := points.StatementOf(unit, 0, w.until, []points.Transfer{t.Doc})
	if len(s.Lines) == 0 {
		return m, false
	}
	m = PointsMove{Transfer: t.ID, Unit: unit, At: t.Doc.At, Cause: t.Doc.Cause, Change: s.After.Balance, Held: s.After.Held}
	m.About = w.about(s.Lines[0])
	return m, true
}
