// SPDX-License-Identifier: Apache-2.0

// Package font is the Chinese font that letters are printed with.
package font

import (
	_ "embed" // the font's file
	"fmt"
	"strings"
	"sync"

	"golang.org/x/image/font/sfnt"
)

//go:embed micro-hei.ttf
var microHei []byte

// MicroHei returns the font's TrueType file. It must not be changed.
func MicroHei() []byte { return microHei }

// Blank is printed where a character is missing.
const Blank = '□'

var parsed = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(microHei) })

// Printable returns text with Blank for every character that the font lacks, and those characters.
func Printable(text string) (printable string, missing string, err error) {
	face, err := parsed()
	if err != nil {
		return "", "", fmt.Errorf("read the font: %w", err)
	}
	var buffer sfnt.Buffer
	var out, lost strings.Builder
	for _, r := range text {
		glyph, err := face.GlyphIndex(&buffer, r)
		if err != nil {
			return "", "", fmt.Errorf("look up %q in the font: %w", r, err)
		}
		if glyph == 0 {
			lost.WriteRune(r)
			r = Blank
		}
		out.WriteRune(r)
	}
	return out.String(), lost.String(), nil
}
