// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"context"
	"math"

	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/ledger/index"
)

// learnBreaches reads those of which something is to come from the mirror.
func (d *Dispatch) learnBreaches(ctx context.Context) error {
	due, err := d.mirror.Due(ctx, math.MaxInt64, convention.Breaches.Kind())
	if err != nil {
		return err
	}
	for _, of := range due {
		b, err := index.Read(ctx, d.mirror, convention.Breaches, of.Community, of.ID)
		if err != nil {
			return err
		}
		d.learnBreach(of.Community, of.ID, b)
	}
	return nil
}

// learnBreach takes note of a breach as the ledger has it.
func (d *Dispatch) learnBreach(community, id string, b convention.Breach) {
	of, at := name{convention.Breaches.Kind(), community, id}, b.NextAt()
	d.mu.Lock()
	if at > 0 {
		d.breaches[of] = b
	} else {
		delete(d.breaches, of)
	}
	d.mu.Unlock()
	d.falls(of, at)
}
