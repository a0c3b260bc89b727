// SPDX-License-Identifier: Apache-2.0

package act

import (
	"cmp"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"sync"
)

// shape says how the values of a type stand in a plain text.
type shape struct {
	kind   reflect.Kind // String, Bool, Slice or Struct; Invalid: they never do
	fields []field      // of a Struct
}

// field is a struct's, in the order of the JSON names.
type field struct {
	index  int
	before string // all that stands before its value: {"name": or ,"name":
}

// shapes are kept, by reflect.Type.
var shapes sync.Map

func shapeOf(t reflect.Type) shape {
	if known, ok := shapes.Load(t); ok {
		return known.(shape)
	}
	var s shape
	if !slices.ContainsFunc(ownForms, reflect.PointerTo(t).Implements) {
		s = ordinaryShape(t)
	}
	shapes.Store(t, s)
	return s
}

// ownForms are the interfaces of types that say themselves how they are written.
var ownForms = []reflect.Type{
	reflect.TypeFor[json.Marshaler](), reflect.TypeFor[json.Unmarshaler](), reflect.TypeFor[encoding.TextMarshaler](),
	reflect.TypeFor[encoding.TextUnmarshaler](), reflect.TypeFor[encoding.TextAppender](),
}

func ordinaryShape(t reflect.Type) shape {
	switch kind := t.Kind(); kind {
	case reflect.String, reflect.Bool:
		return shape{kind: kind}
	case reflect.Slice:
		if t.Elem().Kind() != reflect.Uint8 { // which are written as base64
			return shape{kind: kind}
		}
	case reflect.Struct:
		if fields := fieldsOf(t); len(fields) > 0 {
			return shape{kind, fields}
		}
	}
	return shape{}
}

// fieldsOf are a struct's fields, none if one of them is anything but a name with its value.
func fieldsOf(t reflect.Type) []field {
	var fields []field
	for f := range t.Fields() {
		name := f.Tag.Get("json")
		if f.Anonymous || !f.IsExported() || name == "" || !madeOf(name, letters+digits) {
			return nil
		}
		fields = append(fields, field{f.Index[0], `,"` + name + `":`})
	}
	slices.SortFunc(fields, func(a, b field) int { return cmp.Compare(a.before, b.before) })
	if len(fields) > 0 {
		fields[0].before = "{" + fields[0].before[1:]
	}
	return fields
}
