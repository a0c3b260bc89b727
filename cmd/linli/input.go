// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"github.com/linli-project/linli/network"
)

// inputError is a file that cannot be read, or is not what it has to be: exit code 2, as for a wrong command line.
type inputError struct{ error }

func (e inputError) Unwrap() error { return e.error }

// unreadable says what is wrong with the input file that was to be read as what, and what to do about it unless the
// reason is one that every file can have.
func unreadable(what, path string, why error, do string) error {
	switch {
	case errors.Is(why, fs.ErrNotExist):
		do = "Check the name, which counts from the folder where linli is run."
	case errors.Is(why, syscall.EISDIR):
		do = "Name a file, not a folder."
	case errors.Is(why, fs.ErrPermission):
		do = "Run linli as a user who may read it."
	}
	return inputError{&network.Problem{What: "reading " + what + " " + path, Why: bare(why), Do: do}}
}

// openInput opens a file to be read.
func openInput(path string) (*os.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && info.IsDir() {
		err = &fs.PathError{Op: "read", Path: path, Err: syscall.EISDIR}
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// largestInput bounds a file that is read as a whole, in bytes.
const largestInput = 64 << 20

var errTooLarge = errors.New("the file is too large")

// readInput reads a whole file of JSON, without the mark that editors of Windows write before it.
func readInput(path string) ([]byte, error) {
	file, err := openInput(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return readAll(file)
}

// readAll is readInput of what is open already.
func readAll(file io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(file, largestInput+1))
	if err == nil && len(raw) > largestInput {
		err = errTooLarge
	}
	return bytes.TrimPrefix(raw, []byte("\ufeff")), err
}

// bare leaves out the path of a file's error, where the message has named it already.
func bare(err error) error {
	var named *fs.PathError
	if errors.As(err, &named) && err == error(named) { //nolint:errorlint // a wrapped one says more
		return named.Err
	}
	return err
}
