// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"errors"
	"testing"

	"github.com/linli-project/linli/act"
)

// The browser writes the same text (report.test.tsx), and it can be no act's.
func TestStatementText(t *testing.T) {
	s := Statement{At: 1796083200, Kind: "noise", Place: "3-2", Words: "半夜敲墙\n到一点"}
	text := s.Text("00ff", "garden", "a-passkey-of-mine")
	if want := "linli report.sign\n00ff\ngarden\na-passkey-of-mine\nnoise\n3-2\n1796083200\n半夜敲墙\n到一点"; text != want {
		t.Errorf("%q", text)
	}
	if _, err := act.Parse(text, len(text)); err == nil {
		t.Error("it is an act")
	}
}

func TestStatementIsRefused(t *testing.T) {
	const now = 1796083200
	good := Statement{At: now - 60, Kind: "noise", Place: "3-2", Words: "敲墙\n到一点"}
	for name, c := range map[string]struct {
		change func(*Statement)
		of     string
	}{
		"good":         {func(*Statement) {}, ""},
		"nowhere":      {func(s *Statement) { s.Place = "" }, ""},
		"a month ago":  {func(s *Statement) { s.At = now - MaxAge }, ""},
		"longer ago":   {func(s *Statement) { s.At = now - MaxAge - 1 }, "CAUSE_OLD"},
		"an hour on":   {func(s *Statement) { s.At = now + 3600 }, "NOT_YET_VALID"},
		"no words":     {func(s *Statement) { s.Words = "" }, "BAD_FIELD"},
		"unseen words": {func(s *Statement) { s.Words = "a\u202eb" }, "BAD_FIELD"},
		"no kind":      {func(s *Statement) { s.Kind = "gossip" }, "BAD_FIELD"},
		"no place":     {func(s *Statement) { s.Place = "3\n4" }, "BAD_FIELD"},
	} {
		s := good
		c.change(&s)
		var code act.Code
		if refused, ok := errors.AsType[*act.Error](s.Check(now)); ok {
			code = refused.Code
		}
		if string(code) != c.of {
			t.Errorf("%s: %q", name, code)
		}
	}
}
