// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/election"
)

// attendant plays the part of the bodies while people try the pages: two officers confirm every passkey that is enrolled,
// and once the election is closed the bodies publish their keys.
type attendant struct {
	*demo
	ledger   *village.Ledger
	election *village.Election
	unsealed bool
}

// attend returns when ctx ends.
func (a *attendant) attend(ctx context.Context) error {
	height, err := a.ledger.Client.Height(ctx)
	if err != nil {
		return err
	}
	return a.ledger.Client.Follow(ctx, ledger.Checkpoint{Blocks: height}, func(ctx context.Context, b ledger.Block) error {
		for _, t := range b.Transactions {
			if t.Code != peer.TxValidationCode_VALID {
				continue
			}
			for _, w := range t.Writes {
				if err := a.answer(ctx, w); err != nil {
					fmt.Fprintf(a.out, "block %d: %v\n", b.Number, err) // people can go on without
				}
			}
		}
		return nil
	})
}

// answer does what the bodies do about what was written.
func (a *attendant) answer(ctx context.Context, w ledger.Write) error {
	kind, key, ok := contract.SplitKey(w.Key)
	if !ok || key[0] != a.election.Village.ID {
		return nil
	}
	switch kind {
	case contract.Credentials.Kind():
		var c contract.Credential
		if err := json.Unmarshal(w.Value, &c); err != nil || c.Status != contract.StatusPending {
			return err
		}
		fmt.Fprintf(a.out, "confirm %s\n", c.ID)
		return a.ledger.Do(ctx)(a.election.Act(people.TypeCredentialConfirm, people.CredentialConfirm{Credentials: []string{c.ID}},
			a.election.Two()...))
	case vote.Elections.Kind():
		var e vote.Election
		if err := json.Unmarshal(w.Value, &e); err != nil || e.ID != a.election.ID || e.Stage != election.StageClosed || a.unsealed {
			return err
		}
		a.unsealed = true
		return a.unseal(ctx)
	}
	return nil
}

// unseal publishes the keys of as many bodies as it takes.
func (a *attendant) unseal(ctx context.Context) error {
	for _, body := range a.election.Constitution.Bodies[1:] {
		fmt.Fprintf(a.out, "publish the key of %s\n", body.ID)
		if err := a.ledger.Do(ctx)(a.election.Unseal(body.ID)); err != nil {
			return err
		}
	}
	return nil
}
