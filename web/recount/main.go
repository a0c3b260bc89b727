// SPDX-License-Identifier: Apache-2.0

//go:build js && wasm

// Recount is the verifier for browsers: the page /verify runs it on the ledger's export, and on a full bundle of evidence. It sets the global
// functions linliRecount(ledger: Uint8Array, trust: Uint8Array): {ok, report, text} and linliEvidence(bundle, trust), the same; report is
// JSON, or empty if there is nothing to report on.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"syscall/js"
	"time"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/verify"
)

func main() {
	for name, verifier := range map[string]func(file []byte, trust verify.Trust) (report, error){"linliRecount": recount, "linliEvidence": judge} {
		js.Global().Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any {
			ok, found, text := tell(verifier, bytesOf(args[0]), bytesOf(args[1]))
			return map[string]any{"ok": ok, "report": found, "text": text}
		}))
	}
	select {}
}

// report is what a verifier finds.
type report interface {
	OK() bool
	Write(w io.Writer) error
}

func recount(ledger []byte, trust verify.Trust) (report, error) {
	return verify.Ledger(context.Background(), bytes.NewReader(ledger), trust, verify.Options{})
}

func judge(bundle []byte, trust verify.Trust) (report, error) {
	return evidence.Verify(bundle, trust, time.Now())
}

func bytesOf(array js.Value) []byte {
	content := make([]byte, array.Length())
	js.CopyBytesToGo(content, array)
	return content
}

func tell(verifier func([]byte, verify.Trust) (report, error), file, trustText []byte) (ok bool, found, text string) {
	trust, err := verify.ReadTrust(bytes.NewReader(trustText))
	if err != nil {
		return false, "", err.Error()
	}
	r, err := verifier(file, trust)
	if err != nil {
		return false, "", err.Error()
	}
	var words strings.Builder
	if err := r.Write(&words); err != nil {
		return false, "", err.Error()
	}
	raw, err := json.Marshal(r)
	if err != nil {
		return false, "", err.Error()
	}
	return r.OK(), string(raw), words.String()
}
