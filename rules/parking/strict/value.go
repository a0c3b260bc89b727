// SPDX-License-Identifier: Apache-2.0

package strict

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/linli-project/linli/rules/fold"
)

// Err is the first fault that was found in the document, nil if there is none.
func (v Value) Err() error {
	if v.first.Why == "" {
		return nil
	}
	return v.first
}

// Refuse says what is wrong with the value.
func (v Value) Refuse(why string, args ...any) {
	if v.first.Why == "" {
		*v.first = *fault(v.at, why, args...)
	}
}

// need refuses a value that is missing, or not of the kind that was read. It says whether the value may be used.
func (v Value) need(ok bool, kind string) bool {
	switch {
	case v.missing:
		v.Refuse("is missing")
	case !ok:
		v.Refuse("has to be %s", kind)
	}
	return ok && !v.missing
}

// Object refuses a value that is no object, or has a member that is not named.
func (v Value) Object(names ...string) Value {
	o, ok := v.v.(object)
	if !v.need(ok, "an object") {
		return v
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		if !slices.Contains(names, name) {
			v.inside(name, nil).Refuse("is not known here; there may be %s", strings.Join(names, ", "))
		}
	}
	return v
}

// Open refuses a value that is no object. It may have members that nobody asks for.
func (v Value) Open() Value {
	_, ok := v.v.(object)
	v.need(ok, "an object")
	return v
}

func (v Value) inside(name string, of any) Value {
	return Value{at: member(v.at, name), v: of, first: v.first}
}

// Get is a member, which has to be there.
func (v Value) Get(name string) Value {
	o, _ := v.v.(object)
	of := v.inside(name, o[name])
	of.missing = of.v == nil
	return of
}

// Has tells whether a member is there. One that is null is not.
func (v Value) Has(name string) bool {
	o, _ := v.v.(object)
	return o[name] != nil
}

// List is the items of a list that has so many.
func (v Value) List(least, most int) []Value {
	list, ok := v.v.([]any)
	if !v.need(ok, "a list") {
		return nil
	}
	if len(list) < least || len(list) > most {
		v.Refuse("has %d items; it may have %d to %d", len(list), least, most)
		return nil
	}
	items := make([]Value, len(list))
	for i := range list {
		items[i] = Value{at: item(v.at, i), v: list[i], first: v.first}
	}
	return items
}

// Text is a text of so many characters, without any that cannot be seen.
func (v Value) Text(least, most int) string {
	s, ok := v.v.(string)
	if !v.need(ok, "a text") {
		return ""
	}
	if n := utf8.RuneCountInString(s); n < least || n > most {
		v.Refuse("has %d characters; it may have %d to %d", n, least, most)
		return ""
	}
	if char := fold.Unseen(s); char != "" {
		v.Refuse("has a character that cannot be seen, %s", char)
		return ""
	}
	return s
}

// OneOf is one of these texts.
func (v Value) OneOf(texts ...string) string {
	s, ok := v.v.(string)
	if !v.need(ok, "a text") {
		return ""
	}
	if !slices.Contains(texts, s) {
		v.Refuse("may be %s", strings.Join(texts, ", "))
		return ""
	}
	return s
}

// Int is a whole number within bounds.
func (v Value) Int(least, most int64) int64 {
	number, ok := v.v.(json.Number)
	if !v.need(ok, "a whole number") {
		return 0
	}
	n, err := strconv.ParseInt(number.String(), 10, 64)
	if err != nil || n < least || n > most {
		v.Refuse("has to be a whole number from %d to %d", least, most)
		return 0
	}
	return n
}

// Float is a number within bounds, as far as a float64 has it.
func (v Value) Float(least, most float64) float64 {
	n, err := strconv.ParseFloat(v.Number(), 64)
	if err != nil || n < least || n > most {
		v.Refuse("has to be a number from %v to %v", least, most)
		return 0
	}
	return n
}

// Number is a number as it is written.
func (v Value) Number() string {
	number, ok := v.v.(json.Number)
	v.need(ok, "a number")
	return number.String()
}
