// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/linli-project/linli/act"
)

// Kept says in which transaction an act is kept, and of a rejected one, why. The block holds it with its signatures, so that
// anybody can verify it again; the world state need not hold it twice.
type Kept struct {
	Rejected act.Code `json:"rejected,omitempty"`
	Tx       string   `json:"tx"`
}

// Acts are those that were kept, by community and hash, save those that a document of their chapter names (Act.Named).
const Acts Ref[Kept] = "act" // C~hash: in which transaction an act, or a rejected ballot, is; the block keeps it with its signatures

// rejected is an act that its signer was free to make but that a rule turns down.
type rejected struct {
	refusal error
	code    act.Code
	keep    func() error
}

func (r *rejected) Error() string { return r.refusal.Error() }

// Reject turns down an act that its signer was free to make, for a reason of the rules that is to be kept on the ledger: keep stores
// what there is to store of it. If keep fails, with the error that says why, nothing is kept.
func Reject(refusal error, keep func() error) error {
	return &rejected{refusal, act.CodeOf(refusal), keep}
}

// reject keeps an act that a rule turns down.
func (c *Context) reject(r rejected) error {
	if err := r.keep(); err != nil {
		return err
	}
	if err := Acts.Put(c, Kept{Tx: c.Tx.ID, Rejected: r.code}, c.Act.Community, c.Hash); err != nil {
		return err
	}
	c.accept()
	return r.refusal
}
