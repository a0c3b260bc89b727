// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// tally counts the transactions of batches as they stand in blocks.
type tally struct {
	transactions, acts int
	bytes              map[string]int // by part
	keys               map[string]int // by what is done with them, and their kind
}

// parts shows what the transactions of the ballots in these blocks are made of.
func (b *bench) parts(ctx context.Context, from, to uint64) error {
	t := tally{bytes: map[string]int{}, keys: map[string]int{}}
	for block, err := range ledger.Blocks(ctx, b.ledger.Client, from, to) {
		if err != nil {
			return err
		}
		decoded := ledger.Decode(block, network.Chaincode)
		for i, envelope := range block.GetData().GetData() {
			if tx := decoded.Transactions[i]; tx.Code != peer.TxValidationCode_VALID || tx.Function != "Submit" {
				continue
			}
			if err := t.add(envelope); err != nil {
				return fmt.Errorf("transaction %s: %w", decoded.Transactions[i].ID, err)
			}
		}
	}
	if t.acts == 0 {
		return errors.New("no batch of ballots is in the blocks")
	}
	t.print(os.Stdout)
	return nil
}

// add counts one transaction.
func (t *tally) add(envelope []byte) error {
	call, err := callOf(envelope)
	if err != nil {
		return err
	}
	var response peer.ProposalResponsePayload
	var action peer.ChaincodeAction
	var results rwset.TxReadWriteSet
	if err := errors.Join(
		proto.Unmarshal(call.GetAction().GetProposalResponsePayload(), &response), proto.Unmarshal(response.GetExtension(), &action),
		proto.Unmarshal(action.GetResults(), &results)); err != nil {
		return err
	}
	outcomes, err := contract.ReadOutcomes(action.GetResponse().GetPayload())
	if err != nil {
		return err
	}
	t.transactions++
	t.acts += len(outcomes)
	rest := len(envelope)
	count := func(part string, size int) {
		t.bytes[part] += size
		rest -= size
	}
	count("packed acts", len(call.GetChaincodeProposalPayload()))
	count("outcomes", len(action.GetResponse().GetPayload()))
	for _, e := range call.GetAction().GetEndorsements() {
		count("endorsements", proto.Size(e))
	}
	if err := t.keysOf(&results, count); err != nil {
		return err
	}
	t.bytes["the rest"] += rest
	return nil
}

// keysOf counts the keys that were read and written.
func (t *tally) keysOf(results *rwset.TxReadWriteSet, count func(part string, size int)) error {
	for _, set := range results.GetNsRwset() {
		var keys kvrwset.KVRWSet
		if err := proto.Unmarshal(set.GetRwset(), &keys); err != nil {
			return err
		}
		for _, r := range keys.GetReads() {
			kind := kindOf(set.GetNamespace(), r.GetKey())
			if r.GetVersion() == nil {
				kind += " (none there)"
			}
			t.keys["read "+kind]++
			count("read "+kind, proto.Size(r))
		}
		for _, w := range keys.GetWrites() {
			kind := kindOf(set.GetNamespace(), w.GetKey())
			t.keys["written "+kind]++
			count("written "+kind+": its key", len(w.GetKey()))
			count("written "+kind+": its value", len(w.GetValue()))
		}
	}
	return nil
}

func kindOf(namespace, key string) string {
	if kind, _, ok := contract.SplitKey(key); ok {
		return "`" + kind + "`"
	}
	return "of " + namespace
}

func callOf(envelope []byte) (*peer.ChaincodeActionPayload, error) {
	var e common.Envelope
	var payload common.Payload
	var body peer.Transaction
	var call peer.ChaincodeActionPayload
	if err := errors.Join(proto.Unmarshal(envelope, &e), proto.Unmarshal(e.GetPayload(), &payload),
		proto.Unmarshal(payload.GetData(), &body)); err != nil {
		return nil, err
	}
	if len(body.GetActions()) != 1 {
		return nil, fmt.Errorf("it has %d actions", len(body.GetActions()))
	}
	return &call, proto.Unmarshal(body.GetActions()[0].GetPayload(), &call)
}

// print is a table of bytes and one of keys, the most first.
func (t *tally) print(w io.Writer) {
	all := 0
	for _, size := range t.bytes {
		all += size
	}
	fmt.Fprintf(w, "\n%d ballots in %d transactions\n\n| bytes | a ballot |\n|---|---|\n", t.acts, t.transactions)
	t.rows(w, t.bytes, "%.0f")
	fmt.Fprintf(w, "| **all** | %.0f |\n\n| keys | a ballot |\n|---|---|\n", float64(all)/float64(t.acts))
	t.rows(w, t.keys, "%.2f")
}

func (t *tally) rows(w io.Writer, counts map[string]int, format string) {
	for _, name := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return cmp.Compare(counts[b], counts[a]) }) {
		fmt.Fprintf(w, "| %s | "+format+" |\n", name, float64(counts[name])/float64(t.acts))
	}
}
