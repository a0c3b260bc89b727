// SPDX-License-Identifier: Apache-2.0

package strict_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/parking/strict"
)

// What is read, and the first fault: what comes after it does not hide it.
func TestValue(t *testing.T) {
	doc, err := strict.Read([]byte(`{"name":"车位","list":[1,2],"in":{"n":-3.50,"none":null}}`))
	if err != nil {
		t.Fatal(err)
	}
	v := doc.Object("name", "list", "in")
	in := v.Get("in").Object("n", "none")
	list := v.Get("list").List(1, 2)
	if v.Get("name").Text(2, 2) != "车位" || list[1].Int(0, 2) != 2 || in.Get("n").Number() != "-3.50" || in.Has("none") {
		t.Error("not what is written")
	}
	if doc.Err() != nil {
		t.Error(doc.Err())
	}
	v.Get("list").List(0, 2)[1].Int(0, 1)
	in.Get("none").Text(0, 1)
	if err := doc.Err(); err == nil || err.Error() != "list[1] has to be a whole number from 0 to 1" {
		t.Error(err)
	}
}

func TestFaults(t *testing.T) {
	for text, want := range map[string]string{
		`{"a\u001b[2J":1,"a\u001b[2J":1}`: `"a\x1b[2J" stands there twice`,
		`{"a":1,"a":1}`:                   "a stands there twice",
		`{"a":{"b":[0,{"c":1,"c":1}]}}`:   "a.b[1].c stands there twice",
		`{"a":1}{}`:                       "the document goes on after its end",
		`{"a":1`:                          "the document is not JSON: unexpected",
		`{'a':1}`:                         "the document is not JSON: invalid",
		"{\"a\":\"\xff\"}":                "the document is no text in UTF-8",
		strings.Repeat("[", 99999):        "is nested deeper than 16",
		`{` + members(65) + `}`:           "the document has more than 64 members",
		`{"a` + strings.Repeat("长", 99999) + `":1,"a` + strings.Repeat("长", 99999) + `":1}`: "a" + strings.Repeat("长", 39) + "… stands there twice",
	} {
		if _, err := strict.Read([]byte(text)); err == nil || !strings.Contains(err.Error(), want) || len(err.Error()) > 250 {
			t.Errorf("%.60s is refused with %v, want %s", text, err, want)
		}
	}
}

// As deep as a document may be, and no deeper.
func TestDepth(t *testing.T) {
	for brackets, ok := range map[int]bool{strict.MaxDepth + 1: true, strict.MaxDepth + 2: false} {
		_, err := strict.Read([]byte(strings.Repeat("[", brackets) + strings.Repeat("]", brackets)))
		if (err == nil) != ok {
			t.Errorf("%d brackets: %v", brackets, err)
		}
	}
}

func members(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`"%d":0`, i)
	}
	return strings.Join(all, ",")
}

func TestKinds(t *testing.T) {
	for want, ask := range map[string]func(strict.Value){
		"the document has to be a list":                 func(v strict.Value) { v.List(0, 9) },
		"b is not known here; there may be a":           func(v strict.Value) { v.Object("a") },
		"c is missing":                                  func(v strict.Value) { v.Get("c").Int(0, 9) },
		"a has to be a text":                            func(v strict.Value) { v.Get("a").Text(0, 9) },
		"b has to be an object":                         func(v strict.Value) { v.Get("b").Object() },
		"b has to be a number":                          func(v strict.Value) { v.Get("b").Number() },
		"b has 2 characters; it may have 3 to 4":        func(v strict.Value) { v.Get("b").Text(3, 4) },
		"b may be x, y":                                 func(v strict.Value) { v.Get("b").OneOf("x", "y") },
		"a has to be a whole number from 2 to 3":        func(v strict.Value) { v.Get("a").Int(2, 3) },
		"d has a character that cannot be seen, U+200B": func(v strict.Value) { v.Get("d").Text(0, 9) },
	} {
		doc, err := strict.Read([]byte(`{"a":1.0,"b":"no","d":"a` + "\u200b" + `"}`))
		if err != nil {
			t.Fatal(err)
		}
		if ask(doc); doc.Err() == nil || !strings.HasPrefix(doc.Err().Error(), want) {
			t.Errorf("%v, want %s", doc.Err(), want)
		}
	}
}
