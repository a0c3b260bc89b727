// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

// maxDepth is deeper than any message nests.
const maxDepth = 32

// object is an object of JSON in a message. Its methods read members. One that is left out, or null, is read as the zero value; the
// first that is not as it has to be is kept, and told by fault at the end.
type object struct {
	members map[string]any
	path    string
	wrong   *error // one for all objects of a message
}

// parse reads a message that is one object of JSON.
func parse(body []byte) (object, error) {
	if deep(body) {
		return object{}, act.Refuse(TooMuch, "of", "depth", "most", maxDepth)
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var members map[string]any
	if err := d.Decode(&members); err != nil || members == nil {
		return object{}, act.Refuse(act.NotJSON, "of", "message")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return object{}, act.Refuse(act.NotJSON, "of", "message")
	}
	return object{members, "", new(error)}, nil
}

// deep says whether brackets nest more than maxDepth deep.
func deep(body []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// fault is what was wrong with the members that were read, in whatever object of the message.
func (o object) fault() error { return *o.wrong }

func (o object) refuse(name string) {
	if *o.wrong == nil {
		*o.wrong = badField(o.path + name)
	}
}

// has says whether a member is there, and not null.
func (o object) has(name string) bool { return o.members[name] != nil }

// names are those of the members, sorted.
func (o object) names() []string { return slices.Sorted(maps.Keys(o.members)) }

// need refuses a message in which one of these members is missing.
func (o object) need(names ...string) {
	for _, name := range names {
		if !o.has(name) {
			o.refuse(name)
		}
	}
}

// member is a member of a type, and whether it is there.
func member[T any](o object, name string) (T, bool) {
	value, ok := o.members[name].(T)
	if !ok && o.has(name) {
		o.refuse(name)
	}
	return value, ok
}

func (o object) text(name string) string {
	text, _ := member[string](o, name)
	return text
}

func (o object) flag(name string) (is, ok bool) { return member[bool](o, name) }

func (o object) list(name string) []any {
	list, _ := member[[]any](o, name)
	return list
}

func (o object) object(name string) object {
	members, _ := member[map[string]any](o, name)
	return object{members, o.path + name + ".", o.wrong}
}

// objects are the members of a list, which are objects.
func (o object) objects(name string) []object {
	var all []object
	for i, item := range o.list(name) {
		members, ok := item.(map[string]any)
		if !ok {
			o.refuse(name)
		}
		all = append(all, object{members, o.path + name + "." + strconv.Itoa(i) + ".", o.wrong})
	}
	return all
}

// maxNumber is greater than all that is measured or counted here, and float64 holds every whole number up to it.
const maxNumber = 1 << 53

// number is a number as it was written. One that is too great for any measure is refused.
func (o object) number(name string) (json.Number, bool) {
	n, ok := member[json.Number](o, name)
	if !ok {
		return "", false
	}
	if f, err := n.Float64(); err != nil || math.Abs(f) > maxNumber || len(n) > 32 {
		o.refuse(name)
		return "", false
	}
	return n, true
}

// within is a number from least to most.
func (o object) within(name string, least, most float64) (json.Number, bool) {
	n, ok := o.number(name)
	if !ok {
		return "", false
	}
	if f, _ := n.Float64(); f < least || f > most {
		o.refuse(name)
		return "", false
	}
	return n, true
}

// whole is a whole number that is not negative.
func (o object) whole(name string) (int64, bool) {
	n, ok := o.within(name, 0, maxNumber)
	if !ok {
		return 0, false
	}
	i, err := n.Int64()
	if err != nil {
		o.refuse(name)
	}
	return i, err == nil
}

// count is a whole number that counts, 0 if there is none.
func (o object) count(name string) uint64 {
	n, _ := o.whole(name)
	return uint64(max(n, 0))
}

// put says a value, if it is there.
func put[T any](values device.Values, name string, value T, ok bool) {
	if ok {
		values[name] = value
	}
}

// putText says a text, if there is one.
func putText(values device.Values, name, text string) { put(values, name, text, text != "") }

// thousandths of a number that is out of one (whole = 1) or a hundred.
func thousandths(n json.Number, whole float64) int64 {
	f, _ := n.Float64()
	return int64(math.Round(f / whole * 1000))
}

// segments are the parts of a topic.
func segments(topic string) []string { return strings.Split(strings.Trim(topic, "/"), "/") }

// last is the last part of a topic.
func last(topic string) string {
	parts := segments(topic)
	return parts[len(parts)-1]
}
