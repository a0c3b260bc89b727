// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// execute runs one command by itself.
func execute(t *testing.T, command *cobra.Command, args ...string) (stdout, stderr string, err error) {
	t.Helper()
	var out, words bytes.Buffer
	command.SilenceUsage, command.SilenceErrors = true, true
	command.SetOut(&out)
	command.SetErr(&words)
	command.SetArgs(args)
	err = command.ExecuteContext(t.Context())
	return out.String(), words.String(), err
}

const vectorsFile = "../../rules/election/testdata/vectors.json"

func writeFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.json")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestSimulateVectors(t *testing.T) {
	out, _, err := execute(t, simulateCommand(), vectorsFile)
	if err != nil || out != "80 of 80 cases agree\n" {
		t.Errorf("%v: %s", err, out)
	}
}

func TestSimulateNamesTheDifference(t *testing.T) {
	data, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []map[string]any `json:"cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for name, alter := range map[string]func(map[string]any){
		"heads":   func(e map[string]any) { e["total"].(map[string]any)["heads"] = 10 },
		"verdict": func(e map[string]any) { e["contests"].([]any)[0].(map[string]any)["passed"] = false },
		"missing": func(e map[string]any) { delete(e, "rejected") },
		"added":   func(e map[string]any) { e["more"] = true },
	} {
		altered := file.Cases[0]
		original, err := json.Marshal(altered)
		if err != nil {
			t.Fatal(err)
		}
		alter(altered["expect"].(map[string]any))
		content, err := json.Marshal(map[string]any{"cases": []any{file.Cases[1], altered}})
		if err != nil {
			t.Fatal(err)
		}
		out, _, err := execute(t, simulateCommand(), writeFile(t, string(content)))
		var code exitCode
		if !errors.As(err, &code) || code == 0 {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(out, "case 2") || !strings.Contains(out, "1 of 2 cases agree") {
			t.Errorf("%s: %s", name, out)
		}
		file.Cases[0] = nil
		if err := json.Unmarshal(original, &file.Cases[0]); err != nil {
			t.Fatal(err)
		}
	}
}

const oneCase = `{"rules":{"countParking":false,"revote":true,"collision":"last","proxyCap":0,"proxyMustOwn":false},
"roll":[{"unit":"u","kind":"home","status":"sold","areaDm2":10000,"owners":["a"]}],
"contests":[{"id":"c","options":["agree","disagree"],"threshold":"majority"}],"opensAt":1,"closesAt":9,
"ballots":[{"id":"b","right":["a"],"by":"a","channel":"online","at":2,"selections":{"c":"agree"}}]}`

func TestSimulateOneCase(t *testing.T) {
	out, words, err := execute(t, simulateCommand(), writeFile(t, oneCase))
	if err != nil {
		t.Fatal(err)
	}
	var result struct{ Counted []string }
	if err := json.Unmarshal([]byte(out), &result); err != nil || len(result.Counted) != 1 {
		t.Errorf("%v: %s", err, out)
	}
	if !strings.Contains(words, "c: would pass") {
		t.Errorf("words %q", words)
	}
	if _, words, _ := execute(t, simulateCommand(), "--json", writeFile(t, oneCase)); words != "" {
		t.Errorf("words with --json: %q", words)
	}
}

func TestSimulateRefuses(t *testing.T) {
	for name, content := range map[string]string{
		"no JSON":       "cases",
		"no cases":      `{"cases":[]}`,
		"misspelt rule": strings.Replace(oneCase, "countParking", "countParkng", 1),
		"no contest":    `{"rules":{"collision":"last"}}`,
		"expectless":    `{"cases":[` + oneCase + `]}`,
	} {
		if out, _, err := execute(t, simulateCommand(), writeFile(t, content)); err == nil {
			t.Errorf("%s: %s", name, out)
		}
	}
	if _, _, err := execute(t, simulateCommand(), "absent.json"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("absent file: %v", err)
	}
}
