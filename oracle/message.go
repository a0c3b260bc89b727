// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/linli-project/linli/oracle/store"
	rules "github.com/linli-project/linli/rules/device"
)

// Message is what a device sent from which an event was read, by its id (hex): pictures, plates and all. It is found where an oracle keeps
// its files, also while it runs. The error may be ErrNoOracle, or store.ErrNotFound: it is kept for thirty days, if there is room.
func Message(ctx context.Context, dir, event string) (body []byte, err error) {
	path := filepath.Join(dir, "oracle.db")
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, ErrNoOracle
	}
	kept, err := store.Open(ctx, path, filepath.Join(dir, "payloads.key"), store.Bounds{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, kept.Close()) }()
	found, err := kept.Event(ctx, event)
	if err != nil {
		return nil, err
	}
	e, err := rules.ReadEvent(found.Text)
	if err != nil {
		return nil, err
	}
	return kept.Payload(ctx, e.Raw)
}
