// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// tryLock takes the lock on a file, which ends with the process that holds it. It returns ErrBusy if that is another.
func tryLock(file string) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock: %w", err)
	}
	if err := lockFile(f); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", file, err), f.Close())
	}
	return func() { _ = f.Close() }, nil
}

// waitForLock takes the lock as soon as nobody else holds it; it calls busy once if it has to wait.
func waitForLock(ctx context.Context, file string, busy func()) (unlock func(), err error) {
	for waited := false; ; waited = true {
		unlock, err := tryLock(file)
		if !errors.Is(err, ErrBusy) {
			return unlock, err
		}
		if !waited {
			busy()
		}
		if err := sleep(ctx, 200*time.Millisecond); err != nil {
			return nil, err
		}
	}
}

// lockDir takes the data directory's lock for starting, stopping and removing a network.
func (l layout) lockDir() (unlock func(), err error) {
	unlock, err = tryLock(l.lock())
	if errors.Is(err, ErrBusy) {
		return nil, &Problem{What: "working on " + l.dir, Why: err, Do: "Wait until it has finished, then run it again."}
	}
	if err != nil {
		return nil, &Problem{What: "using " + l.dir + " as data directory", Why: err,
			Do: "Name a directory where you may write with --data."}
	}
	return unlock, nil
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}
