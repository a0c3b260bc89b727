// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/linli-project/linli/network"
)

// shortestPassphrase is in characters: who has the file that is encrypted with it can try many.
const shortestPassphrase = 16

// passphrase asks for a new passphrase, twice, or reads it from a file's first line.
func passphrase(cmd *cobra.Command, file string) (string, error) {
	text, err := readPassphrase(cmd, file)
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

func readPassphrase(cmd *cobra.Command, file string) (string, error) {
	if file != "" {
		raw, err := os.ReadFile(file)
		line, _, _ := strings.Cut(string(raw), "\n")
		return strings.TrimRight(line, "\r"), err
	}
	terminal, ok := cmd.InOrStdin().(*os.File)
	if !ok || !term.IsTerminal(int(terminal.Fd())) {
		return "", errors.New("there is no terminal on which to ask for it; --passphrase-file names a file that has it")
	}
	var said [2]string
	for i, ask := range []string{"A new passphrase for the keys of the body's roots: ", "The same again: "} {
		fmt.Fprint(cmd.ErrOrStderr(), ask)
		raw, err := term.ReadPassword(int(terminal.Fd()))
		fmt.Fprintln(cmd.ErrOrStderr())
		if err != nil {
			return "", err
		}
		said[i] = string(raw)
	}
	if said[0] != said[1] {
		return "", errors.New("the two are not the same")
	}
	return said[0], nil
}
