// SPDX-License-Identifier: Apache-2.0

// Package photo looks whether bytes are a photo that may be kept: one that can be shown, of bearable size, and with nothing beside the
// picture. Cameras write beside it where and when it was taken, and with what.
package photo

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // decodes, as image.Decode finds it
	"slices"

	_ "golang.org/x/image/webp" // decodes, as image.Decode finds it
)

// The media types that there are.
const (
	JPEG = "image/jpeg"
	WebP = "image/webp"
)

const (
	// MostBytes is how large a photo may be.
	MostBytes = 2 << 20
	// MostPixels is how many a side may have; it also bounds what decoding costs.
	MostPixels = 2048
)

// ErrRefused says that bytes are no photo that may be kept.
var ErrRefused = errors.New("no photo that may be kept")

func refuse(why string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrRefused, fmt.Sprintf(why, args...))
}

// Check returns the media type of a photo that may be kept; ErrRefused.
func Check(raw []byte) (mediaType string, err error) {
	if len(raw) > MostBytes {
		return "", refuse("it has %d bytes", len(raw))
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil {
		return "", refuse("%v", err)
	}
	if max(config.Width, config.Height) > MostPixels || min(config.Width, config.Height) < 1 {
		return "", refuse("it has %d × %d pixels", config.Width, config.Height)
	}
	switch format {
	case "jpeg":
		mediaType, err = JPEG, pictureOfJPEG(raw)
	case "webp":
		mediaType, err = WebP, pictureOfWebP(raw)
	default:
		err = refuse("it is %s", format)
	}
	if err != nil {
		return "", err
	}
	if _, _, err := image.Decode(bytes.NewReader(raw)); err != nil {
		return "", refuse("%v", err)
	}
	return mediaType, nil
}

// Markers of JPEG (ITU-T T.81, table B.1).
const (
	marker    = 0xFF
	endOf     = 0xD9
	scan      = 0xDA
	firstRST  = 0xD0
	lastRST   = 0xD7
	firstAPP  = 0xE0 // JFIF
	colourAPP = 0xE2 // an ICC profile
	adobeAPP  = 0xEE // how the colours are made
	lastAPP   = 0xEF
	comment   = 0xFE
)

// needed is how the segments begin that are about the picture. Others with the same marker are not: one of colours may lead to a second
// picture (CIPA DC-007).
var needed = map[byte]string{firstAPP: "JFIF\x00", colourAPP: "ICC_PROFILE\x00", adobeAPP: "Adobe"}

// beside says whether a segment holds something beside the picture.
func beside(m byte, content []byte) bool {
	if begins, ok := needed[m]; ok && bytes.HasPrefix(content, []byte(begins)) {
		return false
	}
	return m >= firstAPP && m <= lastAPP || m == comment
}

// pictureOfJPEG refuses what has something beside the picture, or after it.
func pictureOfJPEG(raw []byte) error {
	rest := raw[2:] // after the marker of its start, which the decoder has found
	for len(rest) >= 4 && rest[0] == marker && rest[1] != endOf {
		m, size := rest[1], int(rest[2])<<8|int(rest[3])
		switch {
		case size < 2 || len(rest) < 2+size:
			return refuse("it is cut off")
		case beside(m, rest[4:2+size]):
			return refuse("it carries something beside the picture (%#x)", m)
		}
		rest = rest[2+size:]
		if m == scan {
			rest = afterScan(rest)
		}
	}
	if len(rest) != 2 || rest[0] != marker || rest[1] != endOf {
		return refuse("something is after the picture, or its end is not there")
	}
	return nil
}

// afterScan is what comes after the data of a scan: from the next marker on that is not part of it.
func afterScan(data []byte) []byte {
	for i := 0; i+1 < len(data); i++ {
		if data[i] == marker && data[i+1] != 0 && data[i+1] != marker && (data[i+1] < firstRST || data[i+1] > lastRST) {
			return data[i:]
		}
	}
	return nil
}

// Chunks of WebP (RFC 9649) that are the picture: its data, in one of two ways; its size, transparency and colours.
var picture = []string{"VP8 ", "VP8L", "VP8X", "ALPH", "ICCP"}

const (
	riffHeader  = 12
	chunkHeader = 8
)

// pictureOfWebP refuses what has something beside the picture, or after it.
func pictureOfWebP(raw []byte) error {
	if size := little(raw[4:]); size != len(raw)-chunkHeader {
		return refuse("something is after the picture, or its end is not there")
	}
	for rest := raw[riffHeader:]; len(rest) > 0; {
		if len(rest) < chunkHeader {
			return refuse("it is cut off")
		}
		name, size := string(rest[:4]), little(rest[4:])
		size += size & 1 // chunks are padded
		if !slices.Contains(picture, name) {
			return refuse("it carries something beside the picture (%q)", name)
		}
		if len(rest) < chunkHeader+size {
			return refuse("it is cut off")
		}
		rest = rest[chunkHeader+size:]
	}
	return nil
}

func little(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 | int(b[3])<<24 }
