// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"io"
)

// indent writes lines with a margin, to tell a command's output from the demo's own.
type indent struct{ w io.Writer }

func (i indent) Write(p []byte) (int, error) {
	lines := bytes.ReplaceAll(bytes.TrimSuffix(p, []byte("\n")), []byte("\n"), []byte("\n    "))
	if _, err := i.w.Write(append(append([]byte("    "), lines...), '\n')); err != nil {
		return 0, err
	}
	return len(p), nil
}
