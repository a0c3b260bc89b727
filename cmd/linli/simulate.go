// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/words"
)

func simulateCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "simulate FILE",
		Short: "Hold an election on paper: what would these ballots decide?",
		Long: `Hold an election described in a JSON file under the rules of this version, without a
ledger. A file with one case gets its result as JSON, and in words on the error output.
A file with "cases" is compared with their "expect"; any difference exits with 1, a file that is no case with 2.`,
		Args: asUsage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := readInput(args[0])
			if err != nil {
				return unreadable("the case", args[0], err, caseForm)
			}
			s := simulation{out: cmd.OutOrStdout(), words: cmd.ErrOrStderr(), asJSON: asJSON}
			if err := s.run(data); err != nil {
				if _, reported := errors.AsType[exitCode](err); reported {
					return err
				}
				return unreadable("the case", args[0], err, caseForm)
			}
			return nil
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print JSON and nothing else")
	return command
}

// caseForm says what a file to simulate looks like.
const caseForm = "Give a JSON object with rules, roll, contests and ballots, or one with a list of such \"cases\"; " +
	"rules/election/testdata/vectors.json in linli's source is an example."

type simulation struct {
	out, words io.Writer
	asJSON     bool
}

// An expectedCase is a case that may say what it should come to.
type expectedCase struct {
	election.Case

	Expect json.RawMessage `json:"expect"`
}

func (s simulation) run(data []byte) error {
	var file struct {
		Cases *[]json.RawMessage `json:"cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return fmt.Errorf("not a JSON object: %w", err)
	}
	if file.Cases != nil {
		return s.compare(*file.Cases)
	}
	given, err := readCase(data)
	if err != nil {
		return err
	}
	result, err := election.Run(given.Case)
	if err != nil {
		return inWords(err)
	}
	if err := s.print(result); err != nil || s.asJSON {
		return err
	}
	_, err = io.WriteString(s.words, verdict(result))
	return err
}

// readCase refuses fields it does not know: a rule misspelt would be a rule
// left out.
func readCase(data []byte) (expectedCase, error) {
	var given expectedCase
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&given); err != nil {
		return expectedCase{}, fmt.Errorf("not a case: %w", err)
	}
	return given, nil
}

// A comparison is what became of one of several cases.
type comparison struct {
	Name   string           `json:"name"`
	Agrees bool             `json:"agrees"`
	Error  string           `json:"error,omitempty"`
	Result *election.Result `json:"result,omitempty"`
}

func (s simulation) compare(cases []json.RawMessage) error {
	if len(cases) == 0 {
		return errors.New("there are no cases to compare")
	}
	comparisons := make([]comparison, len(cases))
	agreed := 0
	for i, data := range cases {
		comparisons[i] = compareCase(data)
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
			got, err := json.Marshal(c.Result)
			if err != nil {
				return err
			}
			reason = "the result is " + string(got)
		}
		if _, err := fmt.Fprintf(s.out, "case %d, %s: differs: %s\n", i+1, c.Name, reason); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(s.out, "%d of %d cases agree\n", agreed, len(comparisons))
	return err
}

func compareCase(data json.RawMessage) comparison {
	given, err := readCase(data)
	if err != nil {
		return comparison{Error: err.Error()}
	}
	if given.Expect == nil {
		return comparison{Name: given.Name, Error: "it expects nothing; add \"expect\""}
	}
	result, err := election.Run(given.Case)
	if err != nil {
		return comparison{Name: given.Name, Error: inWords(err).Error()}
	}
	agrees, err := sameDocument(given.Expect, result)
	if err != nil {
		return comparison{Name: given.Name, Error: err.Error()}
	}
	return comparison{Name: given.Name, Agrees: agrees, Result: &result}
}

// sameDocument compares as JSON documents, numbers by their digits: nothing may
// be missing, and nothing added.
func sameDocument(expect json.RawMessage, result election.Result) (bool, error) {
	encoded, err := json.Marshal(result)
	if err != nil {
		return false, err
	}
	want, err := document(expect)
	if err != nil {
		return false, err
	}
	got, err := document(encoded)
	return reflect.DeepEqual(want, got), err
}

func document(data []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	return value, err
}

func (s simulation) print(value any) error {
	encoder := json.NewEncoder(s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// verdict puts a result in words.
func verdict(result election.Result) string {
	var text bytes.Buffer
	fmt.Fprintf(&text, "%d of %d heads and %s of %s m² take part",
		result.Participating.Heads, result.Total.Heads,
		squareMetres(result.Participating.AreaDm2), squareMetres(result.Total.AreaDm2))
	switch {
	case result.Quorum == nil:
		text.WriteString("\n")
	case result.Quorum.Heads && result.Quorum.Area:
		text.WriteString(": quorum\n")
	default:
		text.WriteString(": no quorum\n")
	}
	for _, contest := range result.Contests {
		fmt.Fprintf(&text, "%s: %s\n", contest.ID, outcome(contest, result.Quorum == nil))
	}
	fmt.Fprintf(&text, "%d ballots counted, %d replaced by another of the same right, %d rejected\n",
		len(result.Counted), len(result.Superseded), len(result.Rejected))
	return text.String()
}

func outcome(contest election.ContestResult, poll bool) string {
	switch {
	case poll:
		return fmt.Sprintf("leading %q (an opinion poll decides nothing)", contest.Leading)
	case contest.Met == nil:
		return fmt.Sprintf("elected %q, tied %q, every seat filled: %t", contest.Elected, contest.Tied, contest.Passed)
	case contest.Passed:
		return "would pass"
	}
	return "would not pass"
}

// inWords is an error with the rule that a case breaks, if it breaks one, as people read it.
func inWords(err error) error {
	refusal, ok := errors.AsType[*act.Error](vote.Breached(vote.BadElection, err))
	if !ok {
		return err
	}
	return errors.New(words.Of(refusal).EN)
}
