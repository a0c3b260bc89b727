// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"fmt"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

const parkingSuffix = " 车位"

// tellParking tells a parking space from a home of the same number, by its use.
func (r *Roll) tellParking() {
	homes := make(map[string]Place)
	for _, entry := range r.Entries {
		if entry.Unit.Kind != community.Parking {
			homes[fold.House(entry.Unit.ID)] = entry.Place
		}
	}
	for i := range r.Entries {
		entry := &r.Entries[i]
		home, known := homes[fold.House(entry.Unit.ID)]
		if known && entry.Unit.Kind == community.Parking {
			entry.Unit.ID += parkingSuffix
			r.Note(entry.Place, fmt.Sprintf(noteParking, home))
		}
	}
}
