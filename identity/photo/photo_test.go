// SPDX-License-Identifier: Apache-2.0

package photo_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"slices"
	"testing"

	"github.com/linli-project/linli/identity/photo"
)

func drawn(t testing.TB, width, height int) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		picture.Set(x, height/2, color.RGBA{uint8(x), 0, 0, 255})
	}
	var raw bytes.Buffer
	if err := jpeg.Encode(&raw, picture, nil); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

// webP is one pixel, without loss.
func webP(t testing.TB) []byte {
	t.Helper()
	raw, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// segment is one of a JPEG with a marker.
func segment(m byte, content string) []byte {
	size := len(content) + 2
	return append([]byte{0xFF, m, byte(size >> 8), byte(size)}, content...)
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// chunk puts one more into a WebP.
func chunk(raw []byte, name, content string) []byte {
	raw = slices.Concat(raw, []byte(name), []byte{byte(len(content)), 0, 0, 0}, []byte(content))
	size := len(raw) - 8
	raw[4], raw[5] = byte(size), byte(size>>8)
	return raw
}

func TestCheck(t *testing.T) {
	plain, small := drawn(t, 64, 48), webP(t)
	with := func(m byte, content string) []byte {
		return slices.Insert(slices.Clone(plain), 2, segment(m, content)...)
	}
	var other bytes.Buffer
	if err := png.Encode(&other, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	end := len(plain) - 2
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"JPEG":                   {plain, photo.JPEG},
		"with JFIF":              {with(0xE0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"), photo.JPEG},
		"with colours":           {with(0xE2, "ICC_PROFILE\x00\x01\x01any"), photo.JPEG},
		"WebP":                   {small, photo.WebP},
		"with Exif":              {with(0xE1, "Exif\x00\x00GPS"), ""},
		"with XMP":               {with(0xE1, "http://ns.adobe.com/xap/1.0/\x00<x/>"), ""},
		"with a maker's":         {with(0xED, "Photoshop 3.0\x00"), ""},
		"with another preview":   {with(0xE0, "JFXX\x00\x10"), ""},
		"with more pictures":     {with(0xE2, "MPF\x00MM\x00*"), ""},
		"as a phone writes it":   {file(t, "phone.jpg"), ""},
		"as a page sends it":     {file(t, "bare.jpg"), photo.JPEG}, // which web/src/app/shared/orders/bare.ts makes of the other
		"with a comment":         {with(0xFE, "张三家"), ""},
		"with Exif at the end":   {slices.Insert(slices.Clone(plain), end, segment(0xE1, "Exif\x00\x00GPS")...), ""},
		"with something after":   {slices.Concat(plain, []byte("and this")), ""},
		"with a second picture":  {slices.Concat(plain, plain), ""},
		"cut off":                {plain[:end-10], ""},
		"without an end":         {plain[:end], ""},
		"WebP with Exif":         {chunk(slices.Clone(small), "EXIF", "GPS!"), ""},
		"WebP with XMP":          {chunk(slices.Clone(small), "XMP ", "<x/>"), ""},
		"WebP with something":    {chunk(slices.Clone(small), "note", "张三"), ""},
		"WebP and something":     {slices.Concat(small, []byte("and this")), ""},
		"WebP cut off":           {small[:len(small)-2], ""},
		"PNG":                    {other.Bytes(), ""},
		"a page":                 {[]byte("<html><script>alert(1)</script>"), ""},
		"nothing":                {nil, ""},
		"wide":                   {drawn(t, photo.MostPixels+1, 2), ""},
		"as wide as can be":      {drawn(t, photo.MostPixels, 2), photo.JPEG},
		"larger than may be":     {slices.Concat(plain, make([]byte, photo.MostBytes)), ""},
		"of more than it claims": {slices.Concat(plain[:2], []byte{0xFF, 0xC0, 0, 1}), ""},
	} {
		got, err := photo.Check(c.raw)
		if got != c.want || (err != nil) != (c.want == "") || err != nil && !errors.Is(err, photo.ErrRefused) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

// Whatever is accepted is refused with something put beside the picture.
func FuzzCheck(f *testing.F) {
	f.Add(drawn(f, 8, 8))
	f.Add(webP(f))
	f.Fuzz(func(t *testing.T, raw []byte) {
		kind, err := photo.Check(raw)
		if err != nil {
			return
		}
		more := slices.Insert(slices.Clone(raw), 2, segment(0xE1, "Exif\x00\x00GPS")...)
		if kind == photo.WebP {
			more = chunk(slices.Clone(raw), "EXIF", "GPS!")
		}
		if _, err := photo.Check(more); err == nil {
			t.Errorf("%q", more)
		}
	})
}
