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

// madeObjection is an objection on the ledger, and when it was made.
type madeObjection struct {
	people.Objection
	at int64
}

// objections reads the page of a request, of the objections that fit. next is "" after the last one.
func (s *Server) objections(c *echo.Context, community string, fits func(people.Objection) bool) (page []madeObjection, next string, err error) {
	ctx := c.Request().Context()
	after, err := placeOf(c, people.Objections, community)
	if err != nil {
		return nil, "", err
	}
	for d, err := range s.Index.ListAfter(ctx, after, people.Objections, community) {
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
		made, err := s.Index.Act(ctx, o.Act)
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

func (s *Server) listObjections(c *echo.Context) error {
	if _, err := s.community(c.Request().Context(), c.Param("community")); err != nil {
		return err
	}
	all, next, err := s.objections(c, c.Param("community"), anybodys)
	if err != nil {
		return err
	}
	page := ObjectionPage{Items: make([]Objection, len(all)), Next: next}
	for i, o := range all {
		page.Items[i] = Objection{
			Act: o.Act, Subject: o.Subject, Person: o.Person, Text: o.Text, Answer: o.Answer, Answered: o.Answer != "", Accepted: o.Accepted, At: o.at,
		}
	}
	return s.answer(c, page)
}

// withTexts adds the texts that this body's store has.
func (s *Server) withTexts(ctx context.Context, c string, o madeObjection) (ObjectionText, error) {
	item := ObjectionText{Act: o.Act, Subject: o.Subject, Answered: o.Answer != "", Accepted: o.Accepted, At: o.at}
	text, err := s.Store.Text(ctx, c, o.Person, o.Text)
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return item, err
	}
	answer, err := s.Store.Text(ctx, c, o.Person, o.Answer)
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return item, err
	}
	item.Text, item.Answer = text.Text, answer.Text
	return item, nil
}

func (s *Server) listMyObjections(c *echo.Context) error {
	ctx := c.Request().Context()
	v, err := s.confirmed(c)
	if err != nil {
		return err
	}
	all, next, err := s.objections(c, v.community, func(o people.Objection) bool { return o.Person == v.credential.Person })
	if err != nil {
		return err
	}
	page := ObjectionTextPage{Items: make([]ObjectionText, len(all)), Next: next}
	for i, o := range all {
		if page.Items[i], err = s.withTexts(ctx, v.community, o); err != nil {
			return err
		}
	}
	return private(c, http.StatusOK, page)
}

// listObjectionTexts shows the officers who objects to what. Looking is noted.
func (s *Server) listObjectionTexts(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	officer, err := s.saw(c, "objections")
	if err != nil {
		return err
	}
	all, next, err := s.objections(c, v.community, anybodys)
	if err != nil {
		return err
	}
	people := make([]string, len(all))
	for i, o := range all {
		people[i] = o.Person
	}
	cases, err := s.Store.Cases(ctx, v.community, officer, people...)
	if err != nil {
		return err
	}
	page := ObjectionTextPage{Items: make([]ObjectionText, len(all)), Next: next}
	for i, o := range all {
		item, err := s.withTexts(ctx, v.community, o)
		if err != nil {
			return err
		}
		shared, err := s.sharesOffice(ctx, v, o.Person)
		if err != nil {
			return err
		}
		item.Person, item.Name, item.OwnCase = o.Person, cases[o.Person].Name, cases[o.Person].OwnCase || shared
		page.Items[i] = item
	}
	return private(c, http.StatusOK, page)
}

// answerObjection keeps an answer's text. That it is the answer follows from the act that two bodies sign.
func (s *Server) answerObjection(c *echo.Context) error {
	ctx := c.Request().Context()
	v := who(c)
	var body AnswerObjectionJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := s.officer(c)
	if err != nil {
		return err
	}
	o, err := index.Read(ctx, s.Index, people.Objections, v.community, c.Param("act"))
	if err != nil {
		return err
	}
	hash, err := s.Store.KeepAnswer(ctx, v.community, o.Person, body.Text, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, KeptText{Hash: hash})
}

// keepText keeps a text of an owner's, before the act that names it.
func (s *Server) keepText(c *echo.Context) error {
	var body KeepTextJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	v, err := s.confirmed(c)
	if err != nil {
		return err
	}
	hash, err := s.Store.KeepOwnText(c.Request().Context(), v.community, identity.TextKind(body.Kind), v.credential.Person, body.Salt, body.Text)
	if errors.Is(err, identity.ErrNotFound) {
		return refuse("not-registered-here", "请在为您登记的单位的服务器上提交。", "Leave it on the server of the body that registered you.")
	}
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, KeptText{Hash: hash})
}
