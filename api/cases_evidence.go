// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
)

func (g *casesGroup) getMyCaseEvidence(c *echo.Context) error {
	if _, err := confirmed(c); err != nil {
		return err
	}
	return g.evidence(c)
}

func (g *casesGroup) getCaseEvidence(c *echo.Context) error {
	if _, err := g.saw(c, "evidence of case "+c.Param("case")); err != nil {
		return err
	}
	return g.evidence(c)
}

// evidence answers with the evidence of a case that the visitor sees, and with the words in it that are here.
func (g *casesGroup) evidence(c *echo.Context) error {
	l, err := g.viewer(c)
	if err != nil {
		return err
	}
	doc, err := l.named(c.Param("case"))
	if err != nil {
		return err
	}
	shown, err := l.shown(doc)
	if err != nil {
		return err
	}
	return g.bundle(c, build.Asked{
		Kind: evidence.Case, ID: doc.ID, Community: l.v.community, Profile: evidence.Full, Opened: openings(shown),
	})
}

// openings are the words of a case that are here, each with the salt by which its hash is that on the ledger.
func openings(c Case) (opened []evidence.Opening) {
	said := []CaseText{c.Request, c.Agreement, c.Reason}
	for _, s := range c.Statements {
		said = append(said, s.Text)
	}
	for _, p := range c.Proposals {
		said = append(said, p.Text)
	}
	for _, note := range append(c.Sessions, c.Notes...) {
		said = append(said, note.Text)
	}
	known := map[string]bool{}
	for _, t := range said {
		if t.Salt != "" && !known[t.Hash] {
			known[t.Hash] = true
			opened = append(opened, evidence.Opening{Hash: t.Hash, Salt: t.Salt, Text: t.Text})
		}
	}
	return opened
}
