// SPDX-License-Identifier: Apache-2.0

// Package security holds what is written about security to the code it is written about.
package security

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

// row is a line of a chapter's table.
type row struct{ id, words, how string }

var line = regexp.MustCompile(`(?m)^\| (V\d+\.\d+\.\d+) \| ([^|]+) \| (.+) \|$`)

func table(t *testing.T) (text string, rows []row) {
	t.Helper()
	raw, err := os.ReadFile("asvs.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range line.FindAllStringSubmatch(string(raw), -1) {
		rows = append(rows, row{m[1], m[2], m[3]})
	}
	return string(raw), rows
}

// levels are the requirements' levels, by id.
func levels(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.Open("testdata/asvs-5.0-ids.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, r := range records[1:] {
		all[r[0]] = r[1]
	}
	return all
}

// Every requirement of levels 1 and 2 is in the table once, in few words, with one of four answers; and the totals are theirs.
func TestTableIsComplete(t *testing.T) {
	text, rows := table(t)
	open, totals := levels(t), map[string]int{}
	for _, r := range rows {
		switch open[r.id] {
		case "1", "2":
		case "":
			t.Errorf("%s is there twice, or does not exist", r.id)
		default:
			t.Errorf("%s is of level %s", r.id, open[r.id])
		}
		delete(open, r.id)
		if len(strings.Fields(r.words)) > 8 {
			t.Errorf("%s: more than eight words", r.id)
		}
		answer := regexp.MustCompile(`^(test|code|not applicable:|not met:) `).FindString(r.how)
		if answer == "" {
			t.Errorf("%s: %s", r.id, r.how)
		}
		totals[strings.Trim(answer, " :")]++
	}
	for id, level := range open {
		if level != "3" {
			t.Errorf("%s of level %s is missing", id, level)
		}
	}
	want := fmt.Sprintf("| %d | %d | %d | %d | %d |", totals["test"], totals["code"], totals["not applicable"], totals["not met"],
		len(rows))
	if !strings.Contains(text, want) {
		t.Errorf("the totals are %s", want)
	}
}

var (
	quoted = regexp.MustCompile("`([^`]+)`")
	test   = regexp.MustCompile(`^([a-z/]+)\.((?:Test|Fuzz)\w+)$`)
	place  = regexp.MustCompile(`^((?:[\w.-]+/)*[\w.-]+)(?:: (.+))?$`)
)

// What the table names is there: tests, files, and what stands in them.
func TestTableNamesWhatIsThere(t *testing.T) {
	_, rows := table(t)
	named := 0
	for _, r := range rows {
		for _, m := range quoted.FindAllStringSubmatch(r.how, -1) {
			if fault := absent(m[1]); fault != "" {
				t.Errorf("%s: %s", r.id, fault)
			}
			named++
		}
		if strings.HasPrefix(r.how, "test ") && !strings.Contains(r.how, "Test") && !strings.Contains(r.how, "Fuzz") {
			t.Errorf("%s names no test", r.id)
		}
	}
	if named == 0 {
		t.Error("the table names nothing")
	}
}

// plain are words in the table that name no file.
var plain = map[string]bool{"unsafe": true, "net/http": true, "go vet": true, "crypto/rand": true, "--listen": true, "--admit": true}

// absent says what is not there, or "".
func absent(name string) string {
	if plain[name] {
		return ""
	}
	if m := test.FindStringSubmatch(name); m != nil {
		files, _ := filepath.Glob(filepath.Join(root, m[1], "*_test.go")) // the pattern is well-formed
		for _, file := range files {
			if holds(file, "func "+m[2]+"(") {
				return ""
			}
		}
		return "there is no test " + name
	}
	m := place.FindStringSubmatch(name)
	if m == nil {
		return "cannot read " + name
	}
	if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
		return "there is no " + m[1]
	}
	if m[2] != "" && !holds(filepath.Join(root, m[1]), m[2]) {
		return m[1] + " has no " + m[2]
	}
	return ""
}

func holds(file, text string) bool {
	raw, err := os.ReadFile(file)
	return err == nil && strings.Contains(string(raw), text)
}

// That the tests above find what is missing.
func TestAbsent(t *testing.T) {
	for _, name := range []string{"api.TestNothingOfTheKind", "nowhere.TestLogin", "api/nowhere.go", "api/acts.go: notThere", "two words"} {
		if absent(name) == "" {
			t.Errorf("%s is not there", name)
		}
	}
}

// docs/dependencies.md names every module and package that the product's own code imports.
func TestDependenciesAreListed(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(root, "docs/dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	list := string(raw)
	modules, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	direct := regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(string(modules), -1)
	if len(direct) == 0 {
		t.Fatal("go.mod names no modules")
	}
	for _, m := range direct {
		name := regexp.MustCompile(`/v\d+$`).ReplaceAllString(m[1], "")
		if !strings.Contains(list, strings.TrimPrefix(strings.TrimPrefix(name, "github.com/"), "hyperledger/")) {
			t.Errorf("docs/dependencies.md does not name %s", name)
		}
	}
	raw, err = os.ReadFile(filepath.Join(root, "web/package.json"))
	if err != nil {
		t.Fatal(err)
	}
	var web struct{ Dependencies map[string]string }
	if err := json.Unmarshal(raw, &web); err != nil {
		t.Fatal(err)
	}
	for name := range web.Dependencies {
		if !strings.Contains(list, "`"+name+"`") {
			t.Errorf("docs/dependencies.md does not name %s", name)
		}
	}
}
