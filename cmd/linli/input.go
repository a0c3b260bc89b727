// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"reflect"
	"strings"
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
	return inputError{&network.Problem{What: "reading " + what + " " + path, Why: plain(bare(why)), Do: do}}
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

// plain says of a value of JSON that is of another kind than is needed where it stands and what is needed, and not in which type a program
// has it. Other errors stay.
func plain(err error) error {
	wrong, ok := errors.AsType[*json.UnmarshalTypeError](err)
	if !ok {
		return err
	}
	article := "a"
	if strings.ContainsAny(wrong.Value[:1], "ao") { // an array, an object
		article = "an"
	}
	said := fmt.Sprintf("%s is %s %s, and has to be %s", cmp.Or(wrong.Field, "the document"), article, wrong.Value, kindOf(wrong.Type))
	return errors.New(strings.Replace(err.Error(), wrong.Error(), said, 1))
}

// kindOf is the kind of JSON value that a type is written as.
func kindOf(t reflect.Type) string {
	switch k := t.Kind(); {
	case k == reflect.Pointer:
		return kindOf(t.Elem())
	case k == reflect.Bool:
		return "true or false"
	case k == reflect.String:
		return "a text"
	case k == reflect.Slice, k == reflect.Array:
		return "a list"
	case k == reflect.Float32, k == reflect.Float64:
		return "a number"
	case reflect.Int <= k && k <= reflect.Uintptr:
		return "a whole number"
	}
	return "an object"
}
