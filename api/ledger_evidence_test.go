// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/evidence/build"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/tree"
	"github.com/linli-project/linli/network/networktest"
	devices "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/mediation"
	"github.com/linli-project/linli/verify"
)

// Anybody has the evidence of a case once bodies have co-signed the ledger, and checks it with the trust file.
func TestEvidence(t *testing.T) {
	o := overseersOf(t, "api-evidence")
	words := o.helper.saysInCase(o.helper.unit, "楼上漏水")
	id := o.helper.signs(mediation.TypeCaseRequest, 0, mediation.CaseRequest{
		About: mediation.AboutRequest, Home: o.helper.unit, Second: rules.Side{Home: o.helped.unit}, Text: words,
	})
	stranger := o.browser(t)
	of := func(kind, id string) answer {
		o.sorted(t)
		return stranger.get("/ledger/evidence?community=" + o.v.ID + "&of=" + kind + "&id=" + id)
	}
	if a := of("case", id); a.status != 409 || a.problem() != "not-possible-now" {
		t.Errorf("before bodies have co-signed: %d %s", a.status, a.body)
	}
	o.cosigned("owners", "residents", "property")
	must(t, 404, of("case", anyHash))
	must(t, 404, of("event", anyHash))
	must(t, 404, of("ballot", id)) // an act, and no ballot
	must(t, 400, of("secret", id))
	given := must(t, 200, of("case", id))
	if strings.Contains(given.body, "漏水") || given.header.Get("Content-Disposition") == "" {
		t.Errorf("%v: it holds what is not on the ledger", given.header)
	}
	trust, err := verify.ReadTrust(strings.NewReader(must(t, 200, stranger.get("/ledger/trust")).body))
	if err != nil {
		t.Fatal(err)
	}
	proves(t, given, trust, id)

	whole := must(t, 200, o.helper.get("/me/cases/"+id+"/evidence.zip"))
	if !strings.Contains(whole.body, "漏水") {
		t.Error("a side's own evidence does not hold what it has said")
	}
	proves(t, whole, trust, id)
	proves(t, must(t, 200, o.zhang.get("/cases/"+id+"/evidence.zip")), trust, id)
	must(t, 404, o.third.get("/me/cases/"+id+"/evidence.zip"))
	must(t, 401, stranger.get("/cases/"+id+"/evidence.zip"))
	o.crowded(t, id)
	o.takesTime(t, id)
	o.behind(t, id)

	o.helper.signs(mediation.TypeCaseWithdraw, 0, mediation.CaseWithdraw{Case: id})
	o.sorted(t)
	for path, b := range map[string]*client{
		"/ledger/evidence?community=" + o.v.ID + "&of=case&id=" + id: stranger, "/me/cases/" + id + "/evidence.zip": o.helper.client,
	} {
		if a := b.get(path); a.status != 409 || a.problem() != "not-possible-now" {
			t.Errorf("when it has gone on since: %d %s", a.status, a.body)
		}
	}
}

// crowded has strangers hold every export that anybody may have: nobody else gets one, but a side its own evidence.
func (o *overseers) crowded(t *testing.T, id string) {
	t.Helper()
	places := o.server.ledger.exports
	for i := range places.all {
		caller := fmt.Sprintf("192.0.2.%d", i)
		if ok, _ := places.take(caller); !ok {
			t.Fatal("an export was not left")
		}
		defer places.leave(caller)
	}
	of := func(id string) answer {
		return o.browser(t).get("/ledger/evidence?community=" + o.v.ID + "&of=case&id=" + id)
	}
	must(t, 429, of(id))
	must(t, 404, of(anyHash))
	must(t, 200, o.helper.get("/me/cases/"+id+"/evidence.zip"))
}

// unhurried notes until when an answer may be written.
type unhurried struct {
	*httptest.ResponseRecorder
	until time.Time
}

func (u *unhurried) SetWriteDeadline(t time.Time) error {
	u.until = t
	return nil
}

// takesTime looks that evidence may be written after the time that other answers have.
func (o *overseers) takesTime(t *testing.T, id string) {
	t.Helper()
	w := &unhurried{ResponseRecorder: httptest.NewRecorder()}
	least := o.server.Now().Add(o.server.HTTP().WriteTimeout)
	o.server.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet,
		Base+"/ledger/evidence?community="+o.v.ID+"&of=case&id="+id, http.NoBody))
	if w.Code != http.StatusOK || !w.until.After(least) {
		t.Errorf("%d, and it may be written until %v", w.Code, w.until)
	}
}

