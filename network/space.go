// SPDX-License-Identifier: Apache-2.0

package network

import (
	"fmt"
	"os"
	"path/filepath"
)

// spaceForNetwork is what has to be free before a network is made or resumed, in bytes.
const spaceForNetwork = 500 << 20

// checkSpace returns a Problem that is ErrNoSpace if the disk of dir, which exists, has less than need bytes free.
func checkSpace(dir string, need uint64, what string) error {
	free, err := freeSpace(dir)
	if err != nil {
		return fmt.Errorf("free space of %s: %w", dir, err)
	}
	if free >= need {
		return nil
	}
	return &Problem{
		What: what,
		Why:  fmt.Errorf("%w: %d MB are free at %s, %d MB are needed", ErrNoSpace, free>>20, dir, need>>20),
		Do:   "Free some space, or name a directory on another disk.",
	}
}

// existing returns dir, or the nearest directory above it that exists.
func existing(dir string) string {
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	return dir
}
