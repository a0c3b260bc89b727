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

// Down stops the network; what it stored stays. On a stopped network it does nothing. It takes at most some
// 20 seconds and does not return early when ctx ends: half-stopped helps nobody.
func (n *Network) Down(context.Context) error {
	unlock, err := n.lockDir()
	if err != nil {
		return err
	}
	defer unlock()
	return n.endAll()
}

// endAll ends the supervisor, which stops the others, and then whatever a killed supervisor left behind.
func (n *Network) endAll() error {
	supervisor, err := n.supervisor()
	if err != nil {
		return err
	}
	if err := end([]Process{supervisor}, stopGrace+5*time.Second); err != nil {
		return fmt.Errorf("stopping the network: %w", err)
	}
	orphans, err := n.recorded()
	if err != nil {
		return err
	}
	if err := end(orphans, 5*time.Second); err != nil {
		return fmt.Errorf("stopping the network: %w", err)
	}
	return nil
}

// Reset stops the network in dir and removes everything it stored, ledger and keys included, even if it is damaged.
// Files of others stay, and the lock, which marks dir as a data directory. A directory that holds no network is left as
// it is.
func Reset(dir string) error {
	n, err := Open(dir)
	if errors.Is(err, ErrDamaged) || errors.Is(err, ErrIncompatible) {
		n = &Network{} // its processes and files are where they always are
		n.layout.dir, err = filepath.Abs(dir)
	}
	if err != nil {
		return err
	}
	unlock, err := n.lockDir()
	if err != nil {
		return err
	}
	defer unlock()
	if err := n.endAll(); err != nil {
		return err
	}
	for _, name := range made {
		if err := os.RemoveAll(filepath.Join(n.Dir(), name)); err != nil {
			return fmt.Errorf("removing the network: %w", err)
		}
	}
	return nil
}
