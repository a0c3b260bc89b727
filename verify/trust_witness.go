// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"fmt"
	"slices"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/witness"
)

// Witness is a body whose signature under a head of the ledger counts.
type Witness struct {
	MSPID string `json:"mspId"`
	Key   string `json:"key"` // a verifier key of C2SP notes, named by the MSP id
}

// Keys are the witnesses' keys. What is wrong with one is found by check, when the file is read.
func (t Trust) Keys() []checkpoint.Witness {
	var keys []checkpoint.Witness
	for _, w := range t.Witnesses {
		if key, err := checkpoint.ReadWitness(w.Key); err == nil {
			keys = append(keys, key)
		}
	}
	return keys
}

// Name adds the witnesses that the file's bodies have named on the ledger. It is for whoever exports a ledger of the own network, as
// TrustFrom is.
func (t *Trust) Name(named ...witness.Witness) error {
	for _, w := range named {
		key, err := checkpoint.ReadWitness(w.Key)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(t.Bodies, func(b Body) bool { return b.MSPID == key.MSP }) {
			t.Witnesses = append(t.Witnesses, Witness{MSPID: key.MSP, Key: w.Key})
		}
	}
	return nil
}

// Enough is how many bodies it takes to believe a head: as the file says, or more than half of all bodies.
func (t Trust) Enough() int {
	if t.Threshold > 0 {
		return t.Threshold
	}
	return len(t.Bodies)/2 + 1
}

// checkWitnesses refuses keys that are of no body of the file, and a threshold that nobody could meet.
func (t Trust) checkWitnesses() error {
	seen := map[string]bool{}
	for _, w := range t.Witnesses {
		key, err := checkpoint.ReadWitness(w.Key)
		switch {
		case err != nil:
			return fmt.Errorf("trust file: the witness of %s: %w", w.MSPID, err)
		case key.MSP != w.MSPID:
			return fmt.Errorf("trust file: the witness of %s is named %s", w.MSPID, key.MSP)
		case seen[w.MSPID]:
			return fmt.Errorf("trust file: %s has two witnesses", w.MSPID)
		case !slices.ContainsFunc(t.Bodies, func(b Body) bool { return b.MSPID == w.MSPID }):
			return fmt.Errorf("trust file: the witness %s is no body of the file", w.MSPID)
		}
		seen[w.MSPID] = true
	}
	if t.Threshold < 0 || t.Threshold > len(t.Bodies) {
		return fmt.Errorf("trust file: a threshold of %d, of %d bodies", t.Threshold, len(t.Bodies))
	}
	return nil
}
