// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/convention"
)

func template(t *testing.T, name string) string {
	t.Helper()
	text, ok := convention.Template(name)
	if !ok {
		t.Fatalf("there is no template %s", name)
	}
	return text
}

func TestConventionCheck(t *testing.T) {
	for _, name := range convention.Templates() {
		out, _, err := execute(t, conventionCommand(), "check", writeFile(t, template(t, name)))
		if err != nil || !strings.HasSuffix(out, "\nAll good.\n") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	out, _, _ := execute(t, conventionCommand(), "check", writeFile(t, template(t, "e-bike")))
	for _, want := range []string{
		"SHA-256 " + convention.Hash(template(t, "e-bike")), "1. 电动自行车及其电池不进电梯", "就是违约", "It is a breach if what a device reports",
		"cost 5 of 200 (cel-go v", "example 婴儿车 · a pram: none (as expected; the condition is not met)",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
}

// What is refused is told with its line, in both languages and with CEL's own words, and ends with 1.
func TestConventionCheckRefuses(t *testing.T) {
	good := template(t, "e-bike")
	for name, c := range map[string]struct {
		altered []string
		want    []string
	}{
		"fine":    {[]string{"points 20, board", "fine 200, board"}, []string{"line 15: ", "is about money", "涉及钱", "(forbidden-effect)"}},
		"double":  {[]string{"flag.ebike &&", "value.kg > 1.5 &&"}, []string{"line 13, column 44: ", "Numbers are whole", "(number-form)"}},
		"syntax":  {[]string{"flag.ebike &&", "flag.ebike & &"}, []string{"line 13, column ", "(syntax)", "CEL says: "}},
		"example": {[]string{"earlier: 20, 200\n", ""}, []string{"line 30: ", "(example-fails)", "breach, notice (expected breach, points 20)"}},
		"hidden":  {[]string{"在那里充电。", "在那里充电\u200b。"}, []string{"line 5: ", "U+200B"}},
		"windows": {[]string{"board 14\n", "board 14\r\n"}, []string{"line 15: ", "linli convention tidy"}},
	} {
		text := good
		for i := 0; i < len(c.altered); i += 2 {
			text = strings.Replace(text, c.altered[i], c.altered[i+1], 1)
		}
		out, _, err := execute(t, conventionCommand(), "check", writeFile(t, text))
		var code exitCode
		if !errors.As(err, &code) || code != 1 || strings.Contains(out, "All good") {
			t.Errorf("%s: %v", name, err)
		}
		for _, want := range c.want {
			if !strings.Contains(out, want) {
				t.Errorf("%s: %q is not in\n%s", name, want, out)
			}
		}
	}
}

func TestConventionCheckJSON(t *testing.T) {
	text := strings.Replace(template(t, "noise"), "witnesses: 2", "witnesses: 1", 1)
	out, _, err := execute(t, conventionCommand(), "check", "--json", writeFile(t, text))
	var report struct {
		Title, Hash string
		Articles    []struct{ Rule *struct{ When, EN string } }
		Refusals    []struct {
			Code   convention.Code
			Line   int
			ZH, EN string
		}
	}
	if parse := json.Unmarshal([]byte(out), &report); parse != nil || err == nil || report.Hash != convention.Hash(text) {
		t.Fatalf("%v, %v: %s", err, parse, out)
	}
	if len(report.Refusals) != 1 || report.Refusals[0].Code != convention.Alone || report.Refusals[0].Line != 13 ||
		report.Refusals[0].ZH == "" || report.Articles[0].Rule != nil {
		t.Errorf("%+v", report)
	}
}

// What is no convention at all ends with 2.
func TestConventionUnreadable(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "JSON": "{}\n", "a letter": "Dear neighbours,\n\nbe kind.\n", "no UTF-8": "# \xff\n\n## 1. A\n",
		"too large": "# A\n\n## 1. B\n\n" + strings.Repeat("word\n", convention.MaxText/5),
	} {
		_, _, err := execute(t, conventionCommand(), "check", writeFile(t, text))
		if _, ok := errors.AsType[inputError](err); !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := execute(t, conventionCommand(), "check", "absent.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	var usage usageError
	if _, _, err := execute(t, conventionCommand(), "template", "war"); !errors.As(err, &usage) || !strings.Contains(err.Error(), "e-bike") {
		t.Error(err)
	}
}

func TestConventionDiff(t *testing.T) {
	before := writeFile(t, template(t, "dogs"))
	after := writeFile(t, strings.Replace(template(t, "dogs"), "cure: 3", "cure: 5", 1)+"\n## 2. 导盲犬\n\n导盲犬不受限制。\n")
	out, _, err := execute(t, conventionCommand(), "diff", before, after)
	want := "1. 出门牵绳，粪便带走 · On a lead outside, and nothing is left behind: changed\n  - cure: 3\n  + cure: 5\n" +
		"2. 导盲犬: added\n  + 导盲犬\n  + 导盲犬不受限制。\n"
	if err != nil || out != want {
		t.Errorf("%v: %s", err, out)
	}
	if out, _, err := execute(t, conventionCommand(), "diff", before, before); err != nil || out != "No article differs.\n" {
		t.Errorf("%v: %s", err, out)
	}
	if out, _, err := execute(t, conventionCommand(), "diff", "--json", after, before); err != nil || !strings.Contains(out, `"how": "removed"`) {
		t.Errorf("%v: %s", err, out)
	}
}

// What is tidied is read, and a template is printed as it is.
func TestConventionTidy(t *testing.T) {
	untidy := "\ufeff" + strings.ReplaceAll(strings.Replace(template(t, "bins"), "\n\n", " \n\n\n\n", 1), "\n", "\r\n")
	out, _, err := execute(t, conventionCommand(), "tidy", writeFile(t, untidy))
	if err != nil || out != template(t, "bins") {
		t.Errorf("%v: %s", err, out)
	}
	printed, _, err := execute(t, conventionCommand(), "template", "bins")
	if err != nil || printed != out {
		t.Errorf("%v: %s", err, printed)
	}
	raw, err := os.ReadFile(filepath.Join("..", "..", "rules", "convention", "templates", "bins.md"))
	if err != nil || string(raw) != printed {
		t.Errorf("%v: the template is another one", err)
	}
}
