// SPDX-License-Identifier: Apache-2.0

//go:build js && wasm

// Recount is the verifier for browsers: the page /verify runs it on the ledger's export. It sets the global function
// linliRecount(ledger: Uint8Array, trust: Uint8Array): {ok, report, text}; report is JSON, or empty if there is
// nothing to report on.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"syscall/js"

	"github.com/linli-project/linli/verify"
)

func main() {
	js.Global().Set("linliRecount", js.FuncOf(func(_ js.Value, args []js.Value) any {
		ok, report, text := recount(bytesOf(args[0]), bytesOf(args[1]))
		return map[string]any{"ok": ok, "report": report, "text": text}
	}))
	select {}
}

func bytesOf(array js.Value) []byte {
	content := make([]byte, array.Length())
	js.CopyBytesToGo(content, array)
	return content
}

func recount(ledger, trustText []byte) (ok bool, found, text string) {
	trust, err := verify.ReadTrust(bytes.NewReader(trustText))
	if err != nil {
		return false, "", err.Error()
	}
	report, err := verify.Ledger(context.Background(), bytes.NewReader(ledger), trust, verify.Options{})
	if err != nil {
		return false, "", err.Error()
	}
	var words strings.Builder
	if err := report.Write(&words); err != nil {
		return false, "", err.Error()
	}
	raw, err := json.Marshal(report)
	if err != nil {
		return false, "", err.Error()
	}
	return report.OK(), string(raw), words.String()
}
