// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"slices"

	"github.com/linli-project/linli/rules/parking/strict"
)

// maxAbove is how many elements a space is in at most.
const maxAbove = 8

// part is an element as it was read.
type part struct {
	value  strict.Value
	kind   string
	name   string
	parent string
	zone   Zone
}

// reader puts a place together.
type reader struct {
	parts  map[string]part
	place  string // id of the one place
	spaces []string
}

// ReadPlace reads a place of APDS with its spaces: a list of hierarchy elements, alone or as "data" of an answer. What is not needed to know
// the spaces is passed over; what they are in has to be there. The error is a *strict.Fault.
func ReadPlace(raw []byte) (Place, error) {
	doc, err := strict.Read(raw)
	if err != nil {
		return Place{}, err
	}
	list := doc
	if doc.Has("data") {
		list = doc.Open().Get("data")
	}
	r := reader{parts: map[string]part{}}
	for _, element := range list.List(1, 3*MaxSpaces) {
		r.element(element.Open())
	}
	if r.place == "" {
		list.Refuse("has no element whose type is place; the spaces are read with the place that they are in")
	}
	p := Place{ID: r.place, Name: r.parts[r.place].name, Spaces: []Space{}}
	if len(r.spaces) > MaxSpaces {
		list.Refuse("has %d spaces; it may have %d", len(r.spaces), MaxSpaces)
	}
	for _, id := range r.spaces {
		p.Spaces = append(p.Spaces, r.space(id))
	}
	if !p.together() {
		list.Refuse("has spaces that are more than %d metres apart, which are no one place", maxWide)
	}
	if err := doc.Err(); err != nil {
		return Place{}, err
	}
	return p, nil
}

func (r *reader) element(v strict.Value) {
	id := v.Get("id").Text(1, MaxID)
	if _, twice := r.parts[id]; twice {
		v.Get("id").Refuse("%s stands there twice", id)
	}
	p := part{value: v, kind: v.Get("type").OneOf(typeCampus, typePlace, typeLevel, typeArea, typeSpace), name: name(v), parent: parent(v)}
	switch p.kind {
	case typePlace:
		if r.place != "" {
			v.Get("type").Refuse("is place for the second time; give one place at a time")
		}
		r.place = id
	case typeSpace:
		r.spaces = append(r.spaces, id)
		p.zone = zone(v)
	}
	r.parts[id] = p
}

// name is what the element is called: in Chinese if it is, otherwise in the language that comes first. Where a space has no name, its mark
// is one.
func name(v strict.Value) string {
	if !v.Has("name") && v.Has("spaceId") {
		return v.Get("spaceId").Open().Get("id").Text(1, MaxName)
	}
	var languages, names []string
	for _, word := range v.Get("name").List(1, 16) {
		word = word.Open()
		languages = append(languages, word.Get("language").Text(2, 2))
		names = append(names, word.Get("string").Text(1, MaxName))
	}
	if len(names) == 0 {
		return ""
	}
	return names[max(0, slices.Index(languages, language))]
}

// parent is the id of the element that this one is in. The schema calls it parentId, and some of APDS's examples parent.
func parent(v strict.Value) string {
	for _, called := range []string{"parentId", "parent"} {
		if v.Has(called) {
			return v.Get(called).Open().Get("id").Text(1, MaxID)
		}
	}
	return ""
}

// space looks what a space is in, up to the place.
func (r *reader) space(id string) Space {
	p := r.parts[id]
	s := Space{ID: id, Label: p.name, Zone: p.zone}
	at := p
	for range maxAbove {
		if at.parent == "" {
			at.value.Get("parentId").Refuse("is missing: a space is in a place, or in a level or an area that is")
			return s
		}
		above, ok := r.parts[at.parent]
		if !ok {
			at.value.Refuse("is in %s, which is not in the list", at.parent)
			return s
		}
		switch {
		case at.parent == r.place:
			return s
		case above.kind == typeLevel && s.Level == "":
			s.Level = above.name
		case above.kind == typeArea && s.Kind == "":
			s.Kind = above.name
		}
		at = above
	}
	p.value.Refuse("is in more than %d elements, or one of them is in itself", maxAbove)
	return s
}
