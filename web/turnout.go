// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"strconv"
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
	seen map[string]bool // rights
}

// turnout adds up an election's boxes, and never looks into one.
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
	if boxes > len(known.seen) {
		err = p.add(ctx, c, e, known)
	}
	return known.Weight, err
}

func (p *Pages) add(ctx context.Context, c string, e vote.Election, t *turnout) error {
	for box, err := range p.Ledger.List(ctx, vote.Boxes, c, e.ID) {
		if err != nil {
			return err
		}
		id := box.Attributes[3]
		if t.seen[id] {
			continue
		}
		right, err := read(ctx, p.Ledger, people.Rights, c, strconv.FormatInt(e.Roll, 10), id)
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
	kind, open := e.Rules.Kind, e.Stage == election.StageOpen
	heads := bar{Name: "measure.heads", Part: part.Heads, Whole: whole.Heads, Open: open}
	area := bar{Name: "measure.area", Area: true, Part: part.AreaDm2, Whole: whole.AreaDm2, Open: open}
	if kind == election.Poll { // has no quorum
		return []bar{heads}
	}
	if kind == election.Committee {
		heads.Needed, heads.Met = half, 2*part.Heads > whole.Heads
		return []bar{heads}
	}
	heads.Needed, heads.Met = twoThirds, 3*part.Heads >= 2*whole.Heads
	area.Needed, area.Met = twoThirds, 3*part.AreaDm2 >= 2*whole.AreaDm2
	return []bar{heads, area}
}
