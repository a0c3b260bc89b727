// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"

	"github.com/linli-project/linli/contract"
)

// verifyData is what somebody needs who does not want to believe this server.
type verifyData struct {
	Genesis string // hash (hex) of the channel's first block, as the communities' constitutions have it
	Height  uint64
	Bundle  string // hash of the scripts, or ""
	Wasm    int64
}

func (p *Pages) verify(r *http.Request) (view, error) {
	all, err := list(r.Context(), p.Ledger, contract.Communities)
	if err != nil {
		return view{}, err
	}
	data := verifyData{Height: p.Ledger.Height(), Bundle: p.bundle.hash, Wasm: p.bundle.wasm}
	if len(all) > 0 {
		data.Genesis = all[0].Net // all communities of a channel must name it
	}
	v := view{name: "verify", title: "verify.title"}
	if chunk, ok := p.bundle.entries["recount"]; ok && p.bundle.wasm > 0 {
		v.script, v.preload = []string{chunk.File}, chunk.Imports
	}
	v.data = data
	return v, nil
}
