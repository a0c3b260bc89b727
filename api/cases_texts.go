// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/mediation"
)

// keepCaseText keeps what an officer says: in a case that he sees, or to ask a home or a body for mediation.
func (g *casesGroup) keepCaseText(c *echo.Context) error {
	var body KeepCaseTextJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	officer, err := g.officer(c)
	if err != nil {
		return err
	}
	l, err := g.viewer(c)
	if err != nil {
		return err
	}
	about, sides := index.SideName(rules.Side{Body: l.v.credential.Body}), [2]rules.Side{{Home: body.Home}}
	if body.Case != "" {
		doc, err := l.named(body.Case)
		if err != nil {
			return err
		}
		about, sides = doc.ID, doc.Sides
	}
	owners, err := l.ownersOfSides(sides)
	if err != nil {
		return err
	}
	hash, err := g.store.KeepCaseText(l.ctx, l.v.community, about, owners, body.Text, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, KeptText{Hash: hash})
}

// named is a case that the viewer sees.
func (l caseViewer) named(id string) (rules.Case, error) {
	doc, err := index.Read(l.ctx, l.index, mediation.Cases, l.v.community, id)
	if err != nil {
		return doc, err
	}
	sees, err := l.sees(doc)
	if err == nil && !sees {
		err = refuse("not-found", "", "")
	}
	return doc, err
}

// ownersOfSides are an owner of each home that is a side.
func (l caseViewer) ownersOfSides(sides [2]rules.Side) (owners []string, err error) {
	for _, s := range sides {
		if s.Home == "" {
			continue
		}
		owner, err := l.ownerOf(l.ctx, l.v.community, s.Home)
		if err := unlessNotFound(err); err != nil {
			return nil, err
		}
		if owner != "" {
			owners = append(owners, owner)
		}
	}
	return owners, nil
}

// aboutOwn checks what an owner says something about: a case of a home of his, or a home of his that asks for one.
func (l caseViewer) aboutOwn(about string) error {
	if slices.Contains(l.homes, about) {
		return nil
	}
	_, err := l.named(about)
	return err
}
