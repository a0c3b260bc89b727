// SPDX-License-Identifier: Apache-2.0

package act_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
)

// A refusal survives Fabric, whose errors are text.
func TestParseError(t *testing.T) {
	type stage string
	for want, pairs := range map[string][]any{
		"BAD_FIELD":                                          nil,
		`BAD_FIELD {"stage":"open"}`:                         {"stage", stage("open")},
		`BAD_FIELD {"left":"-3","most":"7"}`:                 {"most", uint64(7), "left", -3},
		`BAD_FIELD {"bodies":"owners, street"}`:              {"bodies", []string{"owners", "street"}},
		`BAD_FIELD {"id":"a\"b\nc"}`:                         {"id", "a\"b\nc"},
		`BAD_FIELD {"cause":"","none":"","other":"","x":""}`: {"cause", errors.New("no"), "none", nil, "other", 1.5, "x", ""},
	} {
		err := act.Refuse(act.BadField, pairs...)
		if err.Error() != want {
			t.Errorf("%s; want %s", err, want)
		}
		if diff := gocmp.Diff(err, error(act.ParseError(want))); diff != "" {
			t.Errorf("%s is read back otherwise (-made +read):\n%s", want, diff)
		}
	}
	for _, text := range []string{"", "no disk", "NO: a sentence", `NO {"a":1}`, `NO {"a":"b"`, `NO {} more`} {
		if got := act.ParseError(text); got != nil {
			t.Errorf("%q is read as the refusal %v", text, got)
		}
	}
}

// What a stranger wrote is cut, at the end of a character, and is always text.
func TestArgumentsAreBounded(t *testing.T) {
	for name, value := range map[string]string{
		"long": strings.Repeat("x", 5000), "of three bytes each": strings.Repeat("名", 5000),
		"no text": "\xff\xfe" + strings.Repeat("a\xc3", 5000),
	} {
		var refusal *act.Error
		if !errors.As(act.Refuse(act.BadField, "id", value), &refusal) {
			t.Fatal("no refusal")
		}
		if got := refusal.Args["id"]; len(got) > act.MaxArg || len(got) <= act.MaxArg-utf8.UTFMax || !utf8.ValidString(got) {
			t.Errorf("%s: %q", name, got)
		}
	}
}
