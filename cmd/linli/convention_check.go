// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words"
	"github.com/linli-project/linli/words/articles"
)

func conventionCheckCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "check FILE",
		Short: "Say what a convention's rules do, and run its examples",
		Long: `Say for each article of a convention what its rule does, what it costs, and what comes of its examples; and for what the text
would be refused, with the line. Exits with 1 if anything is refused or an example fails, with 2 if the file is no convention.`,
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			report, err := checkConvention(args[0])
			if err != nil {
				return err
			}
			if err := report.write(cmd.OutOrStdout(), asJSON); err != nil {
				return err
			}
			if len(report.Refusals) > 0 {
				return exitCode(1)
			}
			return nil
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON and nothing else")
	return command
}

// A conventionReport is what is said of a text.
type conventionReport struct {
	File     string           `json:"file"`
	Title    string           `json:"title"`
	Hash     string           `json:"hash"` // SHA-256, as it would stand on the ballot
	Articles []articleReport  `json:"articles"`
	Refusals []refusalOfAText `json:"refusals"`
}

type articleReport struct {
	Number   int64                `json:"number"`
	Heading  string               `json:"heading"`
	Line     int                  `json:"line"`
	Rule     *ruleReport          `json:"rule,omitempty"`
	Examples []convention.Example `json:"examples,omitempty"`
}

type ruleReport struct {
	convention.Rule

	MostCost int    `json:"mostCost"`
	ZH       string `json:"zh"`
	EN       string `json:"en"`
}

type refusalOfAText struct {
	convention.Refusal

	ZH  string `json:"zh"`
	EN  string `json:"en"`
	CEL string `json:"cel,omitempty"` // its own words, for who writes the rule
}

func checkConvention(path string) (conventionReport, error) {
	text, err := readConvention(path)
	if err != nil {
		return conventionReport{}, err
	}
	compiler, err := convention.NewCompiler()
	if err != nil {
		return conventionReport{}, err
	}
	read, refusals := compiler.Read(text)
	if noConvention(refusals) {
		return conventionReport{}, unreadable("the convention", path, errors.New(articles.Refusal(refusals[0]).EN), conventionForm)
	}
	report := conventionReport{File: filepath.Base(path), Title: read.Title, Hash: convention.Hash(text), Refusals: []refusalOfAText{}}
	for _, a := range read.Articles {
		report.Articles = append(report.Articles, articleReport{a.Number, a.Heading, a.Line, reportRule(a.Rule), a.Examples})
	}
	for _, r := range refusals {
		said := articles.Refusal(r)
		report.Refusals = append(report.Refusals, refusalOfAText{r, said.ZH, said.EN, r.CEL})
	}
	return report, nil
}

// noConvention says whether a text is no convention at all, rather than one with faults.
func noConvention(refusals []convention.Refusal) bool {
	has := func(code convention.Code) bool {
		return slices.ContainsFunc(refusals, func(r convention.Refusal) bool { return r.Code == code })
	}
	return has(convention.NotUTF8) || has(convention.NoTitle) && has(convention.NoArticles)
}

// reportRule says what a rule does; nothing, if it is refused.
func reportRule(r *convention.Rule) *ruleReport {
	if r == nil || !r.Sound() {
		return nil
	}
	said := articles.Rule(*r)
	return &ruleReport{*r, convention.MaxCost, said.ZH, said.EN}
}

func (r conventionReport) write(out io.Writer, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\nSHA-256 %s\n", strings.TrimSuffix(r.File+": "+r.Title, ": "), r.Hash)
	for _, a := range r.Articles {
		a.tell(&b)
	}
	for _, refusal := range r.Refusals {
		refusal.tell(&b)
	}
	if len(r.Refusals) == 0 {
		b.WriteString("\nAll good.\n")
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func (a articleReport) tell(b *strings.Builder) {
	fmt.Fprintf(b, "\n%d. %s\n", a.Number, a.Heading)
	if a.Rule == nil {
		return
	}
	fmt.Fprintf(b, "   %s\n   %s\n   cost %d of %d (%s)\n", a.Rule.ZH, a.Rule.EN, a.Rule.Cost, a.Rule.MostCost, a.Rule.Engine)
	for _, e := range a.Examples {
		outcome := "as expected"
		if !e.Passes() {
			outcome = "expected " + e.Expect
		}
		why := articles.Why(e.Outcome)
		if why != (words.Text{}) {
			outcome += "; " + why.EN
		}
		fmt.Fprintf(b, "   line %d, example %s: %s (%s)\n", e.Line, e.Name, e.Comes, outcome)
	}
}

func (r refusalOfAText) tell(b *strings.Builder) {
	at := fmt.Sprintf("line %d", r.Line)
	if r.Column > 0 {
		at += fmt.Sprintf(", column %d", r.Column)
	}
	fmt.Fprintf(b, "\n%s: %s (%s)\n  %s\n", at, r.EN, r.Code, r.ZH)
	if r.CEL != "" {
		fmt.Fprintf(b, "  CEL says: %s\n", strings.ReplaceAll(r.CEL, "\n", "\n  "))
	}
}
