// SPDX-License-Identifier: Apache-2.0

package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/election"
)

// consensus are the folders of what bodies run and endorse, and of what refuses an act, or a device's message, before them.
var consensus = []string{"../act", "../contract", "../chaincode", "../ledger", "../oracle"}

// codeOf is what a rule's breach is refused with.
var codeOf = map[string]act.Code{
	"ErrTooEarly": "TOO_EARLY", "ErrWrongStage": "WRONG_STAGE", "ErrBadWindow": "BAD_ELECTION", "ErrShortNotice": "BAD_ELECTION",
	"ErrInvalidRules": "BAD_ELECTION",
}

// rejections are the reasons that become codes: those of the rules, and those of a seal.
var rejections = []election.Reason{
	election.NoSuchRight, election.NotOpen, election.Closed, election.BadSelection, election.NotEntitled, election.AlreadyVoted,
	"bad-seal-shape", "bad-share", "bad-key-commitment", "cannot-open", "bad-seal",
}

var proxies = []election.Reason{
	election.NoSuchRight, election.HasProxy, election.ProxyBarred, election.ProxyNotHead, election.ProxyAtCap,
}

// A refusal is a place in the source where one is made.
type refusal struct {
	at   token.Position
	key  string // CODE or CODE/of; "" if that is known only when it is made
	args []string
}

// Every refusal that the ledger can make has its sentence in both languages, with places for just the arguments it has; and no
// sentence without a refusal is kept.
func TestEveryRefusalHasItsSentence(t *testing.T) {
	s := read(t)
	used := map[string]bool{"BUSY": true}
	for _, r := range s.refusals {
		if r.key == "" {
			continue
		}
		used[r.key] = true
		sentence, ok := sentences[r.key]
		if !ok {
			t.Errorf("%s: %s has no sentence", r.at, r.key)
			continue
		}
		for _, said := range []string{sentence.ZH, sentence.EN} {
			for _, name := range placesOf(said) {
				if !slices.Contains(r.args, name) {
					t.Errorf("%s: %s says {%s}, which the refusal does not hold", r.at, r.key, name)
				}
			}
		}
		for _, name := range r.args {
			if !slices.Contains(placesOf(sentence.ZH+sentence.EN), name) && name != "step" {
				t.Errorf("%s: %s has no place for %q", r.at, r.key, name)
			}
		}
	}
	for _, reason := range rejections {
		used[strings.ToUpper(strings.ReplaceAll(string(reason), "-", "_"))] = true
	}
	for _, reason := range proxies {
		used["PROXY_REFUSED/"+string(reason)] = true
	}
	for key := range used {
		if sentence := sentences[key]; sentence.ZH == "" || sentence.EN == "" {
			t.Errorf("%s has no sentence in both languages", key)
		}
	}
	for key := range sentences {
		if code, of, several := strings.Cut(key, "/"); several && !used[key] || !several && !s.codes[code] && !used[code] {
			t.Errorf("nothing is refused with %s (%s)", code, of)
		}
	}
	for code := range s.codes {
		if _, ok := sentences[code]; !ok && code != "OK" {
			t.Errorf("%s has no sentence of its own, for an argument \"of\" that is not known", code)
		}
	}
}

// What bodies endorse cannot be reworded, as no words reach it: an argument's name is a constant, and its value is no text with a
// space, no error, and nothing that fmt has written.
func TestNoWordsInRefusals(t *testing.T) {
	s := read(t)
	if len(s.refusals) < 150 {
		t.Errorf("%d refusals were found", len(s.refusals))
	}
	for _, wrong := range s.wrong {
		t.Error(wrong)
	}
	imports, err := exec.Command("go", "list", "-deps", "../chaincode", "../contract/chapters").Output()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(imports), "linli/words\n") {
		t.Error("what bodies run imports the words for people")
	}
}

func placesOf(sentence string) []string {
	var names []string
	for _, found := range place.FindAllStringSubmatch(sentence, -1) {
		names = append(names, found[1])
	}
	return names
}

// source is what there is to know of refusals in the source.
type source struct {
	files    *token.FileSet
	codes    map[string]bool
	named    map[string]string // a code by its constant's name
	refusals []refusal
	wrong    []string
}

