// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/points"
)

const pointsVectors = "../../rules/points/testdata/vectors.json"

func TestPointsVectors(t *testing.T) {
	out, _, err := execute(t, pointsCommand(), "simulate", pointsVectors)
	if err != nil || out != "80 of 80 cases agree\n" {
		t.Errorf("%v: %s", err, out)
	}
}

const onePoints = `{"rules":{"lifeDays":3},"at":1790000900,"name":"one","steps":[
{"id":"s0","do":"earn","at":1790000000,"to":"h1","amount":9,"cause":"c0"},
{"id":"s1","do":"hold","at":1790000000,"from":"h1","amount":2,"until":1790000500},
{"id":"s2","do":"gift","at":1790000200,"from":"h1","to":"h2","amount":1},
{"id":"s3","do":"spend","at":1790000200,"from":"h1","amount":3}],
"expect":{"steps":["ok","ok","gifts-off","ok"],"accounts":{
"h1":{"usable":4,"held":2,"lots":[{"until":1790259200,"amount":4}]},"h2":{"usable":0,"held":0,"lots":[]}},
"issued":9,"spent":3,"expired":0,"budgetUsed":9}}`

func TestPointsOneCase(t *testing.T) {
	out, words, err := execute(t, pointsCommand(), "simulate", writeFile(t, onePoints))
	if err != nil {
		t.Fatal(err)
	}
	var given struct{ Expect points.Result }
	if err := json.Unmarshal([]byte(onePoints), &given); err != nil {
		t.Fatal(err)
	}
	want, err := json.MarshalIndent(given.Expect, "", "  ")
	if err != nil || out != string(want)+"\n" {
		t.Errorf("%v: %s", err, out)
	}
	if words != "3 of 4 steps are accepted\nissued 9 = spent 3 + expired 0 + in accounts 4 + held 2\n" {
		t.Errorf("words %q", words)
	}
	if _, words, _ := execute(t, pointsCommand(), "simulate", "--json", writeFile(t, onePoints)); words != "" {
		t.Errorf("words with --json: %q", words)
	}
}

