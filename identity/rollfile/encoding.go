// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// An alphabet is an encoding that a text may be in.
type alphabet struct {
	name  string
	coded encoding.Encoding
}

var (
	utf8Text    = alphabet{"utf-8", unicode.UTF8BOM}
	gb18030Text = alphabet{"gb18030", simplifiedchinese.GB18030}
	littleText  = alphabet{"utf-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)}
	bigText     = alphabet{"utf-16", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)}
)

// alphabetsOf are the encodings a text may be in, the likeliest first. What is not UTF-8 is GB18030, unless only few characters of
// it are broken.
func alphabetsOf(data []byte) []alphabet {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return []alphabet{littleText}
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return []alphabet{bigText}
	case utf8.Valid(data) && !bytes.ContainsRune(data, 0):
		return []alphabet{utf8Text}
	case bytes.ContainsRune(data, 0):
		return []alphabet{littleText, bigText}
	}
	return []alphabet{gb18030Text, utf8Text}
}

// readText reads a text with separators in the first encoding in which it has a header. One character that is broken is a
// finding of its row, and does not make the file another one.
func readText(ctx context.Context, data []byte) (book, error) {
	var first error
	for _, a := range alphabetsOf(data) {
		text, err := a.coded.NewDecoder().String(string(data))
		if err != nil {
			return book{}, fmt.Errorf("%w: %w", ErrEncoding, err)
		}
		b, err := readCSV(ctx, a.name, strings.TrimPrefix(text, "\ufeff"))
		if err == nil {
			_, err = locate(b.tables[0])
		}
		if err == nil || ctx.Err() != nil {
			return b, err
		}
		if first == nil {
			first = whole(data, text, err)
		}
	}
	return book{}, first
}

// whole is why a text has no header: if it holds what are no characters, or binary data, it is no text in this encoding.
func whole(data []byte, text string, err error) error {
	switch {
	case strings.ContainsRune(text, 0), bytes.ContainsRune(data, 0) && !bytes.HasPrefix(data, []byte("\xff\xfe")) &&
		!bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fmt.Errorf("%w: it holds binary data; save the register as CSV or .xlsx", ErrUnreadable)
	case strings.ContainsRune(text, utf8.RuneError):
		return fmt.Errorf("%w: neither UTF-8 nor GB18030; save it as \"CSV UTF-8\"", ErrEncoding)
	}
	return err
}
