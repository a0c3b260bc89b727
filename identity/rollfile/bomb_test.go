// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"runtime"
	"testing"
)

// zeros is an endless file.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// A workbook that would unpack to far more than a roll can have is refused, by what it says of its size, and is not unpacked.
func TestWorkbookThatUnpacksToTooMuch(t *testing.T) {
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	part, err := archive.Create("xl/worksheets/sheet1.xml")
	if err == nil {
		_, err = io.CopyN(part, zeros{}, 5*MaxBytes)
	}
	if err == nil {
		err = archive.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	if file.Len() > 1<<20 {
		t.Fatalf("%d bytes is no bomb", file.Len())
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err = Read(t.Context(), &file)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, ErrUnreadable) {
		t.Error(err)
	}
	if taken := after.TotalAlloc - before.TotalAlloc; taken > MaxBytes {
		t.Errorf("reading it took %d bytes", taken)
	}
}
