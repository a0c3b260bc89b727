// SPDX-License-Identifier: Apache-2.0

package witness

import (
	"cmp"
	"fmt"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
)

// Bounds of what a body signs.
const (
	MaxSize  = 1_000_000_000_000 // blocks: a hundred a second for three hundred years
	MaxHeads = 240               // in an hour
	Ahead    = 15 * 60           // seconds that a witness' clock may be ahead of the transaction's
)

// Head is what a body has signed: the ledger's head when it had so many blocks.
type Head struct {
	At     int64  `json:"at"`     // Unix time of the signature, by the clock of the body's server
	Before int64  `json:"before"` // blocks of the head that the body has put on record before this one; 0: none
	Key    string `json:"key"`    // of the witness
	Note   string `json:"note"`   // the head with this one signature
	Root   string `json:"root"`   // hex
}

// Heads are those that bodies have signed, by number of blocks and MSP id.
const Heads contract.Ref[Head] = "head" // SIZE~MSP: the ledger's head when it had that many blocks, as a body has co-signed it

// SizeName is a head's size as keys have it: the larger one comes later.
func SizeName(size uint64) string { return fmt.Sprintf("%013d", size) }

// cosign puts a signed head on record.
func cosign(s contract.State, tx contract.Tx, note string) error {
	v := contract.NewView(s)
	msp, err := checkpoint.Signer(note)
	if err != nil {
		return act.Refuse(BadNote, "of", "form")
	}
	w, ok, err := Witnesses.Get(v, msp)
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "witness"))
	}
	signed, err := open(note, w)
	if err != nil {
		return err
	}
	if err := w.mayAdd(signed, tx); err != nil {
		return err
	}
	if err := w.count(tx.Time); err != nil {
		return err
	}
	if err := w.keep(v, signed); err != nil {
		return err
	}
	return v.Commit()
}

// keep writes down a head, and that the witness has come so far.
func (w Witness) keep(v *contract.View, signed checkpoint.Cosigned) error {
	size, by := SizeName(signed.Size), signed.By[0]
	if _, twice, err := Heads.Get(v, size, by.MSP); err != nil || twice { // by the witness before this one
		return cmp.Or(err, act.Refuse(contract.Exists, "of", "head"))
	}
	head := Head{At: by.At, Before: w.Last, Key: w.Key, Note: signed.Note(), Root: signed.Root.String()}
	w.Size = int64(signed.Size) //nolint:gosec // MaxSize at most
	w.Last, w.At = w.Size, by.At
	if err := Witnesses.Put(v, w, by.MSP); err != nil {
		return err
	}
	return Heads.Put(v, head, size, by.MSP)
}

// open reads a note that must be the one text of a head with the witness' signature.
func open(note string, w Witness) (checkpoint.Cosigned, error) {
	key, err := checkpoint.ReadWitness(w.Key)
	if err != nil {
		return checkpoint.Cosigned{}, err
	}
	signed, err := checkpoint.Open(note, []checkpoint.Witness{key})
	switch {
	case err != nil:
		return signed, act.Refuse(BadNote, "of", "form")
	case len(signed.By) == 0:
		return signed, act.Refuse(BadNote, "of", "signature")
	case signed.Note() != note:
		return signed, act.Refuse(BadNote, "of", "form")
	}
	return signed, nil
}

// mayAdd refuses a head of another ledger, one that cannot be, and one that is no further than the body's last.
func (w Witness) mayAdd(signed checkpoint.Cosigned, tx contract.Tx) error {
	switch {
	case signed.Genesis.String() != tx.Net:
		return act.Refuse(contract.OtherNet, "of", "head")
	case signed.Size > MaxSize:
		return act.Refuse(BadNote, "of", "size", "most", MaxSize)
	case int64(signed.Size) <= w.Size:
		return act.Refuse(OlderHead, "size", w.Size)
	case signed.By[0].At > tx.Time+Ahead:
		return act.Refuse(BadNote, "of", "time")
	case signed.By[0].At < w.At: // or a body could hide what it has signed since a time
		return act.Refuse(OlderHead, "of", "time")
	}
	return nil
}

// count bounds the heads of an hour. Time as transactions say it goes back and forth a little; the hour does not go back.
func (w *Witness) count(now int64) error {
	if hour := now / 3600; hour > w.Hour {
		w.Hour, w.Heads = hour, 0
	}
	if w.Heads++; w.Heads > MaxHeads {
		return act.Refuse(contract.TooMany, "of", "heads", "most", MaxHeads)
	}
	return nil
}

// Open is the head as it was signed.
func (h Head) Open() (checkpoint.Cosigned, error) {
	key, err := checkpoint.ReadWitness(h.Key)
	if err != nil {
		return checkpoint.Cosigned{}, err
	}
	return checkpoint.Open(h.Note, []checkpoint.Witness{key})
}
