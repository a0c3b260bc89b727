// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"reflect"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger"
)

// personalNotes is the projection that keeps the personal-data store current.
type personalNotes struct {
	store   *identity.Store
	log     *slog.Logger
	genesis string // hash of the channel's first block
}

// Name is what the log calls it.
func (personalNotes) Name() string { return "personal notes" }

// Checkpoint is how far the store has noted the channel.
func (n personalNotes) Checkpoint(ctx context.Context, channel string) (at ledger.Checkpoint, err error) {
	at.Blocks, at.Hash, err = n.store.Followed(ctx, channel)
	return at, err
}

// Apply notes one block. The checkpoint is kept after it: what is noted twice changes nothing.
func (n personalNotes) Apply(ctx context.Context, b ledger.Block) error {
	if err := n.note(ctx, validOf(b)); err != nil {
		return err
	}
	at := b.Checkpoint()
	return n.store.SetFollowed(ctx, n.genesis, at.Blocks, at.Hash)
}

// note tells the personal-data store what transactions did on the ledger. As long as it cannot be written to, that is an error.
func (n personalNotes) note(ctx context.Context, transactions []transaction) error {
	for _, t := range transactions {
		for _, a := range t.acts {
			if err := n.noted(ctx, a.Act.Type, n.store.Note(ctx, a.Signed)); err != nil {
				return err
			}
		}
		err := t.each(func(kind string, key []string, value []byte) error {
			switch kind {
			case contract.Communities.Kind():
				return n.noted(ctx, kind, n.keepCommunity(ctx, key[0], value))
			case people.Rolls.Kind():
				return n.noted(ctx, kind, n.rollLoaded(ctx, key[0], value))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// noted logs what the personal-data store could not note. That it does not know the letter or the passkey is no fault: they may be
// those of another body's server. It returns why the store cannot be written to at all, if that is so.
func (n personalNotes) noted(ctx context.Context, what string, err error) error {
	if err == nil || errors.Is(err, identity.ErrNotFound) || errors.Is(err, identity.ErrConflict) {
		return nil
	}
	if away := n.store.Writable(ctx); away != nil {
		return away
	}
	n.log.Error("not noted in the personal-data store", "what", what, "error", err)
	return nil
}

// keepCommunity keeps the constitution of a community that every body has founded.
func (n personalNotes) keepCommunity(ctx context.Context, id string, value []byte) error {
	var c contract.Community
	if err := json.Unmarshal(value, &c); err != nil {
		return err
	}
	known, err := n.store.Constitution(ctx, id)
	if err == nil && reflect.DeepEqual(known, c.Constitution) {
		return nil
	}
	if err != nil && !errors.Is(err, identity.ErrNotFound) {
		return err
	}
	return n.store.KeepCommunity(ctx, id, c.Constitution)
}

// rollLoaded puts a version of the roll in force, once all of it is on the ledger, if it is the one that was drafted here.
func (n personalNotes) rollLoaded(ctx context.Context, c string, value []byte) error {
	var roll people.Roll
	if err := json.Unmarshal(value, &roll); err != nil || !roll.Complete() {
		return err
	}
	versions, err := n.store.Versions(ctx, c)
	if err != nil {
		return err
	}
	for _, v := range versions {
		if v.Version == roll.Version && v.Root == roll.Root && v.Approved == 0 {
			return n.store.Approved(ctx, c, roll.Version, roll.Act)
		}
	}
	return nil
}
