// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/rules/device"
)

// ErrNoOracle is that of a directory in which no oracle keeps its files.
var ErrNoOracle = errors.New("no oracle keeps its files there")

// Prove makes the proof that an event, by its id (hex), is in the oracle's log on the ledger. The error is store.ErrNotFound or
// store.ErrNotLogged.
func (o *Oracle) Prove(ctx context.Context, event string) (device.EventProof, error) {
	return o.Store.Prove(ctx, o.Community, o.ID(), event)
}

// Prove does the same where an oracle keeps its files, also while it runs, and changes nothing there. The error may also be ErrNoOracle.
func Prove(ctx context.Context, dir, community, event string) (p device.EventProof, err error) {
	seed, err := store.ReadSecret(filepath.Join(dir, "log.key"))
	if errors.Is(err, fs.ErrNotExist) {
		err = ErrNoOracle
	}
	if err != nil {
		return p, fmt.Errorf("open the oracle: %w", err)
	}
	log, err := store.OpenLog(filepath.Join(dir, "oracle.db"))
	if err != nil {
		return p, err
	}
	oracle := act.KeyID(ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)) //nolint:forcetypeassert // of this kind
	p, err = log.Prove(ctx, community, oracle, event)
	return p, errors.Join(err, log.Close())
}
