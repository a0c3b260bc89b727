// SPDX-License-Identifier: Apache-2.0

package points_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/points"
)

const oneCase = `{"rules":{"lifeDays":3,"gifts":true},"at":1790000900,"steps":[
{"id":"s0","do":"earn","at":1790000000,"to":"h1","amount":9,"cause":"c0"},
{"id":"s1","do":"hold","at":1790000000,"from":"h1","amount":2,"until":1790000500},
{"id":"s2","do":"post","at":1790000100,"hold":"s1"},
{"id":"s3","do":"release","at":1790000200,"hold":"s1"},
{"id":"s4","do":"gift","at":1790000200,"from":"h1","to":"h2","amount":1},
{"id":"s5","do":"expire","at":1790000200,"account":"h2"},
{"id":"s6","do":"reverse","at":1790000200,"earn":"s0","amount":4},
{"id":"s7","do":"spend","at":1790000200,"from":"h1","amount":3}]}`

func run(t *testing.T, text string) (string, error) {
	t.Helper()
	var c points.Case
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	result, err := points.Run(c)
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(result)
	return string(raw), err
}

func TestRun(t *testing.T) {
	got, err := run(t, oneCase)
	want := `{"steps":["ok","ok","ok","hold-over","ok","nothing","ok","no-balance"],` +
		`"accounts":{"h1":{"usable":2,"held":0,"lots":[{"until":1790259200,"amount":2}]},` +
		`"h2":{"usable":1,"held":0,"lots":[{"until":1790259200,"amount":1}]}},` +
		`"issued":5,"spent":2,"expired":0,"budgetUsed":5}`
	if err != nil || got != want {
		t.Errorf("%v\n%s, want\n%s", err, got, want)
	}
	empty, err := run(t, `{"rules":{},"steps":[],"at":0}`)
	if want := `{"steps":[],"accounts":{},"issued":0,"spent":0,"expired":0,"budgetUsed":0}`; err != nil || empty != want {
		t.Errorf("%v: %s", err, empty)
	}
}

// A case that says too little, or too much, is told what is wrong.
func TestRunRefuses(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"unknown step":   {`"do":"spend"`, `"do":"buy"`, `step "s7" does "buy"; there is earn, gift, spend, hold, more, post, pay`},
		"no step":        {`"do":"spend",`, ``, `step "s7" does ""`},
		"no amount":      {`"h1","amount":3`, `"h1"`, `step "s7" needs "amount" to spend`},
		"no account":     {`"account":"h2"`, `"account":null`, `step "s5" needs "account" to expire`},
		"no cause":       {`,"cause":"c0"`, ``, `step "s0" needs "cause" to earn`},
		"no until":       {`,"until":1790000500`, ``, `step "s1" needs "until" to hold`},
		"too much":       {`"hold":"s1"},`, `"hold":"s1","to":"h2"},`, `step "s2" has "to"`},
		"amount of none": {`"account":"h2"`, `"account":"h2","amount":1`, `step "s5" has "amount"`},
		"nameless":       {`"account":"h2"`, `"account":""`, `names the account ""`},
		"system":         {`"to":"h2"`, `"to":"*issued"`, `names the account "*issued"`},
		"same id":        {`"id":"s7"`, `"id":"s6"`, `step 8 has the id "s6"`},
		"no id":          {`"id":"s7",`, ``, `step 8 has the id ""`},
		"no time":        {`"s7","do":"spend","at":1790000200`, `"s7","do":"spend"`, `step "s7": "at" is missing`},
		"time in ms":     {`"s7","do":"spend","at":1790000200`, `"s7","do":"spend","at":1790000200000`, `is 1790000200000; it is in Unix seconds`},
		"before 1970":    {`"at":1790000900`, `"at":-1`, `"at" is -1`},
		"no look":        {`"at":1790000900,`, ``, `the time of the book: "at" is missing`},
		"no steps":       {`"steps"`, `"steps":null,"name":"","Accounts"`, `it has no "steps"`},
		"life":           {`"lifeDays":3`, `"lifeDays":-1`, `lifeDays is -1; it is from 0 to 36500`},
		"most":           {`"lifeDays":3`, `"maxBalance":1000000000000001`, `maxBalance is 1000000000000001`},
		"cap":            {`"lifeDays":3`, `"dayCap":-1`, `dayCap is -1`},
		"budget":         {`"lifeDays":3`, `"budget":-1`, `budget is -1`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := run(t, strings.Replace(oneCase, c.old, c.new, 1))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v: %s", err, got)
			}
			if !errors.Is(err, points.ErrInvalidCase) && !errors.Is(err, points.ErrInvalidRules) {
				t.Errorf("%v is of no kind", err)
			}
		})
	}
}
