// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/linli-project/linli/network"
)

// shortestPassphrase is in characters: who has the file that is encrypted with it can try many.
const shortestPassphrase = 16

// passphrase asks for a new passphrase for something, twice, or reads it from a file's first line.
func passphrase(cmd *cobra.Command, file, what string) (string, error) {
	text, err := readPassphrase(cmd, file, "A new passphrase for "+what+": ", "The same again: ")
	if err == nil && utf8.RuneCountInString(text) < shortestPassphrase {
		err = fmt.Errorf("it has fewer than %d characters", shortestPassphrase)
	}
	if err != nil {
		return "", inputError{&network.Problem{
			What: "reading a new passphrase", Why: err,
			Do: "Take five words or more that do not belong together, and write them down where only this body finds them: there is no other way back.",
		}}
	}
	return text, nil
}

// knownPassphrase asks for one that was made before.
func knownPassphrase(cmd *cobra.Command, file, what string) (string, error) {
	text, err := readPassphrase(cmd, file, "The passphrase of "+what+": ")
	if err == nil && text == "" {
		err = errors.New("it is empty")
	}
	if err != nil {
		err = inputError{&network.Problem{What: "reading the passphrase of " + what, Why: err, Do: "Give the one that was written down when it was made."}}
	}
	return text, err
}

// readPassphrase reads a file's first line or, if none is named, the same answer to each of some questions.
func readPassphrase(cmd *cobra.Command, file string, questions ...string) (string, error) {
	if file != "" {
		raw, err := os.ReadFile(file)
		line, _, _ := strings.Cut(string(raw), "\n")
		return strings.TrimRight(line, "\r"), err
	}
	terminal, ok := cmd.InOrStdin().(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return "", errors.New("there is no terminal on which to ask for it; --passphrase-file names a file that has it")
	}
	var said []string
	for _, ask := range questions {
		fmt.Fprint(cmd.ErrOrStderr(), ask)
		raw, err := term.ReadPassword(int(terminal.Fd()))
		fmt.Fprintln(cmd.ErrOrStderr())
		if err != nil {
			return "", err
		}
		said = append(said, string(raw))
	}
	if len(slices.Compact(said)) > 1 {
		return "", errors.New("the two are not the same")
	}
	return said[0], nil
}
