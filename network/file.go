// SPDX-License-Identifier: Apache-2.0

package network

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
)

// copyFile copies a file; the destination is replaced in one step.
func copyFile(from, to string, mode os.FileMode) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	return replaceFile(to, mode, func(out io.Writer) error {
		_, err := io.Copy(out, in)
		return err
	})
}

// writeJSON writes a value as JSON; the file is replaced in one step.
func writeJSON(file string, value any) error {
	raw, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	return replaceFile(file, 0o600, func(out io.Writer) error {
		_, err := out.Write(append(raw, '\n'))
		return err
	})
}

func replaceFile(file string, mode os.FileMode, write func(io.Writer) error) error {
	temporary, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	if err := write(temporary); err != nil {
		_ = temporary.Close()
		return err
	}
	if err := temporary.Chmod(mode); err != nil {
		_ = temporary.Close()
		return err
	}
	if err := temporary.Close(); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}
