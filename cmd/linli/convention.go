// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/rules/convention"
)

// conventionForm says what a file of a convention looks like.
const conventionForm = "Give a text that begins with \"# \" and a title, and has articles \"## 1. Heading\"; docs/conventions.md says how, " +
	"and `linli convention template e-bike` is one."

func conventionCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "convention",
		Short: "Write a convention: check its rules and examples",
		Args:  asUsage(cobra.NoArgs),
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(reads(conventionCheckCommand()), reads(conventionDiffCommand()), reads(conventionTidyCommand()),
		reads(conventionTemplateCommand()))
	return command
}

// readConvention reads a text byte for byte, as its hash stands on the ballot.
func readConvention(path string) (string, error) {
	file, err := openInput(path)
	if err != nil {
		return "", unreadable("the convention", path, err, conventionForm)
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, convention.MaxText+1))
	if err == nil && len(raw) > convention.MaxText {
		err = errTooLarge
	}
	if err != nil {
		return "", unreadable("the convention", path, err, conventionForm)
	}
	return string(raw), nil
}

func conventionTemplateCommand() *cobra.Command {
	names := strings.Join(convention.Templates(), ", ")
	return &cobra.Command{
		Use:   "template NAME",
		Short: "Print a convention to begin with",
		Long:  "Print a convention of one article to begin with, in Chinese and English.\n\nTemplates: " + names,
		Args:  asUsage(cobra.ExactArgs(1)),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return convention.Templates(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			text, ok := convention.Template(args[0])
			if !ok {
				return usageError{fmt.Errorf("there is no template %q; there are %s", args[0], names)}
			}
			_, err := io.WriteString(cmd.OutOrStdout(), text)
			return err
		},
	}
}

func conventionTidyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "tidy FILE",
		Short: "Print a convention as it is read: no spaces at line ends, Unicode form NFC",
		Args:  asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := readConvention(args[0])
			if err != nil {
				return err
			}
			_, err = io.WriteString(cmd.OutOrStdout(), convention.Tidy(text))
			return err
		},
	}
}
