// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/network/networktest"
)

// shownCommand is a line of a document's shell block that runs linli; what follows # is a comment.
var shownCommand = regexp.MustCompile(`^bin/linli ([^#]*)`)

// shown are the command lines that a document shows, without the program's name.
func shown(t *testing.T, document string) [][]string {
	t.Helper()
	raw, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	shell := false
	for line := range strings.Lines(string(raw)) {
		if fence, ok := strings.CutPrefix(line, "```"); ok {
			shell = strings.TrimSpace(fence) == "sh"
			continue
		}
		if found := shownCommand.FindStringSubmatch(line); shell && found != nil {
			all = append(all, strings.Fields(found[1]))
		}
	}
	return all
}

// TestShownCommands runs what the documents show, in order, against a running network. What they write goes into a
// folder of the test.
func TestShownCommands(t *testing.T) {
	data := networktest.Network(t).Dir()
	t.Chdir("../..")
	t.Setenv(dataEnv, data)
	documents := []string{"README.md"}
	for _, folder := range []string{"docs", "docs/parking"} {
		found, err := filepath.Glob(folder + "/*.md")
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, found...)
	}
	for _, document := range documents {
		commands := shown(t, document)
		if document == "README.md" && len(commands) < 6 {
			t.Errorf("%s shows %d commands only", document, len(commands))
		}
		dir := t.TempDir()
		for _, args := range commands {
			for i, arg := range args {
				if strings.HasPrefix(arg, "ledger.linli") {
					args[i] = filepath.Join(dir, arg)
				}
			}
			var out, words bytes.Buffer
			if code := Run(t.Context(), args, strings.NewReader(""), &out, &words); code != 0 || out.Len() == 0 {
				t.Errorf("%s: linli %q: exit code %d\n%s%s", document, args, code, out.String(), words.String())
			}
		}
	}
}

// TestHelpListsWhatTheReadmeNames holds `linli --help` against the README, and every command against having a Short.
func TestHelpListsWhatTheReadmeNames(t *testing.T) {
	var out, words bytes.Buffer
	if code := Run(t.Context(), []string{"--help"}, strings.NewReader(""), &out, &words); code != 0 || words.Len() > 0 {
		t.Fatalf("exit code %d, %s", code, words.String())
	}
	names := []string{"up", "down", "status", "logs", "reset", "doctor", "export", "verify"}
	for _, args := range shown(t, "../../README.md") {
		if !strings.HasPrefix(args[0], "-") {
			names = append(names, args[0])
		}
	}
	for _, name := range names {
		if !regexp.MustCompile(`(?m)^  ` + name + ` +\S`).MatchString(out.String()) {
			t.Errorf("linli --help does not list %s:\n%s", name, out.String())
		}
	}
	described(t, rootCommand())
}

func described(t *testing.T, cmd *cobra.Command) {
	t.Helper()
	if cmd.Short == "" {
		t.Errorf("%s has no short description", cmd.CommandPath())
	}
	for _, sub := range cmd.Commands() {
		described(t, sub)
	}
}

// TestCompletion has the shells read the scripts, and asks for a completion as the scripts do.
func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh"} {
		var script, words bytes.Buffer
		if code := Run(t.Context(), []string{"completion", shell}, strings.NewReader(""), &script, &words); code != 0 {
			t.Fatalf("%s: exit code %d: %s", shell, code, words.String())
		}
		if !strings.Contains(script.String(), "linli") {
			t.Errorf("%s: not a script for linli:\n%s", shell, script.String())
		}
		program, err := exec.LookPath(shell)
		if err != nil {
			t.Logf("%s is not installed: its script is not read", shell)
			continue
		}
		check := exec.Command(program, "-n")
		check.Stdin = &script
		if said, err := check.CombinedOutput(); err != nil {
			t.Errorf("%s does not understand its script: %v\n%s", shell, err, said)
		}
	}
	var out, words bytes.Buffer
	Run(t.Context(), []string{"__complete", "ver"}, strings.NewReader(""), &out, &words)
	if !strings.HasPrefix(out.String(), "verify\t") {
		t.Errorf("ver is completed to %q", out.String())
	}
}
