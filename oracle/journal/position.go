// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const positionName = "position"

// Processed says that the records up to one are no longer needed. It is durable, and segments of which all is processed are deleted.
// It flushes the disk twice: call it now and then, not for each record.
func (j *Journal) Processed(seq uint64) error {
	j.positioning.Lock()
	defer j.positioning.Unlock()
	if seq > j.Last() {
		return fmt.Errorf("record %d is processed: %w", seq, ErrAhead)
	}
	if seq <= j.position {
		return nil
	}
	if err := writePosition(j.dir, seq); err != nil {
		return fmt.Errorf("keep the journal's position: %w", err)
	}
	j.position = seq
	return j.forget()
}

// Position is the last record that is processed, 0 if none is.
func (j *Journal) Position() uint64 {
	j.positioning.Lock()
	defer j.positioning.Unlock()
	return j.position
}

// forget deletes the segments of which all is processed, but for the last one.
func (j *Journal) forget() error {
	j.mu.Lock()
	n := 0
	for n+1 < len(j.segments) && j.segments[n+1].first <= j.position+1 {
		n++
	}
	gone := j.segments[:n]
	j.segments = j.segments[n:]
	j.mu.Unlock()
	return j.remove(gone)
}

func (j *Journal) remove(gone []segment) error {
	if len(gone) == 0 {
		return nil
	}
	var all error
	for _, s := range gone {
		if err := os.Remove(j.path(s.first)); err != nil && !errors.Is(err, os.ErrNotExist) {
			all = errors.Join(all, err)
		}
	}
	if err := errors.Join(all, syncDir(j.dir)); err != nil {
		return fmt.Errorf("delete what is processed: %w", err)
	}
	return nil
}

func readPosition(dir string) (uint64, error) {
	path := filepath.Join(dir, positionName)
	text, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	position, err := strconv.ParseUint(strings.TrimSuffix(string(text), "\n"), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("%s holds no number: %w", path, err)
	}
	return position, nil
}

// writePosition replaces the file as a whole.
func writePosition(dir string, seq uint64) error {
	path := filepath.Join(dir, positionName)
	file, err := os.OpenFile(path+".new", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "%d\n", seq)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	return syncDir(dir)
}
