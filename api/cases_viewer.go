// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// caseViewer is somebody who looks at cases: an owner for his homes, or an officer for his body and as a mediator.
type caseViewer struct {
	register
	ctx   context.Context //nolint:containedctx // of one request
	v     visitor
	homes []string // an owner's, by the roll in force
	now   int64
}

func (r register) viewer(c *echo.Context) (l caseViewer, err error) {
	l = caseViewer{register: r, ctx: c.Request().Context(), v: who(c), now: r.now().Unix()}
	if l.v.credential.Kind == contract.Owner {
		l.homes, err = r.unitsOf(l.ctx, l.v.community, l.v.credential.Person)
	}
	return l, err
}

// isSide says whether a side is the viewer's home or body.
func (l caseViewer) isSide(s rules.Side) bool {
	if s.Body != "" {
		return l.v.credential.Kind == contract.Officer && l.v.credential.Body == s.Body
	}
	return slices.Contains(l.homes, s.Home)
}

func (l caseViewer) mediator() rules.Mediator {
	return rules.Mediator{Body: l.v.credential.Body, Person: l.v.credential.ID}
}

// officerIs is the name of the officer whose passkey this is, in office or not; "" if this server does not know him.
func (l caseViewer) officerIs(passkey string) (string, error) {
	key, err := l.store.Passkey(l.ctx, l.v.community, passkey)
	if err != nil {
		return "", unlessNotFound(err)
	}
	officers, err := l.store.Officers(l.ctx, l.v.community)
	for _, o := range officers {
		if o.ID == key.Officer {
			return o.Name, nil
		}
	}
	return "", err
}

// sees says whether a case is for the viewer's eyes: of a side, the mediator's who has it, or, before there is one, of who may take it.
func (l caseViewer) sees(doc rules.Case) (bool, error) {
	switch {
	case slices.ContainsFunc(doc.Sides[:], l.isSide), doc.Mediator == l.mediator():
		return true, nil
	case l.v.credential.Kind != contract.Officer || !slices.Contains(doc.NextBy(l.now, l.mediator()), rules.StepTake):
		return false, nil
	}
	return l.neutral(doc)
}

// neutral says whether no home that is a side is the officer's own, nor that of another officer of his body.
func (l caseViewer) neutral(doc rules.Case) (bool, error) {
	for _, s := range doc.Sides {
		owners, err := l.ownersOf(l.ctx, l.v.community, s.Home)
		if err != nil {
			return false, err
		}
		for _, owner := range owners {
			shares, err := l.sharesOffice(l.ctx, l.v, owner)
			if err != nil || shares || owner == l.v.credential.Declared {
				return false, err
			}
		}
	}
	return true, nil
}

// next are the steps that the viewer may take.
func (l caseViewer) next(doc rules.Case) []rules.Step {
	steps := doc.NextBy(l.now, l.mediator())
	if l.v.credential.Kind != contract.Officer {
		steps = []rules.Step{}
	}
	for _, s := range doc.Sides {
		if l.isSide(s) {
			steps = append(steps, doc.NextAs(l.now, s)...)
		}
	}
	slices.Sort(steps)
	return slices.Compact(steps)
}

// ownersOf are who owns a home by the roll in force, as the ledger has it; of one that it does not have, nobody.
func (m mirror) ownersOf(ctx context.Context, community, home string) ([]string, error) {
	c, err := m.community(ctx, community)
	if err != nil || home == "" {
		return nil, err
	}
	version := people.Version(c.Roll)
	id, err := index.Optional(ctx, m.index, people.Units, community, version, home)
	if err != nil || id == "" {
		return nil, err
	}
	right, err := index.Optional(ctx, m.index, people.Rights, community, version, id)
	return right.Owners, err
}
