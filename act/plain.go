// SPDX-License-Identifier: Apache-2.0

package act

import (
	"encoding/json"
	"reflect"
	"strings"
)

// readPlain reads text into v, which is empty, and says whether that is all there is to it: v is what encoding/json would make of
// text, and would give just this text again, which is canonical. So it is of nearly every act: printable ASCII without escapes,
// with all members of v by their exact names, in order, and no other. One pass shows it, instead of decoding, encoding and
// comparing. Of anything else readPlain says no and leaves v empty; who asked looks closer.
func readPlain(text string, v any) bool {
	into := reflect.ValueOf(v).Elem()
	p := plain{text}
	if p.value(into, 0) && p.rest == "" {
		return true
	}
	into.SetZero()
	return false
}

// plain is what is left of a text that has been plain so far.
type plain struct{ rest string }

// maxPlainDepth is deeper than any act nests.
const maxPlainDepth = 16

// value takes a value of v's type.
func (p *plain) value(v reflect.Value, depth int) (ok bool) {
	switch into := v.Addr().Interface().(type) {
	case *json.RawMessage:
		from := p.rest
		ok = p.skip(depth)
		*into = json.RawMessage(from[:len(from)-len(p.rest)])
		return ok
	case *Int:
		text, ok := p.string()
		return ok && into.UnmarshalText([]byte(text)) == nil
	case *Bytes:
		text, ok := p.string()
		return ok && into.decode(text) == nil
	}
	shape := shapeOf(v.Type())
	switch {
	case depth > maxPlainDepth:
	case shape.kind == reflect.String:
		text, ok := p.string()
		v.SetString(text)
		return ok
	case shape.kind == reflect.Bool:
		v.SetBool(p.take("true"))
		return v.Bool() || p.take("false")
	case shape.kind == reflect.Slice:
		return p.array(v, depth+1)
	case shape.kind == reflect.Struct:
		return p.object(v, shape.fields, depth+1)
	}
	return false
}

func (p *plain) array(v reflect.Value, depth int) bool {
	if !p.take("[") {
		return false
	}
	if p.take("]") {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		return true
	}
	for i := 0; ; i++ {
		v.Grow(4)
		v.SetLen(i + 1)
		if !p.value(v.Index(i), depth) {
			return false
		}
		if !p.take(",") {
			return p.take("]")
		}
	}
}

func (p *plain) object(v reflect.Value, fields []field, depth int) bool {
	for _, f := range fields {
		if !p.take(f.before) || !p.value(v.Field(f.index), depth) {
			return false
		}
	}
	return p.take("}")
}

// skip takes any value. Its objects have ascending names, so that none is repeated.
func (p *plain) skip(depth int) bool {
	switch {
	case depth > maxPlainDepth:
		return false
	case p.take("true"), p.take("false"), p.take("[]"), p.take("{}"):
		return true
	case p.take("["):
		return p.skipItems(depth + 1)
	case p.take("{"):
		return p.skipMembers(depth + 1)
	}
	_, ok := p.string()
	return ok
}

func (p *plain) skipItems(depth int) bool {
	for p.skip(depth) {
		if !p.take(",") {
			return p.take("]")
		}
	}
	return false
}

func (p *plain) skipMembers(depth int) bool {
	for last, first := "", true; ; first = false {
		name, ok := p.string()
		if !ok || !first && name <= last || !p.take(":") || !p.skip(depth) {
			return false
		}
		if !p.take(",") {
			return p.take("}")
		}
		last = name
	}
}

// take takes a word, if it comes next.
func (p *plain) take(word string) (ok bool) {
	p.rest, ok = strings.CutPrefix(p.rest, word)
	return ok
}

// string takes a string, if a plain one comes next.
func (p *plain) string() (text string, ok bool) {
	if p.rest == "" || p.rest[0] != '"' {
		return "", false
	}
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case c == '"':
			text, p.rest = p.rest[1:i], p.rest[i+1:]
			return text, true
		case c < ' ' || c > '~' || c == '\\':
			return "", false
		}
	}
	return "", false
}
