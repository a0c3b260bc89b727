// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// A simulation runs the cases of a file.
type simulation struct {
	out, words io.Writer
	asJSON     bool
	run        func(data []byte) (simulated, error) // one case; the name is there with an error too, if it could be read
}

// What is simulated is a case with what it came to.
type simulated struct {
	name    string
	expect  json.RawMessage // what it should come to, if the case says it
	result  any
	verdict string // the result in words
}

// simulates completes a command that runs the cases of a file; form says what such a file looks like.
func simulates(command *cobra.Command, form string, run func([]byte) (simulated, error)) *cobra.Command {
	var asJSON bool
	command.Args = asUsage(cobra.ExactArgs(1))
	command.RunE = func(cmd *cobra.Command, args []string) error {
		data, err := readInput(args[0])
		if err == nil {
			err = simulation{cmd.OutOrStdout(), cmd.ErrOrStderr(), asJSON, run}.file(data)
		}
		if _, reported := errors.AsType[exitCode](err); reported || err == nil {
			return err
		}
		return unreadable("the case", args[0], err, form)
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON and nothing else")
	return command
}

// file runs the one case of a file, or compares its cases.
func (s simulation) file(data []byte) error {
	var file struct {
		Cases *[]json.RawMessage `json:"cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return fmt.Errorf("not a JSON object: %w", err)
	}
	if file.Cases != nil {
		return s.compare(*file.Cases)
	}
	given, err := s.run(data)
	if err != nil {
		return err
	}
	if err := s.print(given.result); err != nil || s.asJSON {
		return err
	}
	_, err = io.WriteString(s.words, given.verdict)
	return err
}

// readCase refuses fields it does not know: a rule misspelt would be a rule left out.
func readCase(data []byte, given any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(given); err != nil {
		return fmt.Errorf("not a case: %w", err)
	}
	return nil
}

// A comparison is what became of one of several cases.
type comparison struct {
	Name   string `json:"name"`
	Agrees bool   `json:"agrees"`
	Error  string `json:"error,omitempty"`
	Result any    `json:"result,omitempty"`

	differences []string
}

func (s simulation) compare(cases []json.RawMessage) error {
	if len(cases) == 0 {
		return errors.New("there are no cases to compare")
	}
	comparisons := make([]comparison, len(cases))
	agreed := 0
	for i, data := range cases {
		comparisons[i] = s.compareCase(data)
		if comparisons[i].Agrees {
			agreed++
		}
	}
	if err := s.report(comparisons, agreed); err != nil {
		return err
	}
	if agreed != len(cases) {
		return exitCode(1)
	}
	return nil
}

// mostTold is how many differences of a case are told.
const mostTold = 5

func (s simulation) report(comparisons []comparison, agreed int) error {
	if s.asJSON {
		return s.print(comparisons)
	}
	for i, c := range comparisons {
		if c.Agrees {
			continue
		}
		reason := c.Error
		if reason == "" {
			reason = strings.Join(c.differences[:min(mostTold, len(c.differences))], "; ")
		}
		if more := len(c.differences) - mostTold; more > 0 {
			reason += fmt.Sprintf("; and %d more", more)
		}
		if _, err := fmt.Fprintf(s.out, "case %d, %s: differs: %s\n", i+1, c.Name, reason); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(s.out, "%d of %d cases agree\n", agreed, len(comparisons))
	return err
}

func (s simulation) compareCase(data json.RawMessage) comparison {
	given, err := s.run(data)
	if err == nil && given.expect == nil {
		err = errors.New("it expects nothing; add \"expect\"")
	}
	if err != nil {
		return comparison{Name: given.name, Error: plain(err).Error()}
	}
	found, err := differ(given.expect, given.result)
	if err != nil {
		return comparison{Name: given.name, Error: err.Error()}
	}
	return comparison{Name: given.name, Agrees: len(found) == 0, Result: given.result, differences: found}
}

// differ compares as JSON documents, numbers by their digits: nothing may be missing, and nothing added.
func differ(expect json.RawMessage, result any) ([]string, error) {
	encoded, err := json.Marshal(result)
	if err != nil {
		return nil, err
	}
	want, err := document(expect)
	if err != nil {
		return nil, err
	}
	got, err := document(encoded)
	return differences("", want, got), err
}

func document(data []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	return value, err
}

// absent stands for what a document does not have.
type absent struct{}

// differences are the innermost places where two documents differ.
func differences(path string, want, got any) []string {
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			return fieldsDiffer(path, want, got)
		}
	case []any:
		if got, ok := got.([]any); ok && len(want) == len(got) {
			return itemsDiffer(path, want, got)
		}
	}
	if reflect.DeepEqual(want, got) {
		return nil
	}
	return []string{fmt.Sprintf("%s is %s, expected %s", cmp.Or(path, "the result"), inShort(got), inShort(want))}
}

func fieldsDiffer(path string, want, got map[string]any) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(union(want, got))) {
		all = append(all, differences(strings.TrimPrefix(path+"."+name, "."), field(want, name), field(got, name))...)
	}
	return all
}

func itemsDiffer(path string, want, got []any) []string {
	var all []string
	for i := range want {
		all = append(all, differences(fmt.Sprintf("%s[%d]", path, i), want[i], got[i])...)
	}
	return all
}

func union(a, b map[string]any) map[string]any {
	both := maps.Clone(a)
	maps.Copy(both, b)
	return both
}

func field(document map[string]any, key string) any {
	if value, ok := document[key]; ok {
		return value
	}
	return absent{}
}

// inShort is a part of a document in few words.
func inShort(value any) string {
	if _, ok := value.(absent); ok {
		return "nothing"
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	const most = 200
	if runes := []rune(string(encoded)); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return string(encoded)
}

func (s simulation) print(value any) error {
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
