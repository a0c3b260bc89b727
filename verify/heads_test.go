// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/verify/fabric"
)

func witnessOf(msp string) (ed25519.PrivateKey, checkpoint.Witness) {
	seed := sha256.Sum256([]byte(msp))
	key := ed25519.NewKeyFromSeed(seed[:])
	return key, checkpoint.Witness{MSP: msp, Key: key.Public().(ed25519.PublicKey)}
}

func signedBy(t *testing.T, h checkpoint.Head, msps ...string) string {
	t.Helper()
	var all []checkpoint.Cosigned
	for i, msp := range msps {
		key, w := witnessOf(msp)
		note, err := checkpoint.Cosign(h, msp, key, int64(1_800_000_000+i))
		if err != nil {
			t.Fatal(err)
		}
		c, err := checkpoint.Open(note, []checkpoint.Witness{w})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	joined, err := checkpoint.Join(all...)
	if err != nil {
		t.Fatal(err)
	}
	return joined.Note()
}

// treeOf makes a ledger's tree as servers do, who read blocks otherwise than the recount.
func treeOf(t *testing.T, file []byte) (*checkpoint.Tree, checkpoint.Hash) {
	t.Helper()
	tree, genesis := &checkpoint.Tree{}, checkpoint.Hash{}
	for _, raw := range split(t, file) {
		block := &common.Block{}
		if err := proto.Unmarshal(raw, block); err != nil {
			t.Fatal(err)
		}
		b := ledger.Decode(block, Chaincode)
		var writes []checkpoint.Write
		for _, tx := range b.Transactions {
			for _, w := range tx.Writes {
				if tx.Code == peer.TxValidationCode_VALID {
					writes = append(writes, checkpoint.Write{Tx: tx.ID, Key: w.Key, Value: w.Value})
				}
			}
		}
		is := checkpoint.Block{Number: b.Number, Hash: checkpoint.Hash(b.Hash), Writes: checkpoint.Writes(writes...).Root()}
		tree.Append(is.Leaf())
		if b.Number == 0 {
			genesis = is.Hash
		}
	}
	return tree, genesis
}

// A head from a notice board is the ledger's, or the ledger is refused; one that too few have signed shows nothing.
func TestShownHeads(t *testing.T) {
	file, trust := small(t)
	tree, genesis := treeOf(t, file)
	for _, body := range trust.Bodies {
		_, w := witnessOf(body.MSPID)
		trust.Witnesses = append(trust.Witnesses, Witness{body.MSPID, w.String()})
	}
	if err := trust.check(); err != nil {
		t.Fatal(err)
	}
	var three []string
	for _, body := range trust.Bodies[:3] {
		three = append(three, body.MSPID)
	}
	head := func(size uint64) checkpoint.Head {
		root, err := tree.RootAt(size)
		if err != nil {
			t.Fatal(err)
		}
		return checkpoint.Head{Genesis: genesis, Size: size, Root: root}
	}
	other, elsewhere, beyond := head(9), head(9), head(tree.Size())
	other.Root[0] ^= 1
	elsewhere.Genesis[0] ^= 1
	beyond.Size++
	for name, c := range map[string]struct {
		note     string
		status   Status
		accepted bool
		says     string
	}{
		"the whole ledger":      {signedBy(t, head(tree.Size()), three...), Pass, true, ""},
		"an earlier head":       {signedBy(t, head(9), three...), Pass, true, ""},
		"the first block":       {signedBy(t, head(1), three...), Pass, true, ""},
		"signed by too few":     {signedBy(t, head(9), three[:2]...), NotProven, true, "too few"},
		"signed by a stranger":  {signedBy(t, head(9), "AMSP", "BMSP", "CMSP"), NotProven, true, "too few"},
		"another head":          {signedBy(t, other, three...), Fail, false, "these blocks give"},
		"another ledger's":      {signedBy(t, elsewhere, three...), Fail, false, "another ledger"},
		"more blocks":           {signedBy(t, beyond, three...), Fail, false, "ends before it"},
		"another, by too few":   {signedBy(t, other, three[0]), NotProven, true, "too few"},
		"a signature that lies": {strings.Replace(signedBy(t, head(9), three...), "\n9\n", "\n8\n", 1), NotProven, true, "too few"},
		"no note":               {"a note", Fail, true, "cannot be believed"},
	} {
		r, err := Ledger(t.Context(), bytes.NewReader(file), trust, Options{Replayers: replayers(), Heads: []string{c.note}})
		if err != nil {
			t.Fatal(err)
		}
		if got := r.Heads[0]; got.Status != c.status || !strings.Contains(got.Detail, c.says) || r.OK() != c.accepted ||
			r.Proven() != (c.status == Pass) {
			t.Errorf("%s: %+v\n%s", name, got, text(r))
		}
	}
	if r, err := Ledger(t.Context(), bytes.NewReader(file), Trust{}, Options{
		Replayers: replayers(), Heads: []string{signedBy(t, head(9), three...)},
	}); err != nil || r.Heads[0].Status != NotProven {
		t.Errorf("without a trust file: %+v, %v", r.Heads, err)
	}
}

// book is a ledger of one write a block, as the recount takes it.
type book struct {
	*testing.T
	heads
}

const bookGenesis = "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9" // SHA-256 of "0"

// block adds one, with the heads that bodies sign in it.
func (b *book) block(signed ...[2]any) {
	b.Helper()
	number := b.tree.Size()
	var writes []*kvrwset.KVWrite
	for _, s := range signed {
		h, msp := s[0].(checkpoint.Head), s[1].(string)
		_, w := witnessOf(msp)
		doc, err := json.Marshal(witness.Head{Key: w.String(), Note: signedBy(b.T, h, msp), Root: h.Root.String()})
		if err != nil {
			b.Fatal(err)
		}
		writes = append(writes, &kvrwset.KVWrite{Key: witness.Heads.Key(witness.SizeName(h.Size), msp), Value: doc})
	}
	hash := sha256.Sum256(fmt.Append(nil, number))
	b.take(fabric.Row{Block: number, Transactions: []fabric.Transaction{{
		ID: fmt.Sprint("tx", number), Sets: []fabric.ReadWrites{{Namespace: Chaincode, Public: &kvrwset.KVRWSet{Writes: writes}}},
	}}})
	b.take(fabric.Row{Block: number, Hash: hash[:]})
}

func (b *book) head(size uint64) checkpoint.Head {
	root, err := b.tree.RootAt(size)
	genesis, err2 := checkpoint.ReadHash(bookGenesis)
	if err != nil || err2 != nil {
		b.Fatal(err, err2)
	}
	return checkpoint.Head{Genesis: genesis, Size: size, Root: root}
}

func (b *book) concluded() *Check {
	r := newReport()
	r.Genesis = bookGenesis
	b.conclude(r, 3)
	return r.Check(checkHeads)
}

// A body whose head differs is named and the ledger refused, until as many as it takes have co-signed the blocks that hold the lie.
func TestHeadThatDiffers(t *testing.T) {
	for name, change := range map[string]func(*checkpoint.Head){
		"another root":   func(h *checkpoint.Head) { h.Root[0] ^= 1 },
		"another ledger": func(h *checkpoint.Head) { h.Genesis[0] ^= 1 },
		"more blocks":    func(h *checkpoint.Head) { h.Size += 100 },
	} {
		t.Run(name, func(t *testing.T) {
			b := &book{T: t}
			for range 4 {
				b.block()
			}
			lie := b.head(3)
			change(&lie)
			b.block([2]any{b.head(3), "AMSP"}, [2]any{lie, "LiarMSP"})
			if c := b.concluded(); c.Status != Fail || !strings.Contains(c.Detail, "LiarMSP") || c.Block != 4 {
				t.Errorf("%+v", c)
			}
			b.block([2]any{b.head(5), "AMSP"}, [2]any{b.head(4), "CMSP"}, [2]any{b.head(5), "LiarMSP"})
			if c := b.concluded(); c.Status != Fail { // C's head ends before the lie, and who lies does not count
				t.Errorf("%+v", c)
			}
			b.block([2]any{b.head(6), "CMSP"})
			if c := b.concluded(); c.Status != Pass || !strings.Contains(c.Detail, "LiarMSP") || !strings.Contains(c.Detail, "it takes 3") {
				t.Errorf("two bodies are more than one that lies, and fewer than it takes: %+v", c)
			}
			b.block([2]any{b.head(6), "BMSP"})
			if c := b.concluded(); c.Status != Pass || !strings.Contains(c.Detail, "LiarMSP") || strings.Contains(c.Detail, "it takes") {
				t.Errorf("%+v", c)
			}
		})
	}
}

// A body that was found to lie cannot have the ledger refused with another lie, even a new one in every block.
func TestLiarIsKnown(t *testing.T) {
	b := &book{T: t}
	b.block()
	lie := func() [2]any {
		h := b.head(b.tree.Size())
		h.Root[0] ^= 1
		return [2]any{h, "LiarMSP"}
	}
	b.block(lie())
	b.block([2]any{b.head(2), "AMSP"}, [2]any{b.head(2), "BMSP"}, [2]any{b.head(2), "CMSP"})
	for range 3 {
		b.block(lie())
		if c := b.concluded(); c.Status != Pass || strings.Count(c.Detail, "LiarMSP") != 1 {
			t.Errorf("%+v", c)
		}
	}
	other := lie()
	other[1] = "AMSP"
	b.block(other)
	if c := b.concluded(); c.Status != Fail || !strings.Contains(c.Detail, "AMSP") {
		t.Errorf("another body differs: %+v", c)
	}
}

// Where as many differ as agree nobody can say who lies.
func TestAsManyLiars(t *testing.T) {
	b := &book{T: t}
	b.block()
	lie := b.head(1)
	lie.Root[0] ^= 1
	b.block([2]any{lie, "LiarMSP"}, [2]any{lie, "OtherMSP"})
	b.block([2]any{b.head(2), "AMSP"}, [2]any{b.head(2), "BMSP"})
	if c := b.concluded(); c.Status != Fail || c.Count != 2 {
		t.Errorf("%+v", c)
	}
	b.block([2]any{b.head(3), "CMSP"})
	if c := b.concluded(); c.Status != Pass || !strings.Contains(c.Detail, "LiarMSP") || !strings.Contains(c.Detail, "OtherMSP") {
		t.Errorf("%+v", c)
	}
}

func TestHeadsOfALedgerWithoutAny(t *testing.T) {
	b := &book{T: t}
	b.block()
	if c := b.concluded(); c.Status != Pass {
		t.Errorf("%+v", c)
	}
}

// A document that is not as the contract writes one is no head.
func TestHeadUnderAnotherName(t *testing.T) {
	b := &book{T: t}
	b.block()
	_, w := witnessOf("AMSP")
	doc, err := json.Marshal(witness.Head{Key: w.String(), Note: signedBy(t, b.head(1), "AMSP")})
	if err != nil {
		t.Fatal(err)
	}
	b.take(fabric.Row{Block: 1, Transactions: []fabric.Transaction{{Sets: []fabric.ReadWrites{{
		Namespace: Chaincode,
		Public:    &kvrwset.KVRWSet{Writes: []*kvrwset.KVWrite{{Key: witness.Heads.Key(witness.SizeName(1), "BMSP"), Value: doc}}},
	}}}}})
	b.take(fabric.Row{Block: 1, Hash: make([]byte, 32)})
	if c := b.concluded(); c.Status != Fail || !strings.Contains(c.Detail, "BMSP") {
		t.Errorf("%+v", c)
	}
}

func TestWitnessesOfATrustFile(t *testing.T) {
	_, trust := small(t)
	_, own := witnessOf(trust.Bodies[0].MSPID)
	_, stranger := witnessOf("StrangerMSP")
	good := Witness{trust.Bodies[0].MSPID, own.String()}
	if got := trust.Enough(); got != len(trust.Bodies)/2+1 {
		t.Errorf("it takes %d", got)
	}
	for name, change := range map[string]func(*Trust){
		"no key":            func(t *Trust) { t.Witnesses = []Witness{{good.MSPID, "x"}} },
		"another's name":    func(t *Trust) { t.Witnesses = []Witness{{t.Bodies[1].MSPID, good.Key}} },
		"twice":             func(t *Trust) { t.Witnesses = []Witness{good, good} },
		"a stranger":        func(t *Trust) { t.Witnesses = []Witness{{"StrangerMSP", stranger.String()}} },
		"a threshold of -1": func(t *Trust) { t.Threshold = -1 },
		"of all and one":    func(t *Trust) { t.Threshold = len(t.Bodies) + 1 },
	} {
		changed := trust
		if change(&changed); changed.check() == nil {
			t.Errorf("%s: it is taken", name)
		}
	}
	trust.Witnesses, trust.Threshold = []Witness{good}, 1
	if err := trust.check(); err != nil || trust.Enough() != 1 {
		t.Error(err)
	}
}
