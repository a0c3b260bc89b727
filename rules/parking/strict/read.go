// SPDX-License-Identifier: Apache-2.0

// Package strict reads JSON that others wrote: within bounds, each name once and as it is spelled, nothing that is not asked for, and with
// the place of what is wrong. The first fault stays; what is read after it is empty.
package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/linli-project/linli/rules/fold"
)

// Bounds of a document, which hold before anything of it is understood.
const (
	MaxBytes   = 8 << 20
	MaxDepth   = 16
	MaxMembers = 64 // of an object
)

// A Fault is what is wrong with a document and where: "elements[1].restrictions.start_time". Form and Args are what Why was made of, for
// whoever says it in another language.
type Fault struct { //nolint:errname // a person reads it
	At, Why string
	Form    string
	Args    []any
}

func fault(at, form string, args ...any) *Fault {
	return &Fault{At: at, Why: fmt.Sprintf(form, args...), Form: form, Args: args}
}

func (f *Fault) Error() string {
	if f.At == "" {
		return "the document " + f.Why
	}
	return f.At + " " + f.Why
}

// A Value is one of a document's, or a member that is missing from it.
type Value struct {
	at      string
	v       any // nil, bool, json.Number, string, []any or object
	missing bool
	first   *Fault // of the document: At and Why are empty as long as it has none
}

type object map[string]any

// Read takes a document apart.
func Read(raw []byte) (Value, error) {
	doc := Value{first: new(Fault)}
	switch {
	case len(raw) > MaxBytes:
		return doc, fault("", "has %d bytes, and may have %d", len(raw), MaxBytes)
	case !utf8.Valid(raw):
		return doc, fault("", "is no text in UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	v, err := parse(d, "", 0)
	if err != nil {
		return doc, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return doc, fault("", "goes on after its end; give one JSON object")
	}
	doc.v = v
	return doc, nil
}

// parse reads the next value.
func parse(d *json.Decoder, at string, depth int) (any, error) {
	if depth > MaxDepth {
		return nil, fault(at, "is nested deeper than %d", MaxDepth)
	}
	token, err := d.Token()
	if err != nil {
		return nil, notJSON(err)
	}
	switch token {
	case json.Delim('{'):
		return parseObject(d, at, depth)
	case json.Delim('['):
		return parseList(d, at, depth)
	}
	return token, nil
}

func parseObject(d *json.Decoder, at string, depth int) (any, error) {
	o := object{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, notJSON(err)
		}
		name, _ := token.(string) // the decoder has refused all else
		if _, twice := o[name]; twice {
			return nil, fault(member(at, name), "stands there twice")
		}
		if len(o) == MaxMembers {
			return nil, fault(at, "has more than %d members", MaxMembers)
		}
		if o[name], err = parse(d, member(at, name), depth+1); err != nil {
			return nil, err
		}
	}
	return o, end(d)
}

func parseList(d *json.Decoder, at string, depth int) (any, error) {
	list := []any{}
	for d.More() {
		v, err := parse(d, item(at, len(list)), depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, end(d)
}

// end passes the bracket that closes what was read.
func end(d *json.Decoder) error {
	if _, err := d.Token(); err != nil {
		return notJSON(err)
	}
	return nil
}

func notJSON(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fault("", "is not JSON: %s", err.Error())
}

func item(at string, i int) string { return fmt.Sprintf("%s[%d]", at, i) }

// member names a member. A name that others chose may be of any length.
func member(at, name string) string {
	const most = 40
	if runes := []rune(name); len(runes) > most {
		name = string(runes[:most]) + "…"
	}
	if fold.Unseen(name) != "" {
		name = strconv.Quote(name)
	}
	if at == "" {
		return name
	}
	return at + "." + name
}
