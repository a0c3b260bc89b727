// SPDX-License-Identifier: Apache-2.0

package exchange_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/linli-project/linli/rules/parking/exchange"
	"github.com/linli-project/linli/rules/parking/strict"
)

// one is an element as others write it.
func one(id, of, parent string) string {
	if parent != "" {
		parent = fmt.Sprintf(`,"parentId":{"id":%q,"version":1}`, parent)
	}
	return fmt.Sprintf(`{"id":%q,"version":1,"type":%q,"layer":1,"name":[{"language":"en","string":"%s in English"},{"language":"zh","string":"%s号"}]%s}`,
		id, of, id, id, parent)
}

func list(elements ...string) string { return "[" + strings.Join(elements, ",") + "]" }

// Elements come in any order, alone or as an answer of an interface, with members that nobody needs here.
func TestOthersPlaces(t *testing.T) {
	const deep = `{"id":"s2","type":"space","spaceId":{"id":"21","className":"Bay"},"parent":{"id":"row"},"detection":"spaceSensor",
		"indicativePointLocation":{"type":"Point","coordinates":[121.4737,31.2304]}}`
	elements := list(one("s1", "space", "p"), deep, one("row", "subplaceElement", "ev"), one("ev", "identifiedArea", "deck"),
		one("deck", "subplaceElement", "p"), one("p", "place", "town"), one("town", "campus", ""))
	want := exchange.Place{ID: "p", Name: "p号", Spaces: []exchange.Space{
		{ID: "s1", Label: "s1号"}, {ID: "s2", Label: "21", Level: "row号", Kind: "ev号"}}}
	for _, text := range []string{elements, `{"meta":{"total":7,"offset":0},"data":` + elements + `}`} {
		if p, err := exchange.ReadPlace([]byte(text)); err != nil || !reflect.DeepEqual(p, want) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

func TestRefusedPlaces(t *testing.T) {
	place, long := one("p", "place", ""), make([]string, 10)
	for i := range long {
		long[i] = one(fmt.Sprint("l", i), "subplaceElement", fmt.Sprint("l", i+1))
	}
	loop := list(place, one("s", "space", "a"), one("a", "identifiedArea", "b"), one("b", "identifiedArea", "a"))
	high := list(append(long, place, one("s", "space", "l0"), one("l10", "subplaceElement", "p"))...)
	many := make([]string, exchange.MaxSpaces+1)
	for i := range many {
		many[i] = one(strconv.Itoa(i), "space", "p")
	}
	for text, want := range map[string]string{
		`{}`:                                "the document has to be a list",
		`[]`:                                "the document has 0 items",
		`[1]`:                               "[0] has to be an object",
		list(one("s", "space", "")):         "the document has no element whose type is place",
		list(place, one("q", "place", "")):  "[1].type is place for the second time",
		list(place, place):                  "[1].id p stands there twice",
		list(place, one("s", "space", "")):  "[1].parentId is missing",
		list(place, one("s", "space", "x")): "[1] is in x, which is not in the list",
		list(place, one("s", "bay", "p")):   "[1].type may be campus, place",
		loop:                                "[1] is in more than 8 elements",
		high:                                "[11] is in more than 8 elements",
		list(append(many, place)...):        "the document has 10001 spaces; it may have 10000",
		list(place, `{"id":"s","type":"space","name":[],"parentId":{"id":"p"}}`):                              "[1].name has 0 items",
		list(place, `{"id":"s","type":"space","name":"A1","parentId":{"id":"p"}}`):                            "[1].name has to be a list",
		list(place, `{"id":"s","type":"space","parentId":{"id":"p"}}`):                                        "[1].name is missing",
		list(place, `{"id":"s","type":"space","name":[{"language":"zh","string":""}],"parentId":{"id":"p"}}`): "[1].name[0].string has 0 characters",
		list(place, `{"id":"s","type":"space","name":[{"language":"zh","string":"A`+"\u202e"+`1"}]}`):         "cannot be seen, U+202E",
		list(place, `{"id":"`+strings.Repeat("s", 65)+`","type":"space"}`):                                    "[1].id has 65 characters",
		list(place, `{"id":"s","id":"t","type":"space"}`):                                                     "[1].id stands there twice",
		`{"data":{}}`: "data has to be a list",
	} {
		_, err := exchange.ReadPlace([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.200s\nis refused with %v, want %s", text, err, want)
		}
		if _, ok := errors.AsType[*strict.Fault](err); err != nil && !ok {
			t.Errorf("%v is no fault with a place", err)
		}
	}
}

// Whatever place it is, it comes back as it was.
func TestPlaceAgain(t *testing.T) {
	cases := uint64(2000)
	if testing.Short() {
		cases = 300
	}
	for seed := range cases {
		d := rand.New(rand.NewPCG(seed, 3))
		p := exchange.Place{ID: "p", Name: "名", Spaces: []exchange.Space{}}
		some := []string{"", "", "一", "二", "p", "p.1"}
		for i := range d.IntN(30) {
			p.Spaces = append(p.Spaces, exchange.Space{ID: fmt.Sprint("p.", i), Label: strconv.Itoa(d.IntN(9)), Kind: some[d.IntN(6)], Level: some[d.IntN(6)]})
		}
		raw, err := json.Marshal(p.Elements(1))
		if err != nil {
			t.Fatal(err)
		}
		if back, err := exchange.ReadPlace(raw); err != nil || !reflect.DeepEqual(p, back) {
			t.Fatalf("%+v comes back as %+v: %v", p, back, err)
		}
	}
}

// Whatever a file holds, it is refused or is a place that can be written and read again.
func FuzzReadPlace(f *testing.F) {
	long := strings.Repeat("p", exchange.MaxID)
	f.Add([]byte(list(one(long, "place", ""), one("l", "subplaceElement", long), one("s", "space", "l"))))
	f.Add([]byte(list(one("p", "place", ""), one("l", "subplaceElement", "p"), one("s", "space", "l"))))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := exchange.ReadPlace(raw)
		if err != nil {
			return
		}
		again, err := json.Marshal(p.Elements(1))
		if err != nil {
			t.Fatal(err)
		}
		if back, err := exchange.ReadPlace(again); err != nil || !reflect.DeepEqual(p, back) {
			t.Fatalf("%+v comes back as %+v: %v", p, back, err)
		}
	})
}
