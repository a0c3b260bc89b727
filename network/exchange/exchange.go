// SPDX-License-Identifier: Apache-2.0

// Package exchange is how files are written that bodies give to each other: each in one form only, so that whoever has the same file has
// the same bytes, and the same fingerprint.
package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Kind is one of such files. All have a field "format".
type Kind struct {
	What    string // for people, e.g. "a body's file"
	Command string // that writes them
	Format  string // of this version
	Largest int    // bytes
}

// Bytes are a file as it travels.
func Bytes(v any) ([]byte, error) {
	raw, err := json.MarshalIndent(v, "", "  ")
	return append(raw, '\n'), err
}

// Read reads a file into what Bytes wrote it of. The error says what is wrong with it.
func (k Kind) Read(raw []byte, into any) error {
	if len(raw) > k.Largest {
		return fmt.Errorf("it has %d bytes, and %s at most %d", len(raw), k.What, k.Largest)
	}
	var form struct {
		Format string `json:"format"`
	}
	if err := json.Unmarshal(raw, &form); err != nil || form.Format == "" {
		return fmt.Errorf("it is not %s: `%s` writes them", k.What, k.Command)
	}
	if form.Format != k.Format {
		return fmt.Errorf("it is of another version of linli: its format is %q, this one knows %q", form.Format, k.Format)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("it was altered: %w", err)
	}
	if again, err := Bytes(into); err != nil || !bytes.Equal(again, raw) {
		return errors.New("it was altered: it is written in one way only; send the file itself, and no copy of its text")
	}
	return nil
}
