// SPDX-License-Identifier: Apache-2.0

package api

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/parking/exchange"
	"github.com/linli-project/linli/rules/parking/strict"
)

// Whatever the reader of a place can find wrong is said in Chinese too.
func TestPlaceFaults(t *testing.T) {
	var said int
	for _, pattern := range []string{"../rules/parking/strict/*.go", "../rules/parking/exchange/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, form := range regexp.MustCompile(`(?:Refuse\(|fault\([^"\n]*(?:"",\s)?)"([^"]+)"`).FindAllSubmatch(source, -1) {
				said++
				known := placeFaults[string(form[1])]
				if known == "" && !notOfPlaces[string(form[1])] {
					t.Errorf("%s: %q is not said in Chinese", file, form[1])
				}
				if known != "" && strings.Count(known, "%") != strings.Count(string(form[1]), "%") {
					t.Errorf("%q has other arguments than %q", known, form[1])
				}
			}
		}
	}
	if said < len(placeFaults) {
		t.Errorf("%d forms were found, and %d are said", said, len(placeFaults))
	}
}

// notOfPlaces are asked of other documents alone.
var notOfPlaces = map[string]bool{
	"is not known here; there may be %s": true, "has to be a whole number from %d to %d": true,
}

func TestPlaceFault(t *testing.T) {
	for file, want := range map[string]string{
		`[]{}`:         "文件在结束之后还有内容；请只给一份 JSON。",
		`{}`:           "文件应当是列表。",
		`[{"id":"p"}]`: "文件的 [0].type 缺少。",
		`[{"id":"p","type":"place","name":[{"language":"zh","string":""}]}]`: "文件的 [0].name[0].string 有 0 个字，应当有 1 到 200 个字。",
	} {
		_, err := exchange.ReadPlace([]byte(file))
		fault, ok := errors.AsType[*strict.Fault](err)
		if !ok {
			t.Fatal(err)
		}
		if got := placeFault(fault); got != want {
			t.Errorf("%s: %s, not %s", file, got, want)
		}
	}
}
