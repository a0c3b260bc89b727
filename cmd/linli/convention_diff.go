// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words/articles"
)

func conventionDiffCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say which articles of a convention differ from another version",
		Args:  asUsage(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, args []string) error {
			differences, err := diffConventions(args[0], args[1])
			if err != nil {
				return err
			}
			if asJSON {
				encoder := json.NewEncoder(cmd.OutOrStdout())
				encoder.SetEscapeHTML(false)
				encoder.SetIndent("", "  ")
				return encoder.Encode(differences)
			}
			_, err = io.WriteString(cmd.OutOrStdout(), tellDifferences(differences))
			return err
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON and nothing else")
	return command
}

// diffConventions compares two files. Each has to be a convention, but its rules may be refused.
func diffConventions(before, after string) ([]convention.Difference, error) {
	compiler, err := convention.NewCompiler()
	if err != nil {
		return nil, err
	}
	var read [2]convention.Convention
	for i, path := range []string{before, after} {
		text, err := readConvention(path)
		if err != nil {
			return nil, err
		}
		c, refusals := compiler.Read(text)
		if c.Hash == "" || noConvention(refusals) {
			return nil, unreadable("the convention", path, errors.New(articles.Refusal(refusals[0]).EN), conventionForm)
		}
		read[i] = c
	}
	return append([]convention.Difference{}, convention.Diff(read[0], read[1])...), nil
}

func tellDifferences(differences []convention.Difference) string {
	if len(differences) == 0 {
		return "No article differs.\n"
	}
	var b strings.Builder
	for _, d := range differences {
		name := fmt.Sprintf("%d. %s", d.Number, d.Heading)
		if d.Number == 0 {
			name = "title and opening"
		}
		fmt.Fprintf(&b, "%s: %s\n", name, d.How)
		for _, line := range d.Lines {
			if line.Sign != " " {
				fmt.Fprintf(&b, "  %s %s\n", line.Sign, line.Line)
			}
		}
	}
	return b.String()
}
