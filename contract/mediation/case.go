// SPDX-License-Identifier: Apache-2.0

package mediation

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/people"
	rules "github.com/linli-project/linli/rules/mediation"
)

// Asked are the cases that a side has asked for and that have not ended.
type Asked struct {
	Cases []string `json:"cases"` // ids, those that were asked for first are first
}

// MaxOpen is how many of them a side has at a time.
const MaxOpen = 10

// Documents of cases. A case's id is the hash of the act that asked for it.
const (
	Cases contract.Ref[rules.Case] = "case"  // C~id: a case, as it stands
	asked contract.Ref[Asked]      = "asked" // C~(home or body)~which: the open cases that a side has asked for
)

// What a case is about.
const (
	AboutBooking = "booking" // of a parking space, between its guest and its host
	AboutBreach  = "breach"
	AboutOrder   = "order"
	AboutRequest = "request"
)

// CaseRequest is the body of case.request: an owner for his household, or an officer for his body, asks for mediation.
type CaseRequest struct {
	About  string     `json:"about"`  // AboutBooking, AboutBreach, AboutOrder or AboutRequest
	ID     string     `json:"id"`     // of the booking, the breach or the order; "" for a request
	Home   string     `json:"home"`   // of the owner who asks; "" for an officer
	Second rules.Side `json:"second"` // with whom
	Text   string     `json:"text"`   // hash of what is said and asked for
}

func request(c *contract.Context, b CaseRequest) error {
	first := rules.Side{Home: b.Home}
	if by := c.Signers[0]; by.Kind == contract.Officer {
		first.Body = by.Body
	} else if err := people.Owns(c, by.Person, b.Home); err != nil {
		return err
	}
	sides := [2]rules.Side{first, b.Second}
	if err := checkSecond(c, b.Second); err != nil {
		return err
	}
	if err := b.checkMatter(c, sides); err != nil {
		return err
	}
	doc, reason := rules.Request(rules.Case{}, c.Tx.Time, c.Hash, sides, rules.Matter{Kind: b.About, ID: b.ID, Text: b.Text})
	if reason != rules.Allowed {
		return refuse(reason, doc.State)
	}
	if err := countAsked(c, first); err != nil {
		return err
	}
	return Cases.Put(c, doc, c.Act.Community, c.Hash)
}

// checkSecond refuses a household or a body that there is not.
func checkSecond(c *contract.Context, s rules.Side) error {
	switch {
	case s.Body != "" && !c.Community.Knows([]string{s.Body}):
		return act.Refuse(contract.NotFound, "of", "body")
	case s.Home != "":
		_, err := people.RightOf(c, s.Home)
		return err
	}
	return nil
}

// checkMatter refuses what is not there, a breach or an order that no side has to do with, and a booking of others.
func (b CaseRequest) checkMatter(c *contract.Context, sides [2]rules.Side) error {
	if !contract.IsHash(b.Text) {
		return act.Refuse(act.BadField, "of", "case-text")
	}
	if b.About == AboutRequest && b.ID == "" {
		return nil
	}
	if !contract.IsHash(b.ID) {
		return act.Refuse(act.BadField, "of", "case-matter")
	}
	if b.About == AboutBooking {
		return b.checkBooking(c, sides)
	}
	homes, err := b.concerned(c)
	if err == nil && !slices.ContainsFunc(homes, func(home string) bool { return home == sides[0].Home || home == sides[1].Home }) {
		err = act.Refuse(contract.WrongPerson, "of", "case-matter")
	}
	return err
}

// checkBooking refuses a booking whose guest and host are not the sides.
func (b CaseRequest) checkBooking(c *contract.Context, sides [2]rules.Side) error {
	doc, ok, err := parking.Bookings.Get(c, c.Act.Community, b.ID)
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "booking"))
	}
	guest, host := rules.Side(doc.Guest), rules.Side(doc.Host)
	if sides != [2]rules.Side{guest, host} && sides != [2]rules.Side{host, guest} {
		return act.Refuse(contract.WrongPerson, "of", "case-matter")
	}
	return nil
}

// concerned are the households whose breach or order it is.
func (b CaseRequest) concerned(c *contract.Context) ([]string, error) {
	switch b.About {
	case AboutBreach:
		doc, ok, err := convention.Breaches.Get(c, c.Act.Community, b.ID)
		if err != nil || !ok {
			return nil, cmp.Or(err, act.Refuse(contract.NotFound, "of", "breach"))
		}
		return []string{doc.Home}, nil
	case AboutOrder:
		doc, ok, err := order.Orders.Get(c, c.Act.Community, b.ID)
		if err != nil || !ok {
			return nil, cmp.Or(err, act.Refuse(contract.NotFound, "of", "order"))
		}
		return doc.Affected, nil
	}
	return nil, act.Refuse(act.BadField, "of", "case-matter")
}

// countAsked counts one case more that a side has asked for, beside those that are open.
func countAsked(c *contract.Context, s rules.Side) error {
	all, _, err := asked.Get(c, askedBy(c, s)...)
	if err != nil {
		return err
	}
	open := Asked{}
	for _, id := range all.Cases {
		earlier, _, err := Cases.Get(c, c.Act.Community, id)
		if err != nil {
			return err
		}
		if !earlier.At(c.Tx.Time).State.Closed() {
			open.Cases = append(open.Cases, id)
		}
	}
	if len(open.Cases) >= MaxOpen {
		return act.Refuse(contract.TooMany, "of", "open-cases", "most", MaxOpen)
	}
	open.Cases = append(open.Cases, c.Hash)
	return asked.Put(c, open, askedBy(c, s)...)
}

func askedBy(c *contract.Context, s rules.Side) []string {
	if s.Home != "" {
		return []string{c.Act.Community, "home", s.Home}
	}
	return []string{c.Act.Community, "body", s.Body}
}

// load reads a case.
func load(v contract.Viewer, community, id string) (rules.Case, error) {
	if !contract.IsHash(id) {
		return rules.Case{}, act.Refuse(contract.NotFound, "of", "case")
	}
	doc, ok, err := Cases.Get(v, community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "case")
	}
	return doc, err
}

// step takes a case through one of the rules' steps.
func step(c *contract.Context, id string, take func(rules.Case) (rules.Case, rules.Reason, error)) error {
	doc, err := load(c, c.Act.Community, id)
	if err != nil {
		return err
	}
	after, reason, err := take(doc)
	switch {
	case err != nil:
		return err
	case reason != rules.Allowed:
		return refuse(reason, doc.At(c.Tx.Time).State)
	}
	return Cases.Put(c, after, c.Act.Community, id)
}

// closeCase writes down what time alone has made of a case. Anybody may send it.
func closeCase(s contract.State, tx contract.Tx, community, id string) error {
	v := contract.NewView(s)
	doc, err := load(v, community, id)
	if err != nil {
		return err
	}
	after, reason := doc.Settle(tx.Time)
	if reason != rules.Allowed {
		return refuse(reason, doc.State)
	}
	if err := Cases.Put(v, after, community, id); err != nil {
		return err
	}
	return v.Commit()
}
