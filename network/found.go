// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
)

// Constitution is that of a community of all bodies, under the law of a profile (package election).
func (n *Network) Constitution(ctx context.Context, name, profile string, rp act.RelyingParty) (contract.Constitution, error) {
	c := contract.Constitution{Name: name, Profile: profile, RP: rp}
	for _, b := range n.Bodies() {
		c.Bodies = append(c.Bodies, contract.Body{ID: b.ID, MSP: b.MSPID, Name: b.Title})
	}
	client, err := n.Connect(ctx, n.here()[0].ID, Client)
	if err != nil {
		return c, err
	}
	defer client.Close()
	c.Net, err = client.Genesis(ctx)
	return c, err
}

// Found has the administrators of this machine's bodies found a community, one after the other, with their officers (by body). It exists
// once all bodies have proposed the same. Where it is founded already, its officers are added. It returns how far the founding has come,
// and the block of the last one. The error is an *act.Error if it was refused, and says so if bodies have proposed something else.
func (n *Network) Found(ctx context.Context, id string, c contract.Constitution,
	officers map[string][]people.OfficerKey) (founding people.Founding, block uint64, err error) {
	for _, body := range c.Bodies {
		if !n.isHere(body.ID) {
			continue
		}
		if founding, block, err = n.foundAs(ctx, body.ID, id, c, officers[body.ID], block); err != nil {
			return founding, 0, fmt.Errorf("found %s as %s: %w", id, body.ID, err)
		}
	}
	if len(founding.Differ) > 0 {
		return founding, 0, fmt.Errorf("found %s: %s have proposed something else: all give the same name, profile and origin", id,
			strings.Join(founding.Differ, ", "))
	}
	return founding, block, nil
}

// Admit has a body's administrator make officers' passkeys known to a community that is founded, and returns the block.
func (n *Network) Admit(ctx context.Context, body, id string, c contract.Constitution,
	officers ...people.OfficerKey) (block uint64, err error) {
	_, block, err = n.foundAs(ctx, body, id, c, officers, 0)
	return block, err
}

// Dismiss has a body's administrator revoke an officer's passkey. It can be repeated.
func (n *Network) Dismiss(ctx context.Context, body, id, credential string) error {
	admin, err := n.Connect(ctx, body, Admin)
	if err != nil {
		return err
	}
	defer admin.Close()
	_, _, err = admin.Submit(ctx, "RevokeOfficer", id, credential)
	return err
}

func (n *Network) foundAs(ctx context.Context, body, id string, c contract.Constitution, keys []people.OfficerKey,
	after uint64) (founding people.Founding, block uint64, err error) {
	constitution, err := json.Marshal(c)
	if err != nil {
		return founding, 0, err
	}
	officers, err := json.Marshal(append([]people.OfficerKey{}, keys...)) // never null
	if err != nil {
		return founding, 0, err
	}
	admin, err := n.Connect(ctx, body, Admin)
	if err != nil {
		return founding, 0, err
	}
	defer admin.Close()
	if err := admin.CatchUp(ctx, after); err != nil { // on the peer that endorses
		return founding, 0, err
	}
	receipt, answer, err := admin.Submit(ctx, "Found", id, string(constitution), string(officers))
	if err != nil {
		return founding, 0, err
	}
	return founding, receipt.Block, json.Unmarshal(answer, &founding)
}
