// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"sync"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	"github.com/linli-project/linli/rules/breach"
	rules "github.com/linli-project/linli/rules/convention"
)

// conventionsGroup is the texts that owners have adopted, for anybody, and those that officers write.
type conventionsGroup struct {
	register
	sheets breachSheets
}

func (g *conventionsGroup) getConvention(c *echo.Context) error {
	ctx, community := c.Request().Context(), c.Param("community")
	if _, err := g.community(ctx, community); err != nil {
		return err
	}
	history, err := index.Optional(ctx, g.index, convention.Histories, community)
	if err != nil {
		return err
	}
	shown := Convention{Versions: append([]ConventionVersion{}, history.Versions...), InForce: history.At(g.now().Unix()).Hash}
	hash := c.QueryParam("hash")
	if hash == "" {
		hash = shown.InForce
	}
	if hash == "" {
		return tagged(c, shown)
	}
	text, whole, err := g.text(ctx, community, hash)
	if err != nil {
		return err
	}
	sheet, err := g.sheet(ctx, community, hash)
	if err != nil {
		return err
	}
	shown.Breaches = &sheet
	if compare := c.QueryParam("compare"); compare != "" {
		before, _, err := g.text(ctx, community, compare)
		if err != nil {
			return err
		}
		shown.Differences = differences(before, text)
	}
	shown.Shown = &ConventionText{Hash: hash, Title: text.Title, From: text.From, Text: whole, Articles: shownArticles(text.Articles)}
	return tagged(c, shown)
}

// differences are how a version differs from another one, with the words that do.
func differences(before, after rules.Convention) []ConventionDifference {
	all := []ConventionDifference{}
	for _, d := range rules.Diff(before, after) {
		all = append(all, ConventionDifference{Number: d.Number, How: d.How, Heading: d.Heading, Lines: d.Marked()})
	}
	return all
}

// text reads a convention of the ledger, which has refused nothing of it.
func (g *conventionsGroup) text(ctx context.Context, community, hash string) (read rules.Convention, whole string, err error) {
	kept, err := index.Read(ctx, g.index, convention.Texts, community, hash)
	if err == nil {
		read, _, err = convention.Read(kept.Text)
	}
	return read, kept.Text, err
}

// breachSheets are what became of the breaches of texts. Those of the last block are remembered, as anybody may ask and each reads every
// breach there was; one is made at a time.
type breachSheets struct {
	mu     sync.Mutex
	height uint64
	made   map[[2]string]analysis.BreachSheet // by community and hash of the text
}

// sheet is what became of the breaches of a text.
func (g *conventionsGroup) sheet(ctx context.Context, community, hash string) (analysis.BreachSheet, error) {
	s := &g.sheets
	s.mu.Lock()
	defer s.mu.Unlock()
	height := g.index.Height()
	if s.made == nil || s.height != height {
		s.height, s.made = height, map[[2]string]analysis.BreachSheet{}
	}
	if sheet, ok := s.made[[2]string{community, hash}]; ok {
		return sheet, nil
	}
	text, _, err := g.text(ctx, community, hash)
	if err != nil {
		return analysis.BreachSheet{}, err
	}
	var found []breach.Breach
	for b, err := range index.All(ctx, g.index, convention.Breaches, community) {
		if err != nil {
			return analysis.BreachSheet{}, err
		}
		if b.Convention == hash {
			found = append(found, b.Breach)
		}
	}
	sheet := analysis.Breaches(text.Ruled(), found)
	s.made[[2]string{community, hash}] = sheet
	return sheet, nil
}
