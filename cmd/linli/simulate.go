// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/words"
)

func simulateCommand() *cobra.Command {
	return simulates(&cobra.Command{
		Use:   "simulate FILE",
		Short: "Hold an election on paper: what would these ballots decide?",
		Long: `Hold an election described in a JSON file under the rules of this version, without a
ledger. A file with one case gets its result as JSON, and in words on the error output.
A file with "cases" is compared with their "expect"; any difference exits with 1, a file that is no case with 2.`,
	}, caseForm, runElection)
}

// caseForm says what a file to simulate looks like.
const caseForm = "Give a JSON object with rules, roll, contests and ballots, or one with a list of such \"cases\"; " +
	"rules/election/testdata/vectors.json in linli's source is an example."

// runElection holds the election of a case.
func runElection(data []byte) (simulated, error) {
	var given struct {
		election.Case

		Expect json.RawMessage `json:"expect"`
	}
	if err := readCase(data, &given); err != nil {
		return simulated{}, err
	}
	result, err := election.Run(given.Case)
	if err != nil {
		return simulated{name: given.Name}, inWords(err)
	}
	return simulated{given.Name, given.Expect, result, verdict(result)}, nil
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
