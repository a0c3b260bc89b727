// SPDX-License-Identifier: Apache-2.0

package town

import (
	"encoding/json"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/verify"
)

// Doctored is a town's ledger with one document changed, as bodies that all lie could agree on: its key, and the keys of those whom the
// recount then accuses.
func Doctored[D any](w *Town, ref contract.Ref[D], change func(*D), id ...string) (key string, accused []string) {
	w.Helper()
	state, err := w.Book().Recounted()
	Must(w, state, err)
	names := append([]string{w.ID}, id...)
	doc, ok := Read(w, ref, names...)
	if !ok {
		w.Fatalf("there is no %s %v", ref.Kind(), id)
	}
	change(&doc)
	raw, err := json.Marshal(doc)
	state.Put(ref.Key(names...), Must(w, raw, err))
	state.Commit()
	verify.Contract{}.Recount(state, w.Constitution.Net, func(key string, _ error) { accused = append(accused, key) })
	return ref.Key(names...), accused
}