func read(t *testing.T) *source {
	t.Helper()
	s := &source{files: token.NewFileSet(), codes: map[string]bool{}, named: map[string]string{}}
	var parsed []*ast.File
	for _, folder := range append(slices.Clone(consensus), "../rules/election") {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			file, err := parser.ParseFile(s.files, path, raw, 0)
			parsed = append(parsed, file)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range parsed {
		ast.Inspect(file, s.noteCode)
	}
	for _, file := range parsed {
		ast.Inspect(file, s.noteRefusal)
	}
	return s
}

// noteCode notes a constant that is a code.
func (s *source) noteCode(n ast.Node) bool {
	spec, ok := n.(*ast.ValueSpec)
	if ok && len(spec.Values) == 1 && nameOf(spec.Type) == "Code" {
		if text, ok := constant(spec.Values[0]); ok {
			s.codes[text], s.named[spec.Names[0].Name] = true, text
		}
	}
	return true
}

// noteRefusal notes a call of Refuse, or of one of the two functions that end there.
func (s *source) noteRefusal(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return true
	}
	switch at := s.files.Position(call.Pos()); nameOf(call.Fun) {
	case "Refuse":
		s.refused(at, s.named[nameOf(call.Args[0])], call.Args[1:], call.Ellipsis.IsValid())
	case "breach":
		rule := &ast.BasicLit{Kind: token.STRING, Value: `"of"`}
		pairs := append([]ast.Expr{rule}, call.Args[1:]...)
		s.refused(at, string(codeOf[nameOf(call.Args[0])]), pairs, false)
	case "Shown":
		if len(call.Args) != 3 { // another one
			return true
		}
		of, ok := constant(call.Args[1])
		if !ok {
			s.fault(at, "the refusal has no constant to tell it by")
		}
		s.refusals = append(s.refusals, refusal{at, s.named[nameOf(call.Args[0])] + "/" + of, []string{"character"}})
	}
	return true
}

// passed are the places that hand on what another place, which is read too, has given: Breached, and Shown.
var passed = []string{"contract/vote/breach.go", "contract/shown.go"}

func (s *source) refused(at token.Position, code string, pairs []ast.Expr, spread bool) {
	r := refusal{at: at, key: code}
	if slices.ContainsFunc(passed, func(file string) bool { return strings.HasSuffix(filepath.ToSlash(at.Filename), file) }) {
		return
	}
	if spread || len(pairs)%2 != 0 {
		s.fault(at, "its arguments are not names and values")
		return
	}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := constant(pairs[i])
		switch {
		case !ok:
			s.fault(at, "an argument's name is not constant")
		case name == "of":
			r.key = s.tell(at, code, pairs[i+1])
		default:
			r.args = append(r.args, name)
		}
		s.checkValue(at, pairs[i+1])
	}
	s.refusals = append(s.refusals, r)
}

// tell is the key of a refusal with that "of".
func (s *source) tell(at token.Position, code string, of ast.Expr) string {
	text, ok := constant(of)
	if !ok && code != "PROXY_REFUSED" { // whose reasons are tried one by one
		s.fault(at, `"of" is not constant`)
	}
	if !ok || code == "" {
		return ""
	}
	return code + "/" + text
}

// checkValue refuses values that words could be in.
func (s *source) checkValue(at token.Position, value ast.Expr) {
	ast.Inspect(value, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if strings.Contains(n.Value, " ") {
				s.fault(at, "words in an argument: "+n.Value)
			}
		case *ast.SelectorExpr:
			if pkg := nameOf(n.X); pkg == "fmt" || pkg == "errors" || n.Sel.Name == "Error" {
				s.fault(at, "an argument is made by "+pkg+"."+n.Sel.Name)
			}
		case *ast.Ident:
			if strings.HasPrefix(n.Name, "err") {
				s.fault(at, "an argument is an error")
			}
		}
		return true
	})
}

func (s *source) fault(at token.Position, why string) {
	s.wrong = append(s.wrong, at.String()+": "+why)
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func constant(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// The two languages have the same places.
func TestSamePlaces(t *testing.T) {
	for _, key := range slices.Sorted(maps.Keys(sentences)) {
		zh, en := placesOf(sentences[key].ZH), placesOf(sentences[key].EN)
		for _, name := range en {
			if strings.Contains(key, "/") && !slices.Contains(zh, name) && name != "origin" {
				t.Errorf("%s: the Chinese sentence leaves {%s} out", key, name)
			}
		}
	}
}
