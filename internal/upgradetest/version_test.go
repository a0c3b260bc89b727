// SPDX-License-Identifier: Apache-2.0

package upgradetest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/verify"
)

// soonest is how long invitations of version 2 are good at most, in seconds.
const soonest = 60

// two are the rules of version 2, of which one differs: an invitation is not good for long.
func two() *contract.Rules {
	places := election.FirstProfiles()
	law := people.Chapter(places)
	for i, declared := range law.Acts {
		if issue, ok := declared.(contract.Act[people.CodesIssue]); ok {
			before := issue.Apply
			issue.Apply = func(c *contract.Context, b people.CodesIssue) error {
				b.Expires = min(b.Expires, c.Act.NBF+soonest)
				return before(c, b)
			}
			law.Acts[i] = issue
		}
	}
	return contract.NewRules("2", law, vote.Chapter(places))
}

// versions are those that the tests' chaincode carries out.
func versions(name string) (*contract.Rules, error) {
	if name == "2" {
		return two(), nil
	}
	return chapters.Version(name)
}

// recount counts a ledger again by some versions, and says what became of the executing.
func (w *writer) recount(known func(string) (*contract.Rules, error)) (accepted bool, replay *verify.Check) {
	w.Helper()
	report, err := w.ledger.Recount(w.Context(), verify.Options{
		Replayers: map[string]verify.Replayer{verify.Chaincode: verify.Contract{Versions: known}},
	})
	w.must(err)
	return report.OK(), report.Check("replay")
}

// recounts are those of a ledger that was made partly under version 1, partly under 2.
func (w *writer) recounts(t *testing.T) {
	if ok, replay := w.recount(versions); !ok || replay.Status != verify.Pass {
		t.Errorf("each block by its own version: %+v", replay)
	}
	if ok, replay := w.recount(chapters.Version); ok || replay.Status != verify.NotProven ||
		!strings.Contains(replay.Detail, `version "2"`) {
		t.Errorf("by who does not know version 2: %+v", replay)
	}
	only := func(rules *contract.Rules) func(string) (*contract.Rules, error) {
		return func(string) (*contract.Rules, error) { return rules, nil }
	}
	for _, rules := range []*contract.Rules{chapters.Current(), two()} {
		if ok, replay := w.recount(only(rules)); ok || replay.Status != verify.Fail {
			t.Errorf("all by version %s alone: %+v", rules.Version, replay)
		}
	}
	if _, err := chapters.Version("2"); err == nil || !strings.Contains(fmt.Sprint(err), `no version "2"`) {
		t.Errorf("the product knows version 2: %v", err)
	}
}
