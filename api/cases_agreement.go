// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/identity"
	rules "github.com/linli-project/linli/rules/mediation"
)

// An agreement's text is a small document in canonical form with the parts that the law lists (People's Mediation Law, Art. 29). On the
// ledger there is its hash alone.

// keepAgreement keeps an agreement that the mediator has drafted.
func (g *casesGroup) keepAgreement(c *echo.Context) error {
	var parts AgreementParts
	if err := c.Bind(&parts); err != nil {
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
	doc, err := l.named(parts.Case)
	if err == nil && doc.Mediator != l.mediator() {
		err = refuse("not-found", "", "")
	}
	if err != nil {
		return err
	}
	if err := parts.complete(); err != nil {
		return err
	}
	text, err := act.Canonical(parts)
	if err != nil {
		return err
	}
	owners, err := l.ownersOfSides(doc.Sides)
	if err != nil {
		return err
	}
	hash, err := g.store.KeepCaseText(l.ctx, l.v.community, doc.ID, owners, text, officer)
	if err != nil {
		return err
	}
	return private(c, http.StatusCreated, KeptText{Hash: hash})
}

// complete refuses an agreement that lacks a part, and says which.
func (p AgreementParts) complete() error {
	for _, part := range p.inOrder() {
		if strings.TrimSpace(part.text) == "" {
			return &refusal{
				kind: "bad-field", fields: []FieldError{{Field: part.field, Message: "empty"}},
				detail: text{
					"协议须写明：" + part.title.zh + "（《人民调解法》第二十九条）。",
					"An agreement has to say: " + part.title.en + " (People's Mediation Law, Art. 29).",
				},
			}
		}
	}
	return nil
}

// agreementPart is one part of an agreement, as people read it.
type agreementPart struct {
	field string
	title text
	text  string
}

// inOrder are the parts in the order in which they are read.
func (p AgreementParts) inOrder() []agreementPart {
	of := append(append([]string{}, p.Responsibility...), "", "")
	return []agreementPart{
		{"facts", text{"纠纷的主要事实", "the main facts"}, p.Facts},
		{"matters", text{"争议事项", "the matters in dispute"}, p.Matters},
		{"responsibility", text{"申请方的责任", "the responsibility of the side that asked"}, of[0]},
		{"responsibility", text{"另一方的责任", "the responsibility of the other side"}, of[1]},
		{"agreed", text{"达成协议的内容", "what was agreed"}, p.Agreed},
		{"how", text{"履行的方式", "how it is performed"}, p.How},
		{"when", text{"履行的期限", "by when it is performed"}, p.When},
	}
}

// partsOf reads an agreement; nil if the text is none that says all it has to, or not the one that was hashed.
func partsOf(t identity.Text) *AgreementParts {
	var p AgreementParts
	if t.Text == "" || identity.HashText(t.Salt, t.Text) != t.Hash || act.Strict([]byte(t.Text), &p) != nil {
		return nil
	}
	if len(p.Responsibility) != len(rules.Case{}.Sides) || p.complete() != nil {
		return nil
	}
	return &p
}
