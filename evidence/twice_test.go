// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/verify"
)

// submitted is the transaction that carried an act, with the number of its block.
func (l long) submitted(hash string) (block int, at int, tx ledger.Transaction) {
	for n, raw := range l {
		for i, tx := range ledger.Decode(raw, verify.Chaincode).Transactions {
			if slices.ContainsFunc(index.ActsOf(tx), func(a index.Sent) bool { return a.Hash == hash }) {
				return n, i, tx
			}
		}
	}
	panic("no block has it")
}

// batched is a transaction that sent acts, of which those at some places were refused.
func batched(tx ledger.Transaction, acts []act.Signed, refused ...int) ledger.Transaction {
	no := []map[string]any{}
	for _, at := range refused {
		no = append(no, map[string]any{"at": at, "code": act.BadSignature})
	}
	tx.Function, tx.Args = "Submit", []string{string(must(json.Marshal(acts)))}
	tx.Response = must(json.Marshal(map[string]any{"acts": len(acts), "refused": no}))
	return tx
}

// A block has an act twice, as when two servers relay it, and once with a signature that its signer never made: it has the same hash. What
// is shown is the one that took effect, wherever the other stands.
func TestActTwiceInABlock(t *testing.T) {
	e := newEstate(t)
	id := e.IDs["ballot"][0]
	block, at, tx := e.long(0).submitted(id)
	batch, err := contract.ReadBatch(tx.Args[0])
	if len(town.Must(t, batch, err)) < 2 {
		t.Fatal("its batch has nothing else")
	}
	own := slices.IndexFunc(batch, func(s act.Signed) bool { return act.HashOf(s.Text).String() == id })
	forged := act.Signed{Text: batch[own].Text, Signatures: slices.Clone(batch[own].Signatures)}
	forged.Signatures[0].By = "nobody's"
	empty := tx
	empty.ID, empty.Writes = "another", nil
	last := len(batch)
	for name, txs := range map[string][]ledger.Transaction{
		"before it":              {batched(tx, slices.Insert(slices.Clone(batch), own, forged), own)},
		"after it":               {batched(tx, append(slices.Clone(batch), forged), last)},
		"both":                   {batched(tx, slices.Concat([]act.Signed{forged}, batch, []act.Signed{forged}), 0, last+1)},
		"a transaction before":   {batched(empty, []act.Signed{forged}, 0), tx},
		"a transaction after":    {tx, batched(empty, []act.Signed{forged}, 0)},
		"one that was not valid": {batched(empty, []act.Signed{forged}), tx},
	} {
		blocks := e.long(0)[:block+1]
		var data [][]byte
		var codes []byte
		for _, one := range txs {
			code := peer.TxValidationCode_VALID
			if name == "one that was not valid" && one.ID == empty.ID {
				code = peer.TxValidationCode_MVCC_READ_CONFLICT
			}
			data, codes = append(data, enveloped(one)), append(codes, byte(code))
		}
		b := blocks[block]
		b.Data.Data = slices.Replace(b.GetData().GetData(), at, at+1, data...)
		b.Metadata.Metadata[2] = slices.Replace(b.GetMetadata().GetMetadata()[2], at, at+1, codes...)
		places, err := build.Scan(blocks)
		head, err2 := town.Must(t, places, err).Head(t.Context(), uint64(len(blocks)))
		note := e.cosign(town.Must(t, head, err2), signedAt, "OwnersMSP", "PropertyMSP", "StreetMSP")
		made, err := build.Bundle(t.Context(), blocks, places, e.asked(evidence.Ballot, id), note)
		raw, err2 := town.Must(t, made, err).Pack()
		if report := e.verify(town.Must(t, raw, err2)); !report.OK() || made.Evidence.Acts[0].Signatures[0].By == "nobody's" {
			t.Errorf("%s:\n%s", name, text(report))
		}
	}
}
