// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/rules/convention"
)

// longest is how long reading may take at most, on a machine that does much besides.
const longest = 5 * time.Second

// Whatever a text holds, it is read or refused, in time; and what is read stands as it is.
func FuzzRead(f *testing.F) {
	f.Add(house)
	for _, name := range convention.Templates() {
		text, _ := convention.Template(name)
		f.Add(text)
	}
	for _, row := range texts {
		text := house
		for i := 0; i+1 < len(row.altered); i += 2 {
			text = strings.Replace(text, row.altered[i], row.altered[i+1], 1)
		}
		if len(text) < 4096 {
			f.Add(text)
		}
	}
	c := compiler(f)
	f.Fuzz(func(t *testing.T, text string) {
		begun := time.Now()
		read, refusals := c.Read(text)
		tidy := convention.Tidy(text)
		if time.Since(begun) > longest {
			t.Fatalf("it took %s", time.Since(begun))
		}
		if convention.Tidy(tidy) != tidy {
			t.Fatalf("%q is tidied to %q, and again to %q", text, tidy, convention.Tidy(tidy))
		}
		if len(refusals) == 0 && (tidy != text || read.Hash != convention.Hash(text) || len(convention.Diff(read, read)) > 0) {
			t.Fatalf("%q is read, but not as it stands", text)
		}
		for _, r := range refusals {
			if r.Line < 1 || r.Line > strings.Count(text, "\n")+1 || r.Column < 0 {
				t.Fatalf("%+v is at no line", r)
			}
		}
	})
}

// What repeats itself, as long as a condition may be, takes no longer than anything else.
func TestInTime(t *testing.T) {
	c := compiler(t)
	for _, part := range []string{
		"-", "!", "- ", "!-", "a.", "a?", "a?a:", "a<", "a<a ", "a in ", "a,", "a+", "a==a&&", "a||", ".a", "1 ", "1-", `"a" `, `"a"+`, "(a)", "[a]",
		"{a:a}", "a(a)", "a[a]", "[a,", "{a:", "a(a,", "a{a:a}", "a.a(a).", "true?", "@", "#", "$", "&", "|", ":", "?", ",",
		")", "]", "}", "in ", "as ",
	} {
		for _, n := range []int{50, convention.MaxWhen / len(part)} {
			begun := time.Now()
			_, refusals := c.Compile(strings.Repeat(part, n))
			if took := time.Since(begun); took > longest || len(refusals) == 0 {
				t.Errorf("%q %d times took %s: %+v", part, n, took, refusals)
			} else if took > 100*time.Millisecond {
				t.Logf("%q %d times took %s: %+v", part, n, took, refusals)
			}
		}
	}
}

// Whatever a condition holds, it is compiled or refused, in time; what is compiled is judged within its cost, and printed as it is read.
func FuzzCondition(f *testing.F) {
	for _, row := range conditions {
		f.Add(row.when)
	}
	f.Add(`event.kind == "object" && (event.hour >= 22 || event.hour < 6) && earlier.days90 + article3.days7 * 2 > 1`)
	event := convention.Event{Kind: "object", Class: "T2", At: 1_790_000_000, Place: "3-lift", Flags: map[string]bool{"ebike": true}}
	c := compiler(f)
	f.Fuzz(func(t *testing.T, when string) {
		begun := time.Now()
		condition, refusals := c.Compile(when)
		if time.Since(begun) > longest {
			t.Fatalf("it took %s", time.Since(begun))
		}
		if len(refusals) > 0 {
			return
		}
		facts := convention.Facts{At: event.At, Event: &event, Report: &convention.Report{Kind: "noise", Households: 2}}
		if cost := condition.ActualCost(1, facts); cost > uint64(condition.Cost) || condition.Cost > convention.MaxCost {
			t.Fatalf("%q costs %d of %d", when, cost, condition.Cost)
		}
		printed := condition.Root.String()
		again, refusals := c.Compile(printed)
		if len(printed) <= convention.MaxWhen && (len(refusals) > 0 || again.Root.String() != printed) {
			t.Fatalf("%q is printed as %q, which is %+v", when, printed, refusals)
		}
	})
}
