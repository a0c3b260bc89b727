// SPDX-License-Identifier: Apache-2.0

package api

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"testing"

	"github.com/linli-project/linli/act"
	devices "github.com/linli-project/linli/contract/device"
)

// A program's act is posted as anybody's is: with one signature, which has no part of a passkey's.
func TestPostOraclesAct(t *testing.T) {
	tw := townOf(t)
	b := tw.browser(t)
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	must(t, http.StatusCreated, tw.twoSign(t, devices.TypeOracleEnrol, devices.OracleEnrol{
		Body: tw.Convener().Body, Key: act.Bytes(public), Name: "oracle",
	}))
	empty := sha256.Sum256(nil)
	appendOf := func(leaf byte) act.Signed {
		draft := tw.Draft(devices.TypeEventsAppend, 1, tw.Convener())
		draft.By = act.KeyID(public)
		text, err := act.Encode(draft, devices.EventsAppend{Leaves: append(make(act.Bytes, 31), leaf), Root: hex.EncodeToString(empty[:])})
		if err != nil {
			t.Fatal(err)
		}
		return act.Signed{Text: text, Signatures: []act.Signature{act.SignWithKey(private, text)}}
	}
	first := appendOf(1)
	for _, code := range []ReceiptCode{"OK", "ALREADY"} {
		if r := decode[Receipt](t, must(t, http.StatusCreated, b.post(first))); r.Code != code {
			t.Errorf("%s, not %s", r.Code, code)
		}
	}
	other := b.post(appendOf(2))
	if p := decode[Problem](t, other); other.status != http.StatusConflict || p.Code != string(devices.LogMoved) {
		t.Errorf("another one for the same place: %d %s", other.status, other.body)
	}
	forged := appendOf(3)
	forged.Signatures[0].Sig[0] ^= 1
	if a := b.post(forged); a.status != http.StatusUnprocessableEntity || decode[Problem](t, a).Code != string(act.BadSignature) {
		t.Errorf("forged: %d %s", a.status, a.body)
	}
}
