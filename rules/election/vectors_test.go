// SPDX-License-Identifier: Apache-2.0

package election_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/election"
)

type vector struct {
	election.Case

	Expect json.RawMessage `json:"expect"`
}

func vectors(t testing.TB) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []vector }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

func document(t testing.TB, value any) any {
	t.Helper()
	data, ok := value.(json.RawMessage)
	if !ok {
		var err error
		if data, err = json.Marshal(value); err != nil {
			t.Fatal(err)
		}
	}
	var out any
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestVectors(t *testing.T) {
	cases := vectors(t)
	if len(cases) != 80 {
		t.Fatalf("%d vectors, want 80", len(cases))
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			result, err := election.Run(c.Case)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(document(t, c.Expect), document(t, result)); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			if got := len(result.Counted) + len(result.Rejected) + len(result.Superseded); got != len(c.Ballots) {
				t.Errorf("%d ballots accounted for of %d cast", got, len(c.Ballots))
			}
		})
	}
}
