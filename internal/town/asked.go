// SPDX-License-Identifier: Apache-2.0

package town

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/internal/memory"
)

// trips is a state that counts how often it is asked.
type trips struct {
	memory.State

	count int
}

func (s *trips) Get(keys ...string) ([][]byte, error) {
	s.count++
	return s.State.Get(keys...)
}

// Asked is how often a batch asks the peer, whose acts all have to be accepted.
func Asked(w *Town, batch []act.Signed) int {
	w.Helper()
	state := &trips{State: memory.State{Documents: w.Book().State()}}
	tx := contract.Tx{ID: "tx", Time: w.Now().Unix(), MSP: w.Constitution.Bodies[0].MSP, Net: w.Constitution.Net}
	answer, err := chapters.Current().Check(state, tx, Batch(w, batch))
	outcomes, err := contract.ReadOutcomes(Must(w, answer, err))
	for _, o := range Must(w, outcomes, err) {
		if o.Code != contract.OK {
			w.Error(Said(o))
		}
	}
	return state.count
}
