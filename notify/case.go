// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// sideNotices are the states of a case of which sides are told: the first, the second, or both.
var sideNotices = map[rules.State][2]Kind{
	rules.StateTaken: {CaseTaken, CaseAsked}, rules.StateOpen: {CaseJoined}, rules.StateProposed: {CaseProposed, CaseProposed},
	rules.StateAgreed: {CaseAgreed, CaseAgreed},
}

// aboutCase is who is told of a case as it stands: its sides, its mediator, or the bodies whose officers may take it. Each notice has its
// occasion, as those of orders have.
func (n *Notifier) aboutCase(ctx context.Context, c string, now int64, doc rules.Case) ([]Notice, error) {
	if doc.State == rules.StateRequested {
		return n.maybeMediators(ctx, c, doc)
	}
	notices := mediatorsNotices(doc)
	for i, side := range doc.Sides {
		audiences, err := n.ofSide(ctx, c, side)
		if err != nil {
			return nil, err
		}
		for _, notice := range sidesNotices(doc, i, now) {
			for _, notice.audience = range audiences {
				notices = append(notices, notice)
			}
		}
	}
	return notices, nil
}

// sidesNotices are what a side is told: how far the case is, and when they meet.
func sidesNotices(doc rules.Case, side int, now int64) (notices []Notice) {
	notice := Notice{Kind: sideNotices[doc.State][side], Subject: doc.ID}
	switch {
	case doc.State.Closed():
		notice.Kind = CaseEnded
	case notice.Kind == CaseProposed:
		notice.occasion = strconv.Itoa(len(doc.Proposals))
	}
	if notice.Kind != "" {
		notices = append(notices, notice)
	}
	if s := len(doc.Sessions); s > 0 && doc.Sessions[s-1].At > now {
		notices = append(notices, Notice{Kind: CaseMeets, Subject: doc.ID, occasion: strconv.Itoa(s)})
	}
	return notices
}

// maybeMediators are the bodies that are no side.
func (n *Notifier) maybeMediators(ctx context.Context, c string, doc rules.Case) ([]Notice, error) {
	place, err := index.Read(ctx, n.Index, contract.Communities, c)
	var notices []Notice
	for _, b := range place.Bodies {
		if !slices.Contains(doc.Sides[:], rules.Side{Body: b.ID}) {
			notices = append(notices, Notice{Kind: CaseRequested, Subject: doc.ID, audience: toBody(b.ID)})
		}
	}
	return notices, err
}

// mediatorsNotices are what the mediator is told: that a side has answered, to him or to a proposal, or not in its time.
func mediatorsNotices(doc rules.Case) []Notice {
	if doc.Mediator.Person == "" {
		return nil
	}
	notice := Notice{Subject: doc.ID, audience: toOfficer(doc.Mediator.Person)}
	replies := 0
	if last := len(doc.Proposals) - 1; last >= 0 {
		for _, reply := range doc.Proposals[last].Replies {
			if reply != rules.None {
				replies++
			}
		}
	}
	switch {
	case doc.State.Closed():
		notice.Kind = CaseEnded
	case doc.State == rules.StateAgreed:
		notice.Kind = CaseAgreed
	case replies > 0:
		notice.Kind, notice.occasion = CaseReplied, fmt.Sprintf("%d.%d", len(doc.Proposals), replies)
	case doc.State == rules.StateOpen:
		notice.Kind = CaseJoined
	default:
		return nil
	}
	return []Notice{notice}
}

// ofSide are who speaks for a side: a home's owners, or a body's officers.
func (n *Notifier) ofSide(ctx context.Context, c string, s rules.Side) ([]string, error) {
	if s.Body != "" {
		return []string{toBody(s.Body)}, nil
	}
	return n.ownersOf(ctx, c, []string{s.Home})
}

// WaitsForSide tells whoever speaks for a side of a case that an act of both sides waits for its signature. Acts that wait one after the
// other, as when one is taken back and made again, are one notice and a mail a day.
func (n *Notifier) WaitsForSide(ctx context.Context, community, id string, side contract.Party) error {
	audiences := side.Owners
	if side.Body != "" {
		audiences = []string{toBody(side.Body)}
	}
	notices := make([]Notice, len(audiences))
	for i, audience := range audiences {
		notices[i] = Notice{Community: community, Kind: CaseSign, Subject: id, audience: audience, renewed: true, daily: true}
	}
	return n.tell(ctx, notices)
}

// caseWaits says whether a notice of a case still asks for something.
func (n *Notifier) caseWaits(ctx context.Context, notice Notice) (bool, error) {
	doc, err := index.Read(ctx, n.Index, mediation.Cases, notice.Community, notice.Subject)
	if err != nil {
		return false, err
	}
	now := n.Now().Unix()
	doc = doc.At(now)
	switch notice.Kind {
	case CaseAsked:
		return doc.State == rules.StateTaken, nil
	case CaseProposed, CaseReplied:
		return doc.State == rules.StateProposed || notice.Kind == CaseReplied && doc.State == rules.StateOpen, nil
	case CaseMeets:
		return !doc.State.Closed() && doc.Sessions[len(doc.Sessions)-1].At > now, nil
	case CaseSign:
		return !doc.State.Closed(), nil
	case CaseApplySoon:
		return applySoon(doc, now), nil
	}
	return true, nil
}
