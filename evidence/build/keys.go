// SPDX-License-Identifier: Apache-2.0

package build

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/ledger/index"
)

// signers shows the keys with which an act is signed, and how they came onto the ledger.
func (b *builder) signers(a found) error {
	if a.Type == people.TypeCredentialEnrol {
		return nil // it brings its own
	}
	for _, s := range a.Signatures {
		var err error
		if len(s.ClientData) == 0 && len(s.AuthData) == 0 {
			err = b.program(s.By, a.at.Block)
		} else {
			err = b.passkey(s.By, a.at.Block)
		}
		if err != nil {
			return fmt.Errorf("the key %s: %w", s.By, err)
		}
	}
	return nil
}

func (b *builder) program(id string, block uint64) error {
	at, w, err := b.last(device.Oracles.Key(b.asked.Community, id), block+1, func(w checkpoint.Write) bool {
		o, err := device.Oracles.Decode(w.Value)
		return err == nil && o.Retired == ""
	})
	if err != nil {
		return err
	}
	b.shown[at] = w
	o, err := device.Oracles.Decode(w.Value)
	return cmp.Or(err, b.enrolledBy(o.Act))
}

func (b *builder) passkey(id string, block uint64) error {
	at, w, err := b.last(contract.Credentials.Key(b.asked.Community, id), block+1, func(w checkpoint.Write) bool {
		c, err := contract.Credentials.Decode(w.Value)
		return err == nil && c.Status == contract.Active
	})
	if err != nil {
		return err
	}
	if _, before := b.shown[at]; before {
		return nil
	}
	b.shown[at] = w
	c, err := contract.Credentials.Decode(w.Value)
	if err != nil || c.Kind == contract.Officer {
		return err
	}
	if err := b.enrolledBy(c.Act); err != nil || c.Kind == contract.Worker {
		return err
	}
	return b.confirmedBy(id, at, w.Tx)
}

// enrolledBy shows the act that enrolled a key.
func (b *builder) enrolledBy(hash string) error {
	a, err := b.act(hash)
	if err != nil {
		return err
	}
	return b.support(a)
}

// support shows an act that others rest on, with who has signed it.
func (b *builder) support(a found) error {
	if _, before := b.others[a.at]; before {
		return nil
	}
	b.shown[a.at], b.others[a.at] = a.write, a.Signed
	return b.signers(a)
}

// confirmedBy shows the act that confirmed an owner's passkey in a transaction.
func (b *builder) confirmedBy(id string, at place, tx string) error {
	block, err := b.fetch(at.Block)
	if err != nil {
		return err
	}
	for _, t := range block.Transactions {
		if t.ID != tx {
			continue
		}
		for _, sent := range index.ActsOf(t) {
			if !confirms(sent.Act, id) {
				continue
			}
			a, err := b.act(sent.Hash)
			if err != nil {
				return err
			}
			return b.support(a)
		}
	}
	return ErrNotThere
}

// confirms says whether an act confirms a passkey.
func confirms(a act.Act, id string) bool {
	var body people.CredentialConfirm
	return a.Type == people.TypeCredentialConfirm && act.Strict(a.Body, &body) == nil && slices.Contains(body.Credentials, id)
}
