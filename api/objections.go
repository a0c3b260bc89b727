// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
)

// objectionsGroup shows objections and their answers: to anybody, to who made them, and to the officers who answer them.
type objectionsGroup struct{ register }

// madeObjection is an objection on the ledger, and when it was made.
type madeObjection struct {
	people.Objection
	at int64
}

// objections reads the page of a request, of the objections that fit. next is "" after the last one.
func (g *objectionsGroup) objections(c *echo.Context, community string, fits func(people.Objection) bool) (page []madeObjection,
	next string, err error) {
	ctx := c.Request().Context()
	after, err := placeOf(c, people.Objections, community)
	if err != nil {
		return nil, "", err
	}
	for d, err := range g.index.ListAfter(ctx, after, people.Objections, community) {
		if err != nil {
			return nil, "", err
		}
		var o people.Objection
		if err := json.Unmarshal(d.Value, &o); err != nil {
			return nil, "", err
		}
		if !fits(o) {
			continue
		}
		made, err := g.index.Act(ctx, o.Act)
		if err != nil {
			return nil, "", err
		}
		if page = append(page, madeObjection{o, made.At}); len(page) == pageSize {
			return page, cursor(d), nil
		}
	}
	return page, "", nil
}

func anybodys(people.Objection) bool { return true }

func (g *objectionsGroup) listObjections(c *echo.Context) error {
	if _, err := g.community(c.Request().Context(), c.Param("community")); err != nil {
		return err
	}
	all, next, err := g.objections(c, c.Param("community"), anybodys)
	if err != nil {
		return err
	}
	page := ObjectionPage{Items: make([]Objection, len(all)), Next: next}
	for i, o := range all {
		page.Items[i] = Objection{
			Act: o.Act, Subject: o.Subject, Person: o.Person, Text: o.Text, Answer: o.Answer, Answered: o.Answer != "",
			Accepted: o.Accepted, At: o.at,
		}
	}
	return tagged(c, page)
}

// withTexts adds the texts that this body's store has.
func (g *objectionsGroup) withTexts(ctx context.Context, c string, o madeObjection) (ObjectionText, error) {
	item := ObjectionText{Act: o.Act, Subject: o.Subject, Answered: o.Answer != "", Accepted: o.Accepted, At: o.at}
	text, err := g.store.Text(ctx, c, o.Person, o.Text)
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return item, err
	}
	answer, err := g.store.Text(ctx, c, o.Person, o.Answer)
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return item, err
	}
	item.Text, item.Answer = text.Text, answer.Text
	return item, nil
}

func (g *objectionsGroup) listMyObjections(c *echo.Context) error {
	ctx := c.Request().Context()
	v, err := confirmed(c)
	if err != nil {
		return err
	}
	all, next, err := g.objections(c, v.community, func(o people.Objection) bool { return o.Person == v.credential.Person })
	if err != nil {
		return err
	}
	page := ObjectionTextPage{Items: make([]ObjectionText, len(all)), Next: next}
	for i, o := range all {
		if page.Items[i], err = g.withTexts(ctx, v.community, o); err != nil {
			return err
		}
	}
	return private(c, http.StatusOK, page)
}

// listObjectionTexts shows the officers who objects to what. Looking is noted.
func (g *objectionsGroup) listObjectionTexts(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	officer, err := g.saw(c, "objections")
	if err != nil {
		return err
	}
	all, next, err := g.objections(c, v.community, anybodys)
	if err != nil {
		return err
	}
	people := make([]string, len(all))
	for i, o := range all {
		people[i] = o.Person
	}
	cases, err := g.store.Cases(ctx, v.community, officer, people...)
	if err != nil {
		return err
	}
	page := ObjectionTextPage{Items: make([]ObjectionText, len(all)), Next: next}
	for i, o := range all {
		item, err := g.withTexts(ctx, v.community, o)
		if err != nil {
			return err
		}
		shared, err := g.sharesOffice(ctx, v, o.Person)
		if err != nil {
			return err
		}
		item.Person, item.Name, item.OwnCase = o.Person, cases[o.Person].Name, cases[o.Person].OwnCase || shared
		page.Items[i] = item
	}
	return private(c, http.StatusOK, page)
}

// answerObjection keeps an answer's text. That it is the answer follows from the act that two bodies sign.
func (g *objectionsGroup) answerObjection(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	var body AnswerObjectionJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	o, err := index.Read(ctx, g.index, people.Objections, v.community, c.Param("act"))
	if err != nil {
		return err
	}
	hash, err := g.store.KeepAnswer(ctx, v.community, o.Person, body.Text, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, KeptText{Hash: hash})
}