// behind looks that no evidence is made of what was before, while the tree has not yet the blocks that the pages show.
func (o *overseers) behind(t *testing.T, id string) {
	t.Helper()
	empty, err := tree.Open(filepath.Join(t.TempDir(), "tree.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer empty.Close()
	exporting := o.server.ledger.exporting
	exporting.tree = empty
	c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", http.NoBody), httptest.NewRecorder())
	if err := exporting.bundle(c, build.Asked{Kind: evidence.Case, ID: id, Community: o.v.ID}); !errors.Is(err, unread) {
		t.Errorf("%v", err)
	}
}

// What the ledger does not have is looked up, and not looked for: there is neither a gate nor a peer here that could be asked.
func TestEvidenceOfNothing(t *testing.T) {
	x, err := index.Open(filepath.Join(t.TempDir(), "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	nothing := exporting{seen: mirror{x, time.Now}}
	for _, kind := range evidence.Kinds() {
		c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", http.NoBody), httptest.NewRecorder())
		asked := build.Asked{Kind: kind, ID: anyHash, Community: garden}
		if kind == evidence.Event {
			asked.Event = &devices.EventProof{Oracle: "oracle", Size: 1}
		}
		why, ok := errors.AsType[*refusal](nothing.bundle(c, asked))
		if !ok || why.kind != "not-found" {
			t.Errorf("%s: %v", kind, why)
		}
	}
}

// Who asks for more than a bundle takes is told what to take instead.
func TestEvidenceTooLarge(t *testing.T) {
	why, ok := errors.AsType[*refusal](whyNoBundle(fmt.Errorf("%w: it has more bytes", build.ErrTooLarge)))
	if !ok || problems[why.kind].status != http.StatusRequestEntityTooLarge || !strings.Contains(why.detail.zh, "整个账本") ||
		!strings.Contains(why.detail.en, "the small one") {
		t.Errorf("%v", why)
	}
}

// proves checks a bundle as a stranger does.
func proves(t *testing.T, given answer, trust verify.Trust, id string) {
	t.Helper()
	report, err := evidence.Verify([]byte(given.body), trust, time.Now())
	if err != nil || !report.OK() || report.Claim.ID != id || report.Claim.Kind != evidence.Case {
		var text strings.Builder
		_ = report.Write(&text)
		t.Errorf("%v\n%s", err, text.String())
	}
}

// cosigned has bodies sign the ledger's head as it is, once the server's peer knows their witnesses.
func (o *overseers) cosigned(bodies ...string) {
	o.Helper()
	n, ctx := networktest.Network(o), o.Context()
	keys := map[string]ed25519.PrivateKey{} // by MSP id
	for _, body := range bodies {
		peer, err := n.Peer(body)
		if err != nil {
			o.Fatal(err)
		}
		seed := sha256.Sum256([]byte("witness of " + body))
		key := ed25519.NewKeyFromSeed(seed[:])
		keys[peer.MSPID] = key
		named := checkpoint.Witness{MSP: peer.MSPID, Key: key.Public().(ed25519.PublicKey)} //nolint:forcetypeassert // of this kind
		if err := n.NameWitness(ctx, body, named); err != nil {
			o.Fatal(err)
		}
		o.knows(peer.MSPID)
	}
	head := o.head()
	for msp, key := range keys {
		note, err := checkpoint.Cosign(head, msp, key, time.Now().Unix())
		if err == nil {
			_, _, err = o.server.Client.Submit(ctx, witness.TxCosign, note)
		}
		if err != nil {
			o.Fatal(err)
		}
	}
	if err := o.catchUp(ctx); err != nil {
		o.Fatal(err)
	}
}

// knows waits until the server has read that a body has named its witness, which another peer has written.
func (o *overseers) knows(msp string) {
	o.Helper()
	for {
		changed := o.server.Index.Changed()
		_, err := o.server.Index.Get(o.Context(), witness.Witnesses, msp)
		if err == nil {
			return
		}
		if !errors.Is(err, index.ErrNotFound) {
			o.Fatal(err)
		}
		<-changed
	}
}

// head is the ledger's, as its blocks give it.
func (o *overseers) head() checkpoint.Head {
	o.Helper()
	height, err := o.server.Client.Height(o.Context())
	if err != nil {
		o.Fatal(err)
	}
	var all checkpoint.Tree
	for raw, err := range ledger.Blocks(o.Context(), o.server.Client, 0, height-1) {
		if err != nil {
			o.Fatal(err)
		}
		b := ledger.Decode(raw, verify.Chaincode)
		writes := checkpoint.Writes(tree.WritesOf(b)...)
		all.Append(checkpoint.Block{Number: b.Number, Hash: checkpoint.Hash(b.Hash), Writes: writes.Root()}.Leaf())
	}
	genesis, err := hex.DecodeString(o.server.genesis)
	if err != nil {
		o.Fatal(err)
	}
	return checkpoint.Head{Genesis: checkpoint.Hash(genesis), Size: all.Size(), Root: all.Root()}
}
