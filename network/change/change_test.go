// SPDX-License-Identifier: Apache-2.0

package change_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/bodyfile"
	"github.com/linli-project/linli/network/change"
	"github.com/linli-project/linli/verify/fabric"
)

// estate is four bodies that have formed a network, none of which runs, and the files of two that would come in.
type estate struct {
	bodies  map[string]*network.Network
	genesis *common.Block
	files   map[string][]byte
	dirs    map[string]string
}

const passphrase = "five words that do not belong"

// madeIn is where the estate is, once a test has asked for it.
var madeIn string

var made = sync.OnceValues(func() (*estate, error) {
	dir, err := os.MkdirTemp("", "linli-change-")
	if err != nil {
		return nil, err
	}
	madeIn = dir
	e := &estate{bodies: map[string]*network.Network{}, files: map[string][]byte{}, dirs: map[string]string{}}
	first := []string{"owners", "residents", "property", "street"}
	var files []*bodyfile.File
	for i, id := range append(slices.Clone(first), "reader", "sixth") {
		e.dirs[id] = filepath.Join(dir, id)
		raw, err := network.InitBody(e.dirs[id], network.NewBody{
			ID: id, Title: "title of " + id, Host: id + ".garden.example", Listen: "127.0.0.1", Rules: "1", Passphrase: passphrase,
		})
		if err != nil {
			return nil, err
		}
		e.files[id] = raw
		if i < len(first) {
			f, err := bodyfile.Parse(raw)
			if err != nil {
				return nil, err
			}
			files = append(files, f)
		}
	}
	for _, id := range first {
		n, err := network.Form(context.Background(), e.dirs[id], "", files, func(string) {})
		if err != nil {
			return nil, err
		}
		e.bodies[id] = n
	}
	raw, err := os.ReadFile(e.bodies["owners"].GenesisBlock())
	if err != nil {
		return nil, err
	}
	e.genesis = &common.Block{}
	return e, proto.Unmarshal(raw, e.genesis)
})

func TestMain(m *testing.M) {
	code := m.Run()
	if madeIn != "" {
		_ = os.RemoveAll(madeIn)
	}
	os.Exit(code)
}

// form gives the estate. It takes Fabric's configtxgen, and no network.
func form(t *testing.T) *estate {
	t.Helper()
	if testing.Short() {
		t.Skip("needs Fabric's programs, which -short leaves out")
	}
	return must(t)(made())
}

