// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/linli-project/linli/network"
)

// errOther is a file in the way that linli did not write.
var errOther = errors.New("another file is there")

// replaceable returns an error unless a file can be written at path: nothing is there, or an empty file, or one that
// known reads as what is to be written again.
func replaceable(path string, known func(io.Reader) error) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		_, err := os.Stat(filepath.Dir(path))
		return unwritten(path, err)
	case err != nil:
		return unwritten(path, err)
	case info.IsDir():
		return unwritten(path, syscall.EISDIR)
	case !info.Mode().IsRegular():
		return unwritten(path, fmt.Errorf("%w: a device or a pipe", errOther))
	case info.Size() == 0:
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return unwritten(path, err)
	}
	defer file.Close()
	if err := known(file); err != nil {
		return unwritten(path, fmt.Errorf("%w: %w", errOther, err))
	}
	return nil
}

// whole writes a file under a temporary name and gives it its own once it is complete.
func whole(path string, mode os.FileMode, write func(*os.File) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return unwritten(path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if err := write(file); err != nil {
		return errors.Join(unwritten(path, err), file.Close())
	}
	if err := errors.Join(file.Sync(), file.Chmod(mode), file.Close()); err != nil {
		return unwritten(path, err)
	}
	return unwritten(path, os.Rename(file.Name(), path))
}

// unwritten says why a file was not written, if it is for a reason of the disk, and what to do. Other errors stay as
// they are.
func unwritten(path string, err error) error {
	var do string
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		do = "Make that folder first, or name a file in another one."
	case errors.Is(err, syscall.EISDIR):
		do = "Name a file, not a folder."
	case errors.Is(err, errOther):
		do = "Name a file that does not exist yet."
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EFBIG), errors.Is(err, syscall.EDQUOT):
		do = "Free some space, or name a file on another disk."
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		do = "Name a file in a folder where you may write."
	default:
		return err
	}
	var named *fs.PathError
	if errors.As(err, &named) && !errors.Is(err, errOther) {
		err = named.Err
	}
	return &network.Problem{What: "writing " + path, Why: err, Do: do + " Nothing was changed."}
}
