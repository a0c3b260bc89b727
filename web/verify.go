// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/program"
)

// verifyData is what somebody needs who does not want to believe this server.
type verifyData struct {
	Genesis string // hash (hex) of the channel's first block, as the communities' constitutions have it
	Height  uint64
	Bundle  string // hash of the scripts, or ""
	Program program.Program
	Wasm    int64
	Check   bool     // whether bundles of evidence can be checked here
	Reasons []string // for which ballots are turned down
	Network bool     // there is a page that says who runs the ledger
}

func (p *Pages) verify(r *http.Request) (view, error) {
	all, err := list(r.Context(), p.Ledger, contract.Communities)
	if err != nil {
		return view{}, err
	}
	data := verifyData{
		Height: p.Ledger.Height(), Bundle: p.bundle.hash, Program: p.Program, Wasm: p.bundle.wasm, Reasons: reasons(),
		Network: p.Standing != nil,
	}
	if len(all) > 0 {
		data.Genesis = all[0].Net // all communities of a channel must name it
	}
	v := view{name: "verify", title: "verify.title"}
	data.Check = v.loads(p.bundle, "evidence")
	if data.Wasm > 0 {
		v.loads(p.bundle, "recount")
	}
	v.data = data
	return v, nil
}

// reasons are those that there are words for, as texts have them.
func reasons() []string {
	var names []string
	for key := range texts {
		if name, ok := strings.CutPrefix(key, "reason."); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// loads has the page load one of the bundle's scripts, and says whether there is one of that name.
func (v *view) loads(b *bundle, name string) bool {
	chunk, ok := b.entries[name]
	if ok {
		v.script, v.preload = append(v.script, chunk.File), append(v.preload, chunk.Imports...)
	}
	return ok
}
