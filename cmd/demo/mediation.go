// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/mediation"
)

// mediated is a case that the demo has brought to an agreement.
type mediated struct {
	*demo
	ledger            *village.Ledger
	village           *village.Village
	id                string
	home, body, third *village.Signer // who speaks for each side, and the mediator
}

// mediate has the household that appeals and the owners' committee come to an agreement before a mediator of the residents' committee.
func (d *demo) mediate(ctx context.Context, l *village.Ledger, v *village.Village, breach string) (agreed string, err error) {
	bodies, of := v.Constitution.Bodies, ownerOf(v, 1)
	m := mediated{
		demo: d, ledger: l, village: v, home: of.by, body: v.Officers[bodies[0].ID], third: v.Officers[bodies[1].ID],
	}
	asked, err := numberedAct(ctx, l, v, mediation.TypeCaseRequest, mediation.CaseRequest{
		About: mediation.AboutBreach, ID: breach, Home: of.unit, Second: rules.Side{Body: bodies[0].ID}, Text: spoken("it was no e-bike"),
	}, m.home)
	if err := l.Do(ctx)(asked, err); err != nil {
		return "", err
	}
	m.id = act.HashOf(asked.Text).String()
	if err := m.talk(ctx); err != nil {
		return "", err
	}
	d.step("a mediator brings it and the owners' committee together: they agree, in one act")
	return m.id, nil
}

// talk is what leads to the agreement.
func (m mediated) talk(ctx context.Context) error {
	proposal := spoken("no bike in the lift, and the points stay")
	for _, s := range []struct {
		kind string
		body any
		by   *village.Signer
	}{
		{mediation.TypeCaseTake, mediation.CaseTake{Case: m.id}, m.third},
		{mediation.TypeCaseJoin, mediation.CaseJoin{Case: m.id}, m.body},
		{mediation.TypeCaseSay, mediation.CaseSay{Case: m.id, Text: spoken("it was a pram")}, m.home},
		{mediation.TypeCasePropose, mediation.CasePropose{Case: m.id, Days: 7, Text: proposal}, m.third},
		{mediation.TypeCaseReply, mediation.CaseReply{Case: m.id, Reply: rules.Yes, Text: proposal}, m.home},
		{mediation.TypeCaseReply, mediation.CaseReply{Case: m.id, Reply: rules.Yes, Text: proposal}, m.body},
	} {
		if err := m.does(ctx, s.kind, s.body, s.by); err != nil {
			return err
		}
	}
	agreement := mediation.CaseAgree{Agreement: spoken("what both have signed"), Case: m.id, Days: 30}
	return m.ledger.Do(ctx)(m.village.Act(mediation.TypeCaseAgree, agreement, m.third, m.home, m.body))
}

// does has somebody take a step: an officer, whose acts are all counted here, or an owner, of whose some were refused.
func (m mediated) does(ctx context.Context, kind string, body any, by *village.Signer) error {
	if by == m.home {
		return numbered(ctx, m.ledger, m.village, kind, body, by)
	}
	return m.ledger.Do(ctx)(m.village.Act(kind, body, by))
}

// spoken is the hash of words that the demo keeps to itself.
func spoken(words string) string {
	hash := sha256.Sum256([]byte(words))
	return hex.EncodeToString(hash[:])
}
