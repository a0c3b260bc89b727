// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	secrets "github.com/linli-project/linli/oracle/store"
)

// witnessKey is the key with which a body's server co-signs heads: a file beside its other ones, for its user's eyes only, made if there is
// none.
func witnessKey(n *network.Network, body string) (key ed25519.PrivateKey, own checkpoint.Witness, err error) {
	dir := serverDir(n.Dir(), body)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, own, err
	}
	seed, err := secrets.Secret(filepath.Join(dir, "witness.key"))
	if err != nil {
		return nil, own, fmt.Errorf("the key of the witness of %s: %w", body, err)
	}
	peer, err := n.Peer(body)
	if err != nil {
		return nil, own, err
	}
	key = ed25519.NewKeyFromSeed(seed)
	return key, checkpoint.Witness{MSP: peer.MSPID, Key: key.Public().(ed25519.PublicKey)}, nil //nolint:forcetypeassert // of this kind
}

// nameWitnesses has every body whose machine this is name the key of its server.
func nameWitnesses(ctx context.Context, n *network.Network) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, b := range n.Here() {
		group.Go(func() error {
			_, own, err := witnessKey(n, b.ID)
			if err == nil {
				err = n.NameWitness(ctx, b.ID, own)
			}
			if err != nil {
				return fmt.Errorf("name the witness of %s: %w", b.ID, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// witnesses are those that bodies have named, as a client's peer has them.
func witnesses(ctx context.Context, client *ledger.Client) (all []witness.Witness, err error) {
	for item, err := range client.List(ctx, witness.Witnesses) {
		if err != nil {
			return nil, err
		}
		w, err := witness.Witnesses.Decode(item.Value)
		if err != nil {
			return nil, err
		}
		all = append(all, w)
	}
	return all, nil
}
