// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"errors"
	"io"
	"os"
)

// recover brings the files into order and opens the last segment to write.
func (j *Journal) recover() (*writer, error) {
	var err error
	if j.position, err = readPosition(j.dir); err != nil {
		return nil, err
	}
	if j.segments, err = list(j.dir); err != nil {
		return nil, err
	}
	j.last = j.position
	if len(j.segments) == 0 {
		return j.begin(j.position + 1)
	}
	first := j.segments[len(j.segments)-1].first
	b, err := os.ReadFile(j.path(first))
	if err != nil {
		return nil, err
	}
	t := readTail(b, first)
	if cut := int64(len(b)) - t.end; cut > 0 && !t.damaged {
		j.options.Log.Warn("cut off what was being written, and not acknowledged, when the journal was last open",
			"file", j.path(first), "offset", t.end, "bytes", cut)
	}
	if t.highest <= j.position { // all is processed, or given up
		return j.anew(t)
	}
	if t.damaged {
		return nil, &DamageError{j.path(first), t.end, t.last + 1, t.highest}
	}
	j.last = t.last
	if t.end == 0 {
		return j.beginAgain(first)
	}
	return j.resume(t, b)
}

// beginAgain begins the last segment, of which not even the head was written.
func (j *Journal) beginAgain(first uint64) (*writer, error) {
	j.segments = j.segments[:len(j.segments)-1]
	w, err := j.begin(first)
	if err != nil {
		return nil, err
	}
	if err := j.forget(); err != nil {
		return nil, errors.Join(err, w.file.Close())
	}
	return w, nil
}

// anew begins a segment after those of which nothing is needed any more.
func (j *Journal) anew(t tail) (*writer, error) {
	if t.damaged || j.position > t.last {
		j.options.Log.Warn("gave up the end of the journal, as its position says", "read", t.last, "position", j.position)
	}
	all := j.segments
	j.segments = nil
	if err := j.remove(all); err != nil {
		return nil, err
	}
	return j.begin(j.position + 1)
}

// resume opens the last segment to write after its last good record.
func (j *Journal) resume(t tail, b []byte) (*writer, error) {
	last := &j.segments[len(j.segments)-1]
	last.size = t.end
	file, err := os.OpenFile(j.path(last.first), os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	w := &writer{file: file, salt: t.salt, size: t.end, next: t.last + 1}
	if err := errors.Join(w.settle(b[t.batch:t.end], t.batch), syncDir(j.dir), j.forget()); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return w, nil
}

// settle cuts the file and makes durable what is left. The last batch is written again: if its flush has failed, the bytes may be in
// memory alone, where another flush would take them for durable.
func (w *writer) settle(batch []byte, at int64) error {
	if err := w.file.Truncate(w.size); err != nil {
		return err
	}
	if _, err := w.file.WriteAt(batch, at); err != nil {
		return err
	}
	if err := w.file.Sync(); err != nil {
		return err
	}
	_, err := w.file.Seek(w.size, io.SeekStart)
	return err
}
