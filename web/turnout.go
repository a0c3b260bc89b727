// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"sync"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// turnouts remembers what was added up: boxes are only ever added, and a right keeps its area in a version of the roll. So a
// page that many watch reads only what is new.
type turnouts struct {
	mu sync.Mutex
	of map[[2]string]*turnout
}

// turnout is how many heads, with which area, have a ballot in their box.
type turnout struct {
	community.Weight
	seen   map[string]bool // rights
	height uint64          // of the ledger when boxes were last read
}

// turnout adds up an election's boxes. Of what is in one it only looks whether there is a ballot.
func (p *Pages) turnout(ctx context.Context, c string, e vote.Election) (community.Weight, error) {
	boxes, err := p.Ledger.Count(ctx, vote.Boxes, c, e.ID)
	if err != nil {
		return community.Weight{}, err
	}
	p.turnouts.mu.Lock()
	defer p.turnouts.mu.Unlock()
	if p.turnouts.of == nil {
		p.turnouts.of = map[[2]string]*turnout{}
	}
	known := p.turnouts.of[[2]string{c, e.ID}]
	if known == nil || boxes < len(known.seen) { // the mirror is being rebuilt
		known = &turnout{seen: map[string]bool{}}
		p.turnouts.of[[2]string{c, e.ID}] = known
	}
	if height := p.Ledger.Height(); boxes > len(known.seen) && height != known.height {
		known.height, err = height, p.add(ctx, c, e, known)
	}
	return known.Weight, err
}

func (p *Pages) add(ctx context.Context, c string, e vote.Election, t *turnout) error {
	for d, err := range p.Ledger.List(ctx, vote.Boxes, c, e.ID) {
		if err != nil {
			return err
		}
		id := d.Attributes[3]
		if t.seen[id] {
			continue
		}
		if box, err := vote.Boxes.Decode(d.Value); err != nil || len(box.Ballots) == 0 {
			if err != nil {
				return err
			}
			continue // one was turned down
		}
		right, err := read(ctx, p.Ledger, people.Rights, c, people.Version(e.Roll), id)
		if err != nil {
			return err
		}
		t.Weight = t.Plus(right.Weight(e.Rules.CountParking))
		t.seen[id] = true
	}
	return nil
}

// turnoutBars show who has voted beside who has to: heads and area in an owners' vote, heads in the others.
func turnoutBars(e vote.Election, part, whole community.Weight) []bar {
	open := e.Stage == election.StageOpen
	heads := bar{Name: "measure.heads", Part: part.Heads, Whole: whole.Heads, Open: open}
	area := bar{Name: "measure.area", Area: true, Part: part.AreaDm2, Whole: whole.AreaDm2, Open: open}
	needed, ok := election.QuorumOf(e.Rules.Kind)
	if !ok {
		return []bar{heads}
	}
	met := e.Rules.Quorum(part, whole)
	heads.Needed, heads.Met = needed, met.Heads
	if e.Rules.Kind == election.Committee {
		return []bar{heads}
	}
	area.Needed, area.Met = needed, met.Area
	return []bar{heads, area}
}
