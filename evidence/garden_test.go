// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"bytes"
	"compress/gzip"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/device"
	"github.com/linli-project/linli/verify"
)

// An estate is the recorded ledger (TestRecord), with witnesses who have signed its head.
type estate struct {
	testing.TB
	garden
	file    []byte // as exported
	scanned build.Places
	trust   verify.Trust
	head    checkpoint.Head
	note    string
	dated   string // the same head, co-signed when stamps are made
	event   device.EventProof
}

// signedAt is when the witnesses of tests sign: after everything that was recorded.
const signedAt = 1 << 32

// checkedAt is when tests check stamps.
var checkedAt = time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)

var recorded = sync.OnceValue(func() *estate {
	e := &estate{}
	packed := must(os.ReadFile("testdata/garden.ledger.gz"))
	e.file = must(io.ReadAll(must(gzip.NewReader(bytes.NewReader(packed)))))
	e.trust = must(verify.ReadTrust(bytes.NewReader(must(os.ReadFile("testdata/garden.trust.json")))))
	if err := json.Unmarshal(must(os.ReadFile("testdata/garden.json")), &e.garden); err != nil {
		panic(err)
	}
	if err := json.Unmarshal(e.Event, &e.event); err != nil {
		panic(err)
	}
	var tree checkpoint.Tree
	e.head.Genesis = must(checkpoint.ReadHash(e.trust.Genesis))
	for raw, err := range e.source().Blocks(0, 0) {
		tree.Append(blockOf(ledger.Decode(must(raw, err), verify.Chaincode)).Leaf())
	}
	e.scanned = must(build.Scan(e.source()))
	e.head.Size, e.head.Root = tree.Size(), tree.Root()
	for _, body := range e.trust.Bodies {
		e.trust.Witnesses = append(e.trust.Witnesses, verify.Witness{MSPID: body.MSPID, Key: witnessOf(body.MSPID).String()})
	}
	e.note = e.cosign(e.head, signedAt, "OwnersMSP", "PropertyMSP", "StreetMSP")
	e.dated = e.cosign(e.head, stampedAt.Unix(), "OwnersMSP", "PropertyMSP", "StreetMSP")
	e.trust.Stampers = theStampers().believed()
	return e
})

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// garden is the recorded estate for a test.
func newEstate(t testing.TB) *estate {
	t.Helper()
	e := *recorded()
	e.TB = t
	return &e
}

func blockOf(b ledger.Block) checkpoint.Block {
	var writes []checkpoint.Write
	for _, tx := range b.Transactions {
		for _, w := range tx.Writes {
			if tx.Code == peer.TxValidationCode_VALID {
				writes = append(writes, checkpoint.Write{Tx: tx.ID, Key: w.Key, Value: w.Value})
			}
		}
	}
	return checkpoint.Block{Number: b.Number, Hash: must(checkpoint.ToHash(b.Hash)), Writes: checkpoint.Writes(writes...).Root()}
}

func (e *estate) source() build.Source { return build.File{ReadSeeker: bytes.NewReader(e.file)} }

// keyOf is the key of a test's witness: everybody knows it.
func keyOf(name string) ed25519.PrivateKey {
	seed := sha256.Sum256([]byte(name))
	return ed25519.NewKeyFromSeed(seed[:])
}

func witnessOf(name string) checkpoint.Witness {
	return checkpoint.Witness{MSP: name, Key: keyOf(name).Public().(ed25519.PublicKey)}
}

// cosign has witnesses sign a head.
func (e *estate) cosign(head checkpoint.Head, at int64, names ...string) string {
	var all []checkpoint.Cosigned
	for _, name := range names {
		note := must(checkpoint.Cosign(head, name, keyOf(name), at))
		all = append(all, must(checkpoint.Open(note, []checkpoint.Witness{witnessOf(name)})))
	}
	joined := must(checkpoint.Join(all...))
	return joined.Note()
}

// asked is what evidence is wanted of.
func (e *estate) asked(kind evidence.Kind, id string) build.Asked {
	a := build.Asked{Kind: kind, ID: id, Community: e.Community, Profile: evidence.Small}
	if kind == evidence.Event {
		a.Event = &e.event
	}
	return a
}

// make makes a bundle under a head, the ledger's newest if none is given.
func (e *estate) make(asked build.Asked, note string) (evidence.Bundle, error) {
	return build.Bundle(e.Context(), e.source(), e.scanned, asked, note)
}

// bundle makes one of a recorded matter.
func (e *estate) bundle(kind evidence.Kind, id string) evidence.Bundle {
	e.Helper()
	b, err := e.make(e.asked(kind, id), e.note)
	return town.Must(e.TB, b, err)
}

// full makes a full bundle of a recorded matter.
func (e *estate) full(kind evidence.Kind, id string) evidence.Bundle {
	e.Helper()
	asked := e.asked(kind, id)
	asked.Profile = evidence.Full
	b, err := e.make(asked, e.note)
	return town.Must(e.TB, b, err)
}

// each visits every matter that was recorded.
func (e *estate) each(visit func(kind evidence.Kind, id string)) {
	for _, kind := range evidence.Kinds() {
		for _, id := range e.IDs[string(kind)] {
			visit(kind, id)
		}
	}
}

func (e *estate) verify(raw []byte) *evidence.Report {
	e.Helper()
	r, err := evidence.Verify(raw, e.trust, checkedAt)
	return town.Must(e.TB, r, err)
}

func text(r *evidence.Report) string {
	var out bytes.Buffer
	_ = r.Write(&out) // a buffer takes everything
	return out.String()
}

var update = flag.Bool("update", false, "TestHead and TestCorpus write what others use")

// The head that the tests' witnesses have signed, the trust file that names them, and a small bundle to show are for others.
func TestHead(t *testing.T) {
	e := newEstate(t)
	var trust bytes.Buffer
	town.Done(t, e.trust.Write(&trust))
	shown, err := e.bundle(evidence.Ballot, e.IDs["ballot"][0]).Pack()
	town.Must(t, shown, err)
	for name, want := range map[string]string{"garden.head": e.note, "garden.witnessed.json": trust.String(), "ballot.zip": string(shown)} {
		path := "testdata/" + name
		if *update {
			town.Done(t, os.WriteFile(path, []byte(want), 0o644))
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s is another one (go test ./evidence -run TestHead -update): %v", path, err)
		}
	}
}
