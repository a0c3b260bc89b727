// SPDX-License-Identifier: Apache-2.0

package web

import (
	"encoding/json"
	"net/http"

	"github.com/linli-project/linli/contract"
)

// madeTest is what one body has sealed to the others before an election.
type madeTest struct {
	Maker string `json:"maker"`
	contract.Test
}

// tests are the tests of an election, for the officers' page to answer.
func (p *Pages) tests(w http.ResponseWriter, r *http.Request) {
	made := []madeTest{}
	for document, err := range p.Ledger.List(r.Context(), "test", r.PathValue("community"), r.PathValue("election")) {
		test := madeTest{}
		if err == nil {
			err = decode(document, &test.Test)
		}
		if err != nil {
			p.log().ErrorContext(r.Context(), "read the tests", "err", err)
			http.Error(w, "tests", http.StatusInternalServerError)
			return
		}
		test.Maker = document.Attributes[2]
		made = append(made, test)
	}
	secure(w.Header())
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(made)
}