// What differs is told by its place, with what it is and what was expected.
func TestPointsNamesTheDifference(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"outcome":     {`"ok","ok","gifts-off"`, `"ok","paid","gifts-off"`, `steps[1] is "ok", expected "paid"`},
		"outcomes":    {`["ok","ok",`, `["ok",`, `steps is ["ok","ok","gifts-off","ok"], expected ["ok","gifts-off","ok"]`},
		"usable":      {`"usable":4`, `"usable":5`, `accounts.h1.usable is 4, expected 5`},
		"lot":         {`"until":1790259200`, `"until":1790259201`, `accounts.h1.lots[0].until is 1790259200, expected 1790259201`},
		"no fraction": {`"held":2`, `"held":2.0`, `accounts.h1.held is 2, expected 2.0`},
		"missing":     {`"spent":3,`, ``, `spent is 3, expected nothing`},
		"added":       {`"issued":9`, `"issued":9,"sold":0`, `sold is nothing, expected 0`},
		"account":     {`"h2":{`, `"h3":{"usable":0},"h2":{`, `accounts.h3 is nothing, expected {"usable":0}`},
	} {
		altered := strings.Replace(onePoints, c.old, c.new, 1)
		out, _, err := execute(t, pointsCommand(), "simulate", writeFile(t, `{"cases":[`+onePoints+`,`+altered+`]}`))
		var code exitCode
		if !errors.As(err, &code) || code != 1 {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.Contains(out, "case 2, ") || !strings.Contains(out, c.want) || !strings.HasSuffix(out, "1 of 2 cases agree\n") {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// Of many differences, some are told and the rest counted; with --json, the result of each case is there.
func TestPointsManyDifferences(t *testing.T) {
	altered := strings.NewReplacer(`"usable":4`, `"usable":5`, `"held":`, `"hold":`, `:3,"expired":0`, `:0,"expired":3`).Replace(onePoints)
	file := writeFile(t, `{"cases":[`+altered+`]}`)
	out, _, _ := execute(t, pointsCommand(), "simulate", file)
	if !strings.Contains(out, "; and 2 more\n") {
		t.Error(out)
	}
	out, _, _ = execute(t, pointsCommand(), "simulate", "--json", file)
	var compared []struct {
		Name   string
		Agrees bool
		Result points.Result
	}
	if err := json.Unmarshal([]byte(out), &compared); err != nil || compared[0].Name != "one" || compared[0].Result.Issued != 9 {
		t.Errorf("%v: %s", err, out)
	}
}

func TestPointsRefuses(t *testing.T) {
	for name, content := range map[string]string{
		"no JSON":       "cases",
		"a list":        `[]`,
		"more after it": onePoints + onePoints,
		"no cases":      `{"cases":[]}`,
		"empty":         `{}`,
		"misspelt rule": strings.Replace(onePoints, "lifeDays", "lifedais", 1),
		"half a point":  strings.Replace(onePoints, `"amount":9`, `"amount":9.5`, 1),
		"a power":       strings.Replace(onePoints, `"amount":9`, `"amount":9e0`, 1),
		"a string":      strings.Replace(onePoints, `"amount":9`, `"amount":"9"`, 1),
		"too many":      strings.Replace(onePoints, `"amount":9`, `"amount":9223372036854775808`, 1),
		"no amount":     strings.Replace(onePoints, `"amount":9,`, ``, 1),
		"unknown step":  strings.Replace(onePoints, `"do":"spend"`, `"do":"buy"`, 1),
	} {
		if out, _, err := execute(t, pointsCommand(), "simulate", writeFile(t, content)); err == nil || out != "" {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
	if _, _, err := execute(t, pointsCommand(), "simulate", "absent.json"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("absent file: %v", err)
	}
}

// What is wrong in a file is said in the words of the file, and not in those of a program.
func TestWrongKinds(t *testing.T) {
	for content, want := range map[string]string{
		strings.Replace(onePoints, `"amount":9`, `"amount":9.5`, 1):                       "steps.0.amount is a number 9.5, and has to be a whole number",
		strings.Replace(onePoints, `"to":"h1"`, `"to":1`, 1):                              "steps.0.to is a number, and has to be a text",
		strings.Replace(onePoints, `"lifeDays":3`, `"gifts":"yes"`, 1):                    "rules.gifts is a string, and has to be true or false",
		strings.Replace(onePoints, `"rules":{"lifeDays":3}`, `"rules":[]`, 1):             "rules is an array, and has to be an object",
		`{"steps":{},"rules":{},"at":1}`:                                                  "steps is an object, and has to be a list",
		`[]`:                                                                              "the document is an array, and has to be an object",
		`{"cases":[` + strings.Replace(onePoints, `"amount":9`, `"amount":9.5`, 1) + `]}`: "steps.0.amount is a number 9.5",
	} {
		out, _, err := execute(t, pointsCommand(), "simulate", writeFile(t, content))
		if said := fmt.Sprint(out, err); err == nil || !strings.Contains(said, want) || strings.Contains(said, "Go ") {
			t.Errorf("%s, not %q", said, want)
		}
	}
}

// A case among several has to say what it should come to.
func TestPointsExpectsSomething(t *testing.T) {
	given, _, _ := strings.Cut(onePoints, `,
"expect":`)
	for end, want := range map[string]string{
		`}`:                `it expects nothing; add "expect"`,
		`,"expect":null}`:  `the result is {"accounts":`,
		`,"expect":"nix"}`: `expected "nix"`,
	} {
		out, _, err := execute(t, pointsCommand(), "simulate", writeFile(t, `{"cases":[`+given+end+`]}`))
		if err == nil || !strings.Contains(out, "case 1, one: differs: ") || !strings.Contains(out, want) {
			t.Errorf("%s: %v: %s", end, err, out)
		}
	}
}

// Whatever a file holds, it is read or refused, and what is read adds up.
func FuzzPoints(f *testing.F) {
	f.Add([]byte(onePoints))
	f.Add([]byte(`{"rules":{"dayCap":1,"budget":1,"maxBalance":1,"gifts":true},"at":0,
"steps":[{"id":"a","do":"post","at":0,"hold":"","amount":1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		given, err := runPoints(data)
		if err != nil {
			return
		}
		result, ok := given.result.(points.Result)
		if !ok {
			t.Fatalf("%T", given.result)
		}
		rest := result.Issued - result.Spent - result.Expired
		for _, a := range result.Accounts {
			rest -= a.Held
			for _, l := range a.Lots {
				rest -= l.Amount
			}
		}
		if rest != 0 || result.Issued != result.BudgetUsed || result.Issued < 0 {
			t.Errorf("%d are left of %+v", rest, result)
		}
	})
}
