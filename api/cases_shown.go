// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// shown is a case as it is now, with what was said in it as far as it is here.
func (l caseViewer) shown(doc rules.Case) (Case, error) {
	c, t := doc.At(l.now), caseTexts{caseViewer: l, id: doc.ID}
	shown := Case{
		Case: c.ID, State: c.State, About: CaseAbout(c.Matter.Kind), ID: c.Matter.ID, Next: l.next(doc), NextAt: c.NextAt(),
		Requested: c.Requested, TakeBy: c.TakeBy, Taken: c.Taken, AnswerBy: c.AnswerBy, Joined: c.Joined, EndBy: c.EndBy,
		Agreed: c.Agreed, PerformBy: c.PerformBy, ApplyBy: c.ApplyBy, Applied: c.Applied, Performed: c.Performed[:], Closed: c.Closed,
		Request: t.read(index.SideName(c.Sides[0]), c.Matter.Text), Agreement: t.said(c.Agreement), Reason: t.said(c.Reason),
		Statements: []CaseStatement{}, Sessions: t.notes(c.Sessions), Proposals: []CaseProposal{}, Notes: t.notes(c.Notes),
	}
	shown.Parts = partsOf(identity.Text{Hash: c.Agreement, Salt: shown.Agreement.Salt, Text: shown.Agreement.Text})
	var err error
	if shown.Mediator, err = l.shownMediator(c.Mediator); err != nil {
		return shown, err
	}
	for _, s := range c.Statements {
		text := t.said(s.Text)
		photos, err := l.photos(c.Sides[s.Side], text.Text)
		if err != nil {
			return shown, err
		}
		shown.Statements = append(shown.Statements, CaseStatement{Side: s.Side, At: s.At, Text: text, Photos: photos})
	}
	for _, p := range c.Proposals {
		shown.Proposals = append(shown.Proposals, CaseProposal{At: p.At, By: p.By, Replies: p.Replies[:], Text: t.said(p.Text)})
	}
	for _, s := range c.Sides {
		side, err := l.side(s)
		if err != nil {
			return shown, err
		}
		shown.Sides = append(shown.Sides, side)
	}
	return shown, t.failed
}

// shownMediator says who mediates: to take part is to accept him.
func (l caseViewer) shownMediator(m rules.Mediator) (CaseMediator, error) {
	shown := CaseMediator{Body: m.Body, Mine: m == l.mediator()}
	if m.Person == "" {
		return shown, nil
	}
	var err error
	shown.Name, err = l.officerIs(m.Person)
	return shown, err
}

func (l caseViewer) side(s rules.Side) (CaseSide, error) {
	side := CaseSide{Name: s.Name(), Home: s.Home, Body: s.Body, Mine: l.isSide(s)}
	if s.Home == "" {
		return side, nil
	}
	var err error
	side.House, err = l.store.House(l.ctx, l.v.community, s.Home)
	return side, unlessNotFound(err)
}

// caseTexts reads what was said in a case, until something fails.
type caseTexts struct {
	caseViewer
	id     string
	failed error
}

func (t *caseTexts) said(hash string) CaseText { return t.read(t.id, hash) }

func (t *caseTexts) read(about, hash string) CaseText {
	if hash == "" {
		return CaseText{}
	}
	text, err := t.store.CaseText(t.ctx, t.v.community, about, hash)
	t.failed = cmp.Or(t.failed, unlessNotFound(err))
	return CaseText{Hash: hash, Salt: text.Salt, Text: text.Text}
}

func (t *caseTexts) notes(all []rules.Session) []CaseNote {
	notes := []CaseNote{}
	for _, s := range all {
		notes = append(notes, CaseNote{At: s.At, Text: t.said(s.Text)})
	}
	return notes
}
