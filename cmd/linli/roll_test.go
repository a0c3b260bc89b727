// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/identity/rollfile"
)

const rolls = "../../identity/testdata/"

func TestRollCheckTotals(t *testing.T) {
	for file, want := range map[string][]string{
		"garden-355.csv":  {"(utf-8)", "heads       355              36,609.05 m²\n", "no findings"},
		"tower-16.csv":    {"(utf-8)", "heads        16               3,086.56 m²\n", "parking       6 units"},
		"estate-1950.csv": {"(gb18030)", "heads      1950             215,324.18 m²\n", "unsold: the developer's head"},
	} {
		out, _, err := execute(t, rollCommand(), "check", rolls+file)
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for _, text := range want {
			if !strings.Contains(out, text) {
				t.Errorf("%s: %q not in\n%s", file, text, out)
			}
		}
		if strings.Contains(out, "业主0") {
			t.Errorf("%s: the report names people", file)
		}
	}
}

func TestRollCheckFindings(t *testing.T) {
	data, err := os.ReadFile(rolls + "dirty.expect.json")
	if err != nil {
		t.Fatal(err)
	}
	type report struct {
		File, Encoding string
		Rows           []rollfile.Remark
	}
	var want, got report
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	out, _, err := execute(t, rollCommand(), "check", "--json", rolls+"dirty.csv")
	var code exitCode
	if !errors.As(err, &code) || code != 1 {
		t.Errorf("error %v, want exit code 1", err)
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	out, _, _ = execute(t, rollCommand(), "check", rolls+"dirty.csv")
	if strings.Contains(out, "1 units") || !strings.Contains(out, "by building:\n1幢") {
		t.Errorf("%s", out)
	}
	if !strings.Contains(out, "row 15: a short row") || !strings.Contains(out, "8 rows have to be corrected") {
		t.Errorf("%s", out)
	}
}

func TestRollCheckRefuses(t *testing.T) {
	for content, want := range map[string]error{
		"":              rollfile.ErrEmpty,
		"\xff\xfeA\x00": rollfile.ErrMissingColumns,
		"a,b\n1,2\n":    rollfile.ErrMissingColumns,
	} {
		if _, _, err := execute(t, rollCommand(), "check", writeFile(t, content)); !errors.Is(err, want) {
			t.Errorf("%q: %v", content, err)
		}
	}
	if _, _, err := execute(t, rollCommand(), "check", "absent.csv"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("absent file: %v", err)
	}
}
