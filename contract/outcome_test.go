// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
)

func TestOutcomes(t *testing.T) {
	for want, outcomes := range map[string][]Outcome{
		`{"acts":2}`: {{Code: OK}, {Code: OK}},
		`{"acts":3,"refused":[{"at":0,"code":"REVOKED"},{"at":2,"code":"TOO_MANY","args":{"most":"4","of":"drafts"}}]}`: {
			{Code: Revoked}, {Code: OK}, {Code: TooMany, Args: map[string]string{"of": "drafts", "most": "4"}},
		},
	} {
		raw, err := encodeOutcomes(outcomes)
		if err != nil || string(raw) != want {
			t.Errorf("%s %v; want %s", raw, err, want)
		}
		if got, err := ReadOutcomes(raw); err != nil || gocmp.Diff(outcomes, got) != "" {
			t.Errorf("%s is read as %v %v", raw, got, err)
		}
	}
	for _, raw := range []string{
		"", "[]", "null", "{}", `{"acts":0}`, `{"acts":-1}`, `{"acts":1001}`, `{"acts":1,"refused":[{"at":1,"code":"REVOKED"}]}`,
		`{"acts":1,"refused":[{"at":-1,"code":"REVOKED"}]}`, `{"acts":1,"refused":[{"at":0,"code":"OK"}]}`,
		`{"acts":1,"refused":[{"at":0}]}`,
		`{"acts":2,"refused":[{"at":1,"code":"REVOKED"},{"at":0,"code":"REVOKED"}]}`,
	} {
		if got, err := ReadOutcomes([]byte(raw)); err == nil {
			t.Errorf("%s is read as %v", raw, got)
		}
	}
}

// An outcome holds the refusal's code and arguments, and nothing else of it.
func TestOutcomeOf(t *testing.T) {
	got, err := outcomeOf(act.Refuse(TooMany, "of", "drafts"))
	if err != nil || gocmp.Diff(Outcome{TooMany, map[string]string{"of": "drafts"}}, got) != "" {
		t.Errorf("%v %v", got, err)
	}
}
