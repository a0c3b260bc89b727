// SPDX-License-Identifier: Apache-2.0

package witness

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
)

// Witness is the key with which a body co-signs heads, and how far it has come.
type Witness struct {
	At    int64  `json:"at"`    // when the body signed its last head, by its clock, whatever key it had: it does not go back
	Heads int    `json:"heads"` // signed in the hour
	Hour  int64  `json:"hour"`  // of Unix time: the latest in which there was one
	Key   string `json:"key"`   // as C2SP notes write it: the body's MSP id, the key's id, and the key
	Last  int64  `json:"last"`  // blocks of the head that the body has put on record last, whatever key it had
	Size  int64  `json:"size"`  // blocks of the last head that it has signed with this key
}

// Witnesses are the bodies', by MSP id.
const Witnesses contract.Ref[Witness] = "witness" // MSP: the key with which a body co-signs the ledger's head, and how far it has

// name puts a body's witness on record, in place of the one before: its heads stay, and a new one begins anew, so that a key that was
// stolen cannot hold it up. Its server holds itself to what was signed with the new key alone.
func name(s contract.State, tx contract.Tx, key string) error {
	if !tx.Admin {
		return act.Refuse(people.NotAdmin, "of", "witness")
	}
	given, err := checkpoint.ReadWitness(key)
	if err != nil {
		return act.Refuse(contract.BadArguments, "of", "witness-key")
	}
	if given.MSP != tx.MSP {
		return act.Refuse(people.NotAdmin, "of", "witness-body", "msp", given.MSP)
	}
	v := contract.NewView(s)
	before, _, err := Witnesses.Get(v, tx.MSP)
	if err != nil {
		return err
	}
	if before.Key == key {
		return act.Refuse(contract.Exists, "of", "witness")
	}
	after := before // the hour's bound and the row of heads are the body's, whatever its key
	after.Key, after.Size = key, 0
	if err := Witnesses.Put(v, after, tx.MSP); err != nil {
		return err
	}
	return v.Commit()
}
