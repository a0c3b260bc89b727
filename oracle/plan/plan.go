// SPDX-License-Identifier: Apache-2.0

// Package plan says which drawings of an estate are shown: SVG that draws, and does nothing else. What is allowed is listed; whatever is
// not, a drawing does without.
package plan

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Bounds of a plan.
const (
	MaxBytes    = 1 << 20
	maxElements = 20_000
	maxDepth    = 32
)

// Error is why a drawing is not taken.
type Error struct {
	Reason Reason
	What   string // the element or the attribute
}

// Reason is what is wrong with a drawing.
type Reason string

// The reasons.
const (
	TooLarge  Reason = "too-large" // bytes, elements, or elements within elements
	NotSVG    Reason = "not-svg"   // no XML whose root is one svg with a width and a height, or a viewBox
	Element   Reason = "element"   // one that is not among those that draw
	Attribute Reason = "attribute" // one that can do more than draw
	Outside   Reason = "outside"   // it refers to something that is not in it
)

func (e *Error) Error() string { return fmt.Sprintf("not a plan: %s %q", e.Reason, e.What) }

const namespace = "http://www.w3.org/2000/svg"

var elements = setOf(`svg g defs symbol use title desc metadata path rect circle ellipse line polyline polygon text tspan
	linearGradient radialGradient stop clipPath pattern marker`)

// attributes besides those that only programs that draw read, which have a namespace of their own and do nothing.
var attributes = setOf(`id class x y x1 y1 x2 y2 cx cy r rx ry fx fy d points width height viewBox preserveAspectRatio transform version
	fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-dasharray stroke-dashoffset
	stroke-miterlimit opacity color display visibility overflow clip-path clip-rule marker-start marker-mid marker-end font-family font-size
	font-style font-weight text-anchor letter-spacing word-spacing dominant-baseline alignment-baseline dx dy rotate textLength lengthAdjust
	offset stop-color stop-opacity gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
	clipPathUnits markerUnits markerWidth markerHeight refX refY orient vector-effect shape-rendering style href lang role space baseProfile
	paint-order`)

func setOf(names string) map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		set[name] = true
	}
	return set
}

// Check says whether a drawing is a plan that may be shown. The error is an *Error.
func Check(svg []byte) error {
	if len(svg) > MaxBytes {
		return &Error{TooLarge, "bytes"}
	}
	if !utf8.Valid(svg) {
		return &Error{NotSVG, "UTF-8"}
	}
	reading := xml.NewDecoder(bytes.NewReader(svg))
	c := checking{}
	for {
		token, err := reading.Token()
		if errors.Is(err, io.EOF) {
			return c.end()
		}
		if err != nil {
			return &Error{NotSVG, "XML"}
		}
		if err := c.take(token); err != nil {
			return err
		}
	}
}

// checking is a drawing being read.
type checking struct {
	elements, depth int
	drawn           bool // its root is over
}

func (c *checking) take(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return c.open(t)
	case xml.EndElement:
		c.depth--
		c.drawn = c.depth == 0
	case xml.Directive: // of a document type, and with it entities
		return &Error{Element, "<!" + firstWord(t)}
	case xml.ProcInst:
		if t.Target != "xml" {
			return &Error{Element, "<?" + t.Target}
		}
	}
	return nil
}

func firstWord(text []byte) string {
	word, _, _ := strings.Cut(string(text), " ")
	return word
}

func (c *checking) open(e xml.StartElement) error {
	c.elements++
	c.depth++
	name := e.Name.Local
	switch {
	case c.elements > maxElements || c.depth > maxDepth:
		return &Error{TooLarge, "elements"}
	case c.depth == 1 && (c.drawn || name != "svg" || e.Name.Space != namespace || !sized(e.Attr)):
		return &Error{NotSVG, name}
	case e.Name.Space != namespace && !ofDrawingProgram(e.Name.Space), e.Name.Space == namespace && !elements[name]:
		return &Error{Element, name}
	}
	if e.Name.Space != namespace {
		return nil // nobody does anything with it
	}
	for _, a := range e.Attr {
		if err := allowed(a); err != nil {
			return err
		}
	}
	return nil
}

// sized says whether a drawing says how large it is.
func sized(attributes []xml.Attr) bool {
	has := map[string]bool{}
	for _, a := range attributes {
		has[a.Name.Local] = a.Value != ""
	}
	return has["viewBox"] || has["width"] && has["height"]
}

// ofDrawingProgram says whether a namespace is one in which programs that draw leave notes to themselves.
func ofDrawingProgram(space string) bool {
	return strings.HasPrefix(space, "http://www.inkscape.org/") || strings.HasPrefix(space, "http://sodipodi.sourceforge.net/") ||
		space == "http://www.w3.org/1999/02/22-rdf-syntax-ns#" || space == "http://purl.org/dc/elements/1.1/" ||
		space == "http://creativecommons.org/ns#"
}

var (
	references = regexp.MustCompile(`(?i)url\s*\(\s*(["']?)([^"')]*)`)
	within     = regexp.MustCompile(`^#[\w.:-]+$`)
	active     = regexp.MustCompile(`(?i)@|expression|behavior|javascript:|\\|/\*`)
)

func allowed(a xml.Attr) error {
	name, space := a.Name.Local, a.Name.Space
	switch {
	case space == "xmlns" || space == "" && name == "xmlns", ofDrawingProgram(space):
		return nil
	case space != "" && space != "http://www.w3.org/1999/xlink" && space != "xml" && space != "http://www.w3.org/XML/1998/namespace",
		!attributes[name]:
		return &Error{Attribute, name}
	case name == "href" && !within.MatchString(a.Value):
		return &Error{Outside, name}
	case active.MatchString(a.Value):
		return &Error{Attribute, name}
	}
	for _, found := range references.FindAllStringSubmatch(a.Value, -1) {
		if !within.MatchString(strings.TrimSpace(found[2])) {
			return &Error{Outside, name}
		}
	}
	return nil
}

func (c *checking) end() error {
	if !c.drawn {
		return &Error{NotSVG, "svg"}
	}
	return nil
}
