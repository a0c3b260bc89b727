// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/points"
)

// The rules agree with what an independent oracle says of 80 histories.
func TestVectors(t *testing.T) {
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []struct {
			points.Case

			Expect points.Result `json:"expect"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) != 80 {
		t.Fatalf("%d cases", len(file.Cases))
	}
	for _, c := range file.Cases {
		got, err := points.Run(c.Case)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.Expect, got); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", c.Name, diff)
		}
	}
}