func must(t *testing.T) func(*estate, error) *estate {
	t.Helper()
	return func(e *estate, err error) *estate {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
}

// signed is a change of what a block holds, with the signatures of bodies.
func (e *estate) signed(t *testing.T, in *common.Block, kind, id string, body []byte, by ...string) *change.File {
	t.Helper()
	f, err := change.New(in, kind, id, body)
	if err != nil {
		t.Fatal(err)
	}
	for _, signer := range by {
		if err := e.bodies[signer].SignChange(f); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if f, err = change.Parse(raw); err != nil { // as it travels
		t.Fatal(err)
	}
	return f
}

// next is the block that a change leads to, if enough have signed it.
func next(t *testing.T, in *common.Block, f *change.File) *common.Block {
	t.Helper()
	signed, err := f.Signed()
	if err != nil {
		t.Fatal(err)
	}
	p, err := fabric.Propose(in, signed)
	if err != nil || p.Lacks != nil {
		t.Fatal(err, p.Lacks)
	}
	config := &common.Config{Sequence: f.Sequence + 1, ChannelGroup: p.After}
	by := enveloped(t, common.HeaderType_CONFIG_UPDATE, signed)
	envelope := enveloped(t, common.HeaderType_CONFIG, marshal(t, &common.ConfigEnvelope{Config: config, LastUpdate: by}))
	raw := marshal(t, envelope)
	sum := sha256.Sum256(raw)
	return &common.Block{
		Header: &common.BlockHeader{Number: in.GetHeader().GetNumber() + 1, DataHash: sum[:]},
		Data:   &common.BlockData{Data: [][]byte{raw}},
	}
}

func enveloped(t *testing.T, kind common.HeaderType, data []byte) *common.Envelope {
	t.Helper()
	header := marshal(t, &common.ChannelHeader{Type: int32(kind), ChannelId: network.Channel})
	return &common.Envelope{Payload: marshal(t, &common.Payload{Header: &common.Header{ChannelHeader: header}, Data: data})}
}

func marshal(t *testing.T, m proto.Message) []byte {
	t.Helper()
	raw, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func read(t *testing.T, in *common.Block, f *change.File) *change.Reading {
	t.Helper()
	r, err := f.Read(in)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A fifth body comes in, orders, moves, has new keys, and leaves. What each step says is held against the whole text.
func TestLife(t *testing.T) {
	e, three := form(t), []string{"owners", "residents", "property"}
	block := e.genesis
	step := func(kind string, body []byte, by []string, says ...string) {
		t.Helper()
		if r := read(t, block, e.signed(t, block, kind, "reader", body, by[1:]...)); r.Enough {
			t.Errorf("%s: %v are enough", kind, r.Signed)
		}
		f := e.signed(t, block, kind, "reader", body, by...)
		r := read(t, block, f)
		said := strings.Join(r.Lines, "\n")
		for _, want := range says {
			if !strings.Contains(said, want) {
				t.Errorf("%s does not say %q:\n%s", kind, want, said)
			}
		}
		if !r.Enough || len(r.Signed) != len(by) {
			t.Errorf("%s: signed by %v, enough is %v", kind, r.Signed, r.Enough)
		}
		after := next(t, block, f)
		if _, err := f.Read(after); err == nil || err.Error() != change.ErrDone.Error() {
			t.Errorf("%s: once it is there: %v", kind, err)
		}
		block = after
	}
	step(change.KindAdd, e.files["reader"], three, "reader comes in, called title of reader: its peer at reader.garden.example:7051 keeps the ledger",
		"Its orderer follows", "4 bodies order, as before: it takes 3 of them, and 1 may be away.")
	step(change.KindAdmit, e.files["reader"], three, "The orderer of reader at reader.garden.example:7050 takes part",
		"5 bodies order instead of 4: it takes 4 of them instead of 3, and still no more than 1 may be away.")
	e.bodies["reader"] = entered(t, e, block)
	moved := e.renewed(t, network.Renewal{Host: "reader.park.example"})
	step(change.KindAddress, moved, []string{"owners", "residents", "reader"},
		"The peer of reader is reached at reader.park.example:7051, and no longer at reader.garden.example:7051.",
		"The orderer of reader signs with the same key", "5 bodies order, as before")
	renewed := e.renewed(t, network.Renewal{NewKeys: true})
	step(change.KindRenew, renewed, three, "The orderer of reader signs with a new key", "5 bodies order, as before")
	step(change.KindRemove, nil, three, "reader leaves",
		"4 bodies order instead of 5: it takes 3 of them instead of 4, and still no more than 1 may be away.")
	if begun, ended := bodies(t, e.genesis), bodies(t, block); !slices.EqualFunc(begun, ended, func(a, b change.Body) bool {
		return a.ID == b.ID && a.Signing.Root == b.Signing.Root && proto.Equal(a.Consenter, b.Consenter)
	}) {
		t.Errorf("when it has left the bodies are %v, and were %v", ended, begun)
	}
}

func bodies(t *testing.T, in *common.Block) []change.Body {
	t.Helper()
	config, err := change.Open(in)
	if err != nil {
		t.Fatal(err)
	}
	all, err := change.Bodies(config.Group)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// entered is the network of a body that came in, on its own machine.
func entered(t *testing.T, e *estate, in *common.Block) *network.Network {
	t.Helper()
	n, err := network.Enter(e.dirs["reader"], &network.Card{Rules: "1", Genesis: marshal(t, e.genesis), Config: marshal(t, in)})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// renewed is the reader's file after a renewal.
func (e *estate) renewed(t *testing.T, r network.Renewal) []byte {
	t.Helper()
	r.Passphrase = passphrase
	raw, err := network.RenewBody(t.Context(), e.dirs["reader"], r)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// A change that is not what it says, or does not fit what is in force, is refused with a sentence.
func TestRefused(t *testing.T) {
	e := form(t)
	good := e.signed(t, e.genesis, change.KindAdd, "reader", e.files["reader"], "owners", "residents", "property")
	other := e.signed(t, e.genesis, change.KindAdd, "sixth", e.files["sixth"], "street")
	later := next(t, e.genesis, good)
	cases := map[string]struct {
		in    *common.Block
		alter func(f *change.File)
		want  string
	}{
		"another's bytes":     {e.genesis, func(f *change.File) { f.Update = other.Update }, "what is signed is something else"},
		"another's signature": {e.genesis, func(f *change.File) { f.Signatures[0] = other.Signatures[0] }, "out of order"},
		"a signature that is not": {e.genesis, func(f *change.File) { f.Signatures[0].Signature = other.Signatures[0].Signature },
			"the signature of owners does not fit"},
		"a signature of nobody":    {e.genesis, func(f *change.File) { f.Signatures[0].Body = "nobody" }, "of owners does not fit"},
		"signed twice":             {e.genesis, func(f *change.File) { f.Signatures[1] = f.Signatures[0] }, "has signed twice"},
		"another body":             {e.genesis, func(f *change.File) { f.Body = "sixth" }, "is about sixth, and has the file of reader"},
		"another body's file":      {e.genesis, func(f *change.File) { f.Body, f.BodyFile = "sixth", other.BodyFile }, "what is signed is"},
		"another kind":             {e.genesis, func(f *change.File) { f.Kind = change.KindAddress }, "reader is no body of this network"},
		"a kind that there is not": {e.genesis, func(f *change.File) { f.Kind = "bless" }, "no kind of change"},
		"no file":                  {e.genesis, func(f *change.File) { f.BodyFile = "" }, "needs no file"},
		"another network's":        {e.genesis, func(f *change.File) { f.Block = strings.Repeat("0", 64) }, "it is for another network"},
		"another channel's":        {e.genesis, func(f *change.File) { f.Channel = "other" }, `it is for channel "other"`},
		"of later":                 {e.genesis, func(f *change.File) { f.Sequence++ }, "wait until it has caught up"},
		"of before":                {later, func(f *change.File) { *f = *other }, "it changes number 0, and number 1 is in force"},
	}
	for name, c := range cases {
		f := e.signed(t, e.genesis, change.KindAdd, "reader", e.files["reader"])
		f.Signatures = slices.Clone(good.Signatures)
		c.alter(f)
		raw, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if f, err = change.Parse(raw); err == nil {
			_, err = f.Read(c.in)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, not %q", name, err, c.want)
		}
	}
}

// A file has one form, and is small.
func TestOneForm(t *testing.T) {
	e := form(t)
	raw, err := e.signed(t, e.genesis, change.KindAdd, "reader", e.files["reader"], "owners").Bytes()
	if err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, raw); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"compact":       {compact.Bytes(), "it was altered"},
		"one more":      {bytes.Replace(raw, []byte(`"kind"`), []byte(`"note": "", "kind"`), 1), "it was altered"},
		"another form":  {bytes.Replace(raw, []byte(change.Format), []byte("linli-change/9"), 1), "another version of linli"},
		"a body's file": {[]byte("{}"), "it is not a change"},
		"large":         {bytes.Repeat([]byte(" "), change.Largest+1), "at most"},
	} {
		if _, err := change.Parse(c.raw); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, not %q", name, err, c.want)
		}
	}
}

// What cannot be is refused before a file is made.
func TestImpossible(t *testing.T) {
	e := form(t)
	with := next(t, e.genesis, e.signed(t, e.genesis, change.KindAdd, "sixth", e.files["sixth"], "owners", "residents", "property"))
	other, err := network.InitBody(t.TempDir(), network.NewBody{
		ID: "other", Title: "title of owners", Host: "other.garden.example", Listen: "127.0.0.1", Rules: "1", Passphrase: passphrase,
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		in       *common.Block
		kind, id string
		body     []byte
		want     string
	}{
		"a name that is there":    {e.genesis, change.KindAdd, "owners", e.files["owners"], "the same name as owners"},
		"a title that is there":   {e.genesis, change.KindAdd, "other", other, "the same title as owners"},
		"a fourth that leaves":    {e.genesis, change.KindRemove, "street", nil, "would not bear with one that is away"},
		"nobody leaves":           {e.genesis, change.KindRemove, "nobody", nil, "nobody is no body of this network"},
		"admitted, not added":     {e.genesis, change.KindAdmit, "sixth", e.files["sixth"], "sixth is no body of this network"},
		"admitted twice":          {e.genesis, change.KindAdmit, "owners", e.files["owners"], "takes part already"},
		"nothing moves":           {e.genesis, change.KindAddress, "owners", e.files["owners"], "it changes nothing"},
		"the same keys":           {e.genesis, change.KindRenew, "owners", e.files["owners"], "has the same key"},
		"keys of one who follows": {with, change.KindRenew, "sixth", e.files["sixth"], "does not take part"},
	} {
		if _, err := change.New(c.in, c.kind, c.id, c.body); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, not %q", name, err, c.want)
		}
	}
}

// Fabric's own program computes the same update.
func TestUpdateIsFabrics(t *testing.T) {
	e, three := form(t), []string{"owners", "residents", "property"}
	fabricBin, err := network.FindBinaries(t.Context(), "", func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	block := e.genesis
	for _, kind := range []string{change.KindAdd, change.KindAdmit, change.KindRemove} {
		var body []byte
		if kind != change.KindRemove {
			body = e.files["sixth"]
		}
		f := e.signed(t, block, kind, "sixth", body, three...)
		after := next(t, block, f)
		dir := t.TempDir()
		for name, in := range map[string]*common.Block{"before": block, "after": after} {
			config, err := change.Open(in)
			if err != nil {
				t.Fatal(err)
			}
			unversioned := &common.Config{ChannelGroup: config.Group}
			if err := os.WriteFile(filepath.Join(dir, name), marshal(t, unversioned), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		out := filepath.Join(dir, "update")
		args := []string{
			"compute_update", "--channel_id", network.Channel, "--output", out,
			"--original", filepath.Join(dir, "before"), "--updated", filepath.Join(dir, "after"),
		}
		program := filepath.Join(string(fabricBin), "configtxlator")
		said, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		raw, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		fabrics, ours := &common.ConfigUpdate{}, &common.ConfigUpdate{}
		if err := proto.Unmarshal(raw, fabrics); err != nil {
			t.Fatal(err)
		}
		if err := proto.Unmarshal(f.Update, ours); err != nil {
			t.Fatal(err)
		}
		if !proto.Equal(fabrics, ours) {
			t.Errorf("%s: Fabric computes another update", kind)
		}
		block = after
	}
}

// Nothing secret travels.
func TestNothingSecret(t *testing.T) {
	e := form(t)
	raw, err := e.signed(t, e.genesis, change.KindAdd, "reader", e.files["reader"], "owners").Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte("PRIVATE KEY")) {
		t.Error("there is a private key in it")
	}
}
