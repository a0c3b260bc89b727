// SPDX-License-Identifier: Apache-2.0

package convention_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/convention"
)

// marked is a difference of two texts of one article, with what differs in brackets.
func marked(before, after []string) string {
	in := func(lines []string) convention.Convention {
		return convention.Convention{Articles: []convention.Article{{Number: 1, Heading: "遛狗", Lines: lines}}}
	}
	var out []string
	for _, d := range convention.Diff(in(before), in(after)) {
		for _, line := range d.Marked() {
			var text strings.Builder
			text.WriteString(line.Sign)
			for _, part := range line.Parts {
				if part.Changed {
					part.Text = "[" + part.Text + "]"
				}
				text.WriteString(part.Text)
			}
			out = append(out, text.String())
		}
	}
	return strings.Join(out, "\n")
}

// A line that was reworded shows which words, Chinese by the character and Latin by the word; one that is another line is all new.
func TestMarked(t *testing.T) {
	for _, c := range []struct {
		before, after []string
		want          string
	}{
		{[]string{"遛狗要牵绳，不超过二米。"}, []string{"遛狗要牵绳，不超过一米半。"}, " 遛狗\n-遛狗要牵绳，不超过[二]米。\n+遛狗要牵绳，不超过[一]米[半]。"},
		{[]string{"Keep dogs on a long lead."}, []string{"Keep dogs on a short lead."},
			" 遛狗\n-Keep dogs on a [long] lead.\n+Keep dogs on a [short] lead."},
		{[]string{"cure: 3", "decay: 30"}, []string{"cure: 5", "decay: 30"}, " 遛狗\n-cure: [3]\n+cure: [5]\n decay: 30"},
		{[]string{"甲乙丙"}, []string{"一二三四"}, " 遛狗\n-[甲乙丙]\n+[一二三四]"},
		{[]string{"甲"}, []string{"甲", "新的一行"}, " 遛狗\n 甲\n+[新的一行]"},
		{[]string{strings.Repeat("长", 401)}, []string{strings.Repeat("长", 402)},
			" 遛狗\n-[" + strings.Repeat("长", 401) + "]\n+[" + strings.Repeat("长", 402) + "]"},
	} {
		if diff := cmp.Diff(c.want, marked(c.before, c.after)); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}
