// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
	rules "github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words"
	"github.com/linli-project/linli/words/articles"
)

// checkConvention reads a text while it is written, and keeps nothing of it.
func (g *conventionsGroup) checkConvention(c *echo.Context) error {
	var body CheckConventionJSONBody
	if err := c.Bind(&body); err != nil {
		return err
	}
	read, refused, err := convention.Read(body.Text)
	if err != nil {
		return err
	}
	check := ConventionCheck{
		Refusals: make([]ConventionRefusal, len(refused)), Hash: rules.Hash(body.Text), Title: read.Title,
		Articles: shownArticles(read.Articles), Bytes: len(body.Text), Most: rules.MaxText,
	}
	for i, r := range refused {
		check.Refusals[i] = ConventionRefusal{
			Code: string(r.Code), Line: r.Line, Column: r.Column, Says: both(articles.Refusal(r)), Cel: r.CEL,
		}
	}
	return private(c, http.StatusOK, check)
}

// listConventionTemplates are texts to begin with.
func (g *conventionsGroup) listConventionTemplates(c *echo.Context) error {
	list := ConventionTemplates{Items: []ConventionTemplate{}}
	for _, name := range rules.Templates() {
		text, _ := rules.Template(name)
		title, _, _ := strings.Cut(strings.TrimPrefix(text, "# "), "\n")
		list.Items = append(list.Items, ConventionTemplate{Name: name, Title: title, Text: text})
	}
	return private(c, http.StatusOK, list)
}

// refuseConvention refuses a text as the ledger would, and says why in words.
func refuseConvention(whole string) error {
	_, refused, err := convention.Read(whole)
	if err != nil || len(refused) == 0 {
		return err
	}
	first := refused[0]
	line := strconv.Itoa(first.Line)
	said := articles.Refusal(first)
	return &refusal{
		kind: "act-refused", code: convention.BadConvention, args: map[string]string{"line": line, "refusal": string(first.Code)},
		detail: text{"第 " + line + " 行：" + said.ZH, "Line " + line + ": " + said.EN},
		cause:  act.Refuse(convention.BadConvention, "line", first.Line, "refusal", first.Code),
	}
}

// shownArticles are a convention's articles with what their rules do. A rule that was refused is not said: it does nothing.
func shownArticles(all []rules.Article) []ConventionArticle {
	shown := make([]ConventionArticle, len(all))
	for i, a := range all {
		shown[i] = ConventionArticle{Number: a.Number, Heading: a.Heading, Line: a.Line, Lines: append([]string{}, rules.Words(a.Lines)...)}
		if a.Rule != nil && a.Rule.Sound() {
			shown[i].Rule = shownRule(a)
		}
	}
	return shown
}

func shownRule(a rules.Article) *ConventionRule {
	r := a.Rule
	shown := &ConventionRule{
		When: r.When, Does: both(articles.Rule(*r)), Cure: r.Cure, Appeal: r.Appeal, Decay: r.Decay, Cost: r.Cost,
		Ladder: make([]ConventionRung, len(r.Ladder)), Examples: make([]ConventionExample, len(a.Examples)),
	}
	for i, rung := range r.Ladder {
		shown.Ladder[i] = ConventionRung{Rung: rules.RungText(rung), Says: both(articles.Rung(rung))}
	}
	for i, e := range a.Examples {
		shown.Examples[i] = ConventionExample{
			Name: e.Name, Line: e.Line, Expect: e.Expect, Says: both(articles.Expects(e, *r)), Passes: e.Passes(),
		}
	}
	return shown
}

func both(t words.Text) BothLanguages { return BothLanguages{Zh: t.ZH, En: t.EN} }
