// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"fmt"
	"path/filepath"
)

// DamageError says that a record cannot be read that was acknowledged. The disk should be looked at. Restore the file from a copy, or
// give up the records from Seq to Last: write Last into the file "position".
type DamageError struct {
	File   string // its path
	Offset int64  // where the record should be
	Seq    uint64 // its number
	Last   uint64 // the last record that is lost with it
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("the journal's file %s is damaged at byte %d: restore it from a copy, or give up the records %d to %d by writing %d into %s",
		e.File, e.Offset, e.Seq, e.Last, e.Last, filepath.Join(filepath.Dir(e.File), positionName))
}
