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

// placed is a space with an area.
func placed(id, zone string) string {
	return fmt.Sprintf(`{"id":%q,"type":"space","name":[{"language":"zh","string":%q}],"parentId":{"id":"p"},"spaceBoundedZone":%s}`, id, id, zone)
}

// boxAt is the area of a space that is some 2.4 m wide and 5.6 m long, with its lower left corner somewhere.
func boxAt(x, y float64) string {
	return fmt.Sprintf(`{"type":"Polygon","coordinates":[[[%v,%v],[%v,%v],[%v,%v],[%v,%v],[%v,%v]]]}`,
		x, y, x+0.000025, y, x+0.000025, y+0.00005, x, y+0.00005, x, y)
}

// Where spaces are is read as GeoJSON has it, and drawn from the left and from above, each level by itself.
func TestLevels(t *testing.T) {
	deck := `{"id":"deck","type":"subplaceElement","name":[{"language":"zh","string":"地下一层"}],"parentId":{"id":"p"}}`
	below := strings.Replace(placed("c", boxAt(121.0001, 31)), `{"id":"p"}`, `{"id":"deck"}`, 1)
	p, err := exchange.ReadPlace([]byte(list(one("p", "place", ""), deck, placed("a", boxAt(121, 31)), placed("b", boxAt(121, 31.00005)),
		below, one("d", "space", "p"))))
	if err != nil {
		t.Fatal(err)
	}
	levels := p.Levels()
	if len(levels) != 2 || levels[0].Name != "" || levels[1].Name != "地下一层" || len(levels[0].Spaces) != 2 || len(levels[1].Spaces) != 1 {
		t.Fatalf("%+v", levels)
	}
	const wide, long = 239, 557 // centimetres, at this latitude
	ground, lower := levels[0], levels[1]
	if ground.Width != wide+200 || ground.Height < 2*long+200-2 || ground.Height > 2*long+200+2 {
		t.Errorf("%d by %d cm", ground.Width, ground.Height)
	}
	if a, b := ground.Spaces[0], ground.Spaces[1]; a.Label != "a" || b.Corners[3] != [2]int64{100, 100} || a.Corners[3][1] != b.Corners[0][1] {
		t.Errorf("a is at %v, b north of it at %v", a.Corners, b.Corners)
	}
	if c := lower.Spaces[0].Corners; c[3] != [2]int64{100, 100} || c[1] != [2]int64{100 + wide, 100 + long} {
		t.Errorf("what is on another level begins at its own corner: %v", c)
	}
	if none := (exchange.Place{Spaces: []exchange.Space{{ID: "s"}}}).Levels(); len(none) != 0 {
		t.Errorf("nobody says where it is, and it is drawn: %+v", none)
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
		list(place, placed("s", `{"type":"Point","coordinates":[121,31]}`)):                             "[1].spaceBoundedZone.type may be MultiPolygon, Polygon",
		list(place, placed("s", `{"type":"Polygon"}`)):                                                  "[1].spaceBoundedZone.coordinates is missing",
		list(place, placed("s", `{"type":"Polygon","coordinates":[[],[]]}`)):                            "[1].spaceBoundedZone.coordinates has 2 items",
		list(place, placed("s", `{"type":"Polygon","coordinates":[[[0,0],[0,1],[0,0]]]}`)):              "coordinates[0] has 3 items; it may have 4 to 65",
		list(place, placed("s", `{"type":"Polygon","coordinates":[[[0,0],[0,"1"],[1,1],[0,0]]]}`)):      "coordinates[0][1][1] has to be a number",
		list(place, placed("s", `{"type":"Polygon","coordinates":[[[0,0],[0,86],[1,1],[0,0]]]}`)):       "coordinates[0][1][1] has to be a number from -85 to 85",
		list(place, placed("s", `{"type":"Polygon","coordinates":[[[0,0],[0],[1,1],[0,0]]]}`)):          "coordinates[0][1] has 1 items; it may have 2 to 3",
		list(place, placed("s", `{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[1,0]]]}`)):        "coordinates[0] ends elsewhere than it begins",
		list(place, placed("s", `{"type":"Polygon","coordinates":[[[0,0],[0,5],[2.5,5],[0,0]]]}`)):      "[1].spaceBoundedZone.coordinates[0] is an area of",
		list(place, placed("s", `{"type":"MultiPolygon","coordinates":[[[[0,0],[0,0],[0,0],[0,0]]]]}`)): "coordinates[0][0] is an area of 0.0 square metres",
		list(place, placed("s", boxAt(121, 31)), placed("t", boxAt(121, 31.1))):                         "has spaces that are more than 2000 metres apart",
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
			if x, y := d.Float64()/100, d.Float64()/100; d.IntN(2) == 0 {
				p.Spaces[i].Zone = exchange.Zone{{x, y}, {x + 0.00003, y}, {x + 0.00003, y + 0.00005}}
			}
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
	f.Add([]byte(list(one("p", "place", ""), placed("s", boxAt(121, 31)))))
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
