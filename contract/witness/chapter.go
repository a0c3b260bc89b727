// SPDX-License-Identifier: Apache-2.0

// Package witness is the ledger's chapter of its own head: each body names a key as its witness, and puts on record which heads it has
// co-signed (docs/evidence.md). It is of the channel, and of no community. The ledger cannot compute its own head; what it checks is that a
// signature is the witness' own, for this ledger, and further than the one before. Whether the head is right is for the others' servers,
// who sign it then or do not, and for the recount.
package witness

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// The chapter's transactions.
const (
	TxName   = "NameWitness" // by a body's Fabric administrator: the key
	TxCosign = "Cosign"      // by anybody, since the signature speaks for itself: a head that one witness has signed
)

// Codes of what may not be put on record.
const (
	BadNote   act.Code = "BAD_NOTE"   // not a head that one witness has signed
	OlderHead act.Code = "OLDER_HEAD" // the body has signed one as large, or later, before
)

// Chapter declares the chapter's transactions.
func Chapter() contract.Chapter {
	return contract.Chapter{
		Transactions: map[string]contract.Transaction{
			TxName: {Arguments: 1, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, name(s, tx, a[0])
			}},
			TxCosign: {Arguments: 1, Run: func(s contract.State, tx contract.Tx, a []string) ([]byte, error) {
				return nil, cosign(s, tx, a[0])
			}},
		},
	}
}
