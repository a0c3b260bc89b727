// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A case whose options cannot be told by eye, or whose roll names nobody or one person in two ways, is refused by naming what it is.
func TestSimulateNamesWhatLooksTheSame(t *testing.T) {
	for name, c := range map[string]struct {
		file    string
		altered []string // what is altered in the file, old and new
		want    string   // "": the case is held
	}{
		"options":       {"same-looking-options", nil, `contest "c" has the options "王伟" and "王伟\u200b", which look the same`},
		"option spaced": {"same-looking-options", []string{"王伟\u200b", "张伟"}, `has the options "王伟" and "王 伟", which look the same`},
		"option dotted": {"same-looking-options", []string{"王伟\u200b", "阿依·古丽", "王 伟", "阿依.古丽"},
			`"阿依·古丽" and "阿依.古丽", which look the same`},
		"option Latin": {"same-looking-options", []string{"王伟\u200b", "Plan A", "王 伟", "Рlаn А"}, `which look the same`},
		"option turned": {"same-looking-options", []string{"王伟\u200b", "张伟", "王 伟", "\u202e乙"},
			`holds a character that is not seen (U+202E)`},
		"options apart": {"same-looking-options", []string{"王伟\u200b", "王炜", "王 伟", "王伟(2)"}, ""},
		"placeholder":   {"placeholder", nil, `unit "u0": "无" stands for an owner and is not a name; leave it out`},
		"stroke":        {"placeholder", []string{"无", "/"}, `unit "u0": "/" stands for an owner`},
		"ditto":         {"placeholder", []string{"无", "同上"}, `unit "u0": "同上" stands for an owner`},
		"spreadsheet":   {"placeholder", []string{"无", "#N/A"}, `unit "u0": "#N/A" stands for an owner`},
		"person spaced": {"placeholder", []string{"无", "甲 三"}, `unit "u2": "甲三" is written "甲 三" above`},
		"person unseen": {"placeholder", []string{"无", "甲三\ufeff"}, `unit "u2": "甲三" is written "甲三\ufeff" above`},
		"unit spelled": {"placeholder", []string{"无", "丙", "u0", "1幢-101", "u1", "1栋-101室"},
			`unit "1栋-101室": the same unit twice, the other time as "1幢-101"`},
		"persons apart": {"placeholder", []string{"无", "无名"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", "cases", c.file+".json"))
			if err != nil {
				t.Fatal(err)
			}
			out, _, err := execute(t, simulateCommand(), writeFile(t, strings.NewReplacer(c.altered...).Replace(string(data))))
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}
