// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"
	"fmt"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/verify/fabric"
)

// heads are the ledger's own, made again from its blocks, and those that bodies say it had.
type heads struct {
	tree   checkpoint.Tree // of the blocks so far
	writes checkpoint.Tree // of the block in hand
	signed []signedHead
}

// signedHead is a head that a body has put on the ledger.
type signedHead struct {
	checkpoint.Head

	msp   string
	block uint64 // that holds it
	err   error  // it is not what its document says
}

// take adds what took effect of a block, and at its end the block.
func (h *heads) take(row fabric.Row) {
	for _, t := range row.Transactions {
		for _, set := range t.Sets {
			if set.Namespace != Chaincode {
				continue
			}
			for _, w := range set.Public.GetWrites() {
				write := checkpoint.Write{Tx: t.ID, Key: w.GetKey(), Value: w.GetValue()}
				if w.GetIsDelete() { // whatever stands beside it
					write.Value = nil
				}
				h.writes.Append(write.Leaf())
				h.note(row.Block, write)
			}
		}
	}
	if row.Hash == nil {
		return
	}
	hash, err := checkpoint.ToHash(row.Hash)
	if err != nil {
		panic(err) // a judge hashes with SHA-256
	}
	h.tree.Append(checkpoint.Block{Number: row.Block, Hash: hash, Writes: h.writes.Root()}.Leaf())
	h.writes = checkpoint.Tree{}
}

// note keeps a head that a body has put on the ledger.
func (h *heads) note(block uint64, w checkpoint.Write) {
	kind, names, ok := contract.SplitKey(w.Key)
	if !ok || kind != witness.Heads.Kind() || len(names) != 2 {
		return
	}
	is := signedHead{msp: names[1], block: block}
	doc, err := witness.Heads.Decode(w.Value)
	var signed checkpoint.Cosigned
	if err == nil {
		signed, err = doc.Open()
	}
	if is.Head = signed.Head; err == nil && (len(signed.By) != 1 || signed.By[0].MSP != is.msp) {
		err = errors.New("it is not signed by who it says")
	}
	is.err = err
	h.signed = append(h.signed, is)
}

// differs says in what a head is not the ledger's.
func (h *heads) differs(is signedHead, genesis string) error {
	if is.err != nil {
		return fmt.Errorf("the head that %s has co-signed: %w", is.msp, is.err)
	}
	if is.Genesis.String() != genesis {
		return fmt.Errorf("%s has co-signed a head of another ledger, which begins with %s", is.msp, is.Genesis)
	}
	if is.Size > is.block {
		return fmt.Errorf("%s has co-signed a head of %d blocks, when there were %d", is.msp, is.Size, is.block)
	}
	root, err := h.tree.RootAt(is.Size)
	if err != nil {
		return err
	}
	if root != is.Root {
		return fmt.Errorf("%s has co-signed another head: for %d blocks it has the root %s, these blocks give %s", is.msp, is.Size, is.Root, root)
	}
	return nil
}

// conclude holds every head on the ledger against the blocks. enough is how many bodies it takes to believe one. A body that signs what is
// not so is named, and the ledger is refused; but no longer than until others have co-signed blocks that hold its lie: so many, or more
// than have signed what is not so, for the liar may be of those whom it takes, and another may run no witness. The ledger is then the one
// that they have; and whatever else the liar signs makes it no worse.
func (h *heads) conclude(r *Report, enough int) {
	right, reach := 0, map[string]uint64{} // the largest right head of each body
	wrong, liars := []signedHead{}, map[string]int{}
	for _, is := range h.signed {
		if h.differs(is, r.Genesis) != nil {
			wrong, liars[is.msp] = append(wrong, is), 0
			continue
		}
		right++
		reach[is.msp] = max(reach[is.msp], is.Size)
	}
	for _, is := range wrong {
		liars[is.msp] = max(liars[is.msp], outvoted(is, reach))
	}
	said, told := "", map[string]bool{}
	for _, is := range wrong {
		err, by := h.differs(is, r.Genesis), liars[is.msp]
		if by < min(enough, len(liars)+1) {
			r.fail(checkHeads, is.block, "", err)
		} else if !told[is.msp] {
			told[is.msp] = true
			said += fmt.Sprintf("; block %d: %v; that is a lie, for %d others have co-signed the blocks that hold it", is.block, err, by)
			said += few(by, enough)
		}
	}
	r.conclude(checkHeads, Pass, "%d heads of %d bodies%s", right, len(reach), said)
}

// few says what is left to a reader who asks for more bodies than have spoken against a lie.
func few(by, enough int) string {
	if by >= enough {
		return ""
	}
	return fmt.Sprintf(" (it takes %d to believe a head: should these lie, it is the one named here who does not)", enough)
}

// outvoted is how many others have co-signed a ledger with this head in it, which is another one.
func outvoted(is signedHead, reach map[string]uint64) int {
	others := 0
	for msp, size := range reach {
		if msp != is.msp && size > is.block {
			others++
		}
	}
	return others
}
