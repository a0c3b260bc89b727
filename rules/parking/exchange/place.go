// SPDX-License-Identifier: Apache-2.0

// Package exchange writes and reads what others know of parking: places with their spaces, offers, and rights that were given, in the
// terms of the Alliance for Parking Data Standards (APDS 4), and offers as tariffs of OCPI.
package exchange

import (
	"fmt"
	"time"
)

// A Place is where cars are parked.
type Place struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Spaces []Space `json:"spaces"`
}

// A Space is for one car.
type Space struct {
	ID    string `json:"id"`
	Label string `json:"label"`           // what is written on it
	Kind  string `json:"kind,omitempty"`  // what those of its area have in common: for electric cars, for visitors
	Level string `json:"level,omitempty"` // floor, or row
	Zone  Zone   `json:"zone,omitempty"`  // where it is
}

// Bounds of a place.
const (
	MaxSpaces = 10_000
	MaxID     = 64
	MaxName   = 200
)

// The elements of a place, as APDS names them.
const (
	typeCampus = "campus"
	typePlace  = "place"
	typeLevel  = "subplaceElement"
	typeArea   = "identifiedArea"
	typeSpace  = "space"
)

// language is the one that names are written in.
const language = "zh"

// timeZone is that of all places.
const timeZone = "Asia/Shanghai"

type (
	// Words are a text in one or more languages.
	Words []Word
	Word  struct {
		Language string `json:"language"`
		String   string `json:"string"`
	}
	// Ref names an object of APDS.
	Ref struct {
		ID      string `json:"id"`
		Version int64  `json:"version"`
		Class   string `json:"className,omitempty"`
	}
	// Mark is the name of something outside APDS.
	Mark struct {
		ID    string `json:"id"`
		Class string `json:"className"`
	}
	// Element is a part of a place: the place, a level, an area, a space.
	Element struct {
		ID              string           `json:"id"`
		Version         int64            `json:"version"`
		Type            string           `json:"type"`
		ElementType     string           `json:"elementType,omitempty"`
		Layer           int              `json:"layer"`
		Name            Words            `json:"name"`
		Parent          *Ref             `json:"parentId,omitempty"`
		TimeZone        string           `json:"timeZone,omitempty"`
		SpaceID         *Mark            `json:"spaceId,omitempty"`
		Zone            *Area            `json:"spaceBoundedZone,omitempty"`
		Characteristics *Characteristics `json:"characteristics,omitempty"`
		Record          Record           `json:"hierarchyElementRecord"`
	}
	// Area is an area of GeoJSON.
	Area struct {
		Type        string       `json:"type"`
		Coordinates [][][]Corner `json:"coordinates"`
	}
	Characteristics struct {
		Total int `json:"spacesTotal"`
	}
	Record struct {
		Created string `json:"creationTime"`
	}
)

func words(text string) Words { return Words{{language, text}} }

func ref(id string) Ref { return Ref{ID: id, Version: 1} }

func moment(at int64) string { return time.Unix(at, 0).UTC().Format(time.RFC3339) }

// tree puts the elements of a place together.
type tree struct {
	place    Place
	elements []Element
	made     map[[2]string]string // level and kind, to the id of their element
	ids      map[string]bool
	record   Record
}

// Elements are the place in APDS as of a time: itself, then each level and each area before the first space that is in it.
func (p Place) Elements(at int64) []Element {
	t := tree{place: p, made: map[[2]string]string{}, ids: map[string]bool{p.ID: true}, record: Record{moment(at)}}
	for _, s := range p.Spaces {
		t.ids[s.ID] = true
	}
	t.elements = []Element{{ID: p.ID, Version: 1, Type: typePlace, Name: words(p.Name), TimeZone: timeZone,
		Characteristics: &Characteristics{len(p.Spaces)}, Record: t.record}}
	for _, s := range p.Spaces {
		parent, layer := t.area(s.Level, s.Kind)
		above := ref(parent)
		t.elements = append(t.elements, Element{ID: s.ID, Version: 1, Type: typeSpace, Layer: layer, Name: words(s.Label), Parent: &above,
			SpaceID: &Mark{s.ID, "ParkingSpace"}, Zone: s.Zone.area(), Record: t.record})
	}
	return t.elements
}

// area is the element that has the spaces of a level and a kind, and the layer of what is in it.
func (t *tree) area(level, kind string) (id string, layer int) {
	id, layer = t.place.ID, 1
	if level != "" {
		id, layer = t.inside(id, layer, typeLevel, level, ""), layer+1
	}
	if kind != "" {
		id, layer = t.inside(id, layer, typeArea, level, kind), layer+1
	}
	return id, layer
}

// inside is the id of a level or an area, which is made the first time.
func (t *tree) inside(parent string, layer int, of, level, kind string) string {
	key := [2]string{level, kind}
	if id, ok := t.made[key]; ok {
		return id
	}
	above := ref(parent)
	e := Element{ID: t.free(), Version: 1, Type: of, Layer: layer, Name: words(kind), Parent: &above, Record: t.record}
	if of == typeLevel {
		e.ElementType, e.Name = "floorOrLevel", words(level)
	}
	t.elements = append(t.elements, e)
	t.made[key] = e.ID
	return e.ID
}

// free is an id that nothing has yet, no longer than one may be.
func (t *tree) free() string {
	of := []rune(t.place.ID)
	of = of[:min(len(of), MaxID-8)]
	for n := len(t.made) + 1; ; n++ {
		if id := fmt.Sprintf("%s.%d", string(of), n); !t.ids[id] {
			t.ids[id] = true
			return id
		}
	}
}
