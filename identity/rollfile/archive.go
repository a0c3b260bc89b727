// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// An archive holds the parts of a workbook. What unpacking them may take is counted while it is done.
type archive struct {
	ctx     context.Context
	parts   map[string]*zip.File // by partName
	allowed *budget
}

const (
	maxParts = 5000
	maxGap   = 1 << 20 // bytes from one mark-up to the next: a text of 32,767 characters, however they are written
)

func openArchive(ctx context.Context, data []byte) (archive, error) {
	if bytes.Count(data, []byte("PK\x01\x02")) > maxParts { // before a directory of them is made
		return archive{}, damaged("it has more than %d parts", maxParts)
	}
	files, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return archive{}, damaged("%w", err)
	}
	a := archive{ctx: ctx, parts: make(map[string]*zip.File), allowed: newBudget()}
	for _, file := range files.File {
		name := partName(file.Name)
		if _, twice := a.parts[name]; twice {
			return archive{}, damaged("it holds %q twice", file.Name)
		}
		a.parts[name] = file
	}
	return a, nil
}

// partName is the key of a part: spreadsheets find it whatever its case, and some programs write the separators of Windows.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func (a archive) has(part string) bool { return a.parts[partName(part)] != nil }

// each gives the mark-up of a part to a function, one piece after the other; a part that is not there has none.
func (a archive) each(name string, do func(xml.Token) error) error {
	file, ok := a.parts[partName(name)]
	if !ok {
		return nil
	}
	packed, err := file.Open()
	if err != nil {
		return damaged("%w", err)
	}
	defer packed.Close()
	decoder := xml.NewDecoder(&meter{archive: a, from: packed})
	for {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = do(token)
		} else if !errors.Is(err, ErrUnreadable) && a.ctx.Err() == nil {
			err = damaged("%s: %w", path.Base(name), err)
		}
		if err != nil {
			return err
		}
	}
}

// A meter reads what is unpacked, as long as there is some of the budget left and somebody who waits for it.
type meter struct {
	archive

	from io.Reader
	gap  int
}

func (m *meter) Read(into []byte) (int, error) {
	if err := m.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := m.from.Read(into)
	if m.allowed.bytes -= int64(n); m.allowed.bytes < 0 {
		return 0, tooLarge("more than %d MB when unpacked", unpacked>>20)
	}
	for _, b := range into[:n] {
		if m.gap++; b == '<' {
			m.gap = 0
		}
		if m.gap > maxGap {
			return 0, tooLarge("a text or a mark-up of more than %d kB", maxGap>>10)
		}
	}
	return n, err
}

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w: "+format+"; open it in a spreadsheet and save it again as .xlsx", append([]any{ErrUnreadable}, args...)...)
}

// attribute is the value of an attribute, whatever its namespace, or "".
func attribute(of xml.StartElement, name string) string {
	for _, a := range of.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on says that an attribute switches something on.
func on(value string) bool { return value != "" && value != "0" && value != "false" }
