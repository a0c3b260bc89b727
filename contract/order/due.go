// SPDX-License-Identifier: Apache-2.0

package order

import (
	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// due writes what has become of an order since a deadline was over. Anybody may send it, and it does not matter who does, how late or how
// often: each deadline counts by its own time.
func due(s contract.State, tx contract.Tx, community, id string) error {
	v := contract.NewView(s)
	o, err := load(v, community, id)
	if err != nil {
		return err
	}
	if at, _, waits := o.Next(); !waits || at > tx.Time {
		return act.Refuse(contract.NoEffect, "of", "due")
	}
	if err := o.put(o.Due(tx.Time)); err != nil {
		return err
	}
	return v.Commit()
}
