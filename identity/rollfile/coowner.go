// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"slices"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

// coOwner says that a row names a further owner of the unit above: it has an owner, and of a unit nothing, or what the row above has.
// A unit written again in full may be another one with a wrong number, and is a finding.
func (r *reading) coOwner(l *line) bool {
	if blank(r.own(l.row, owner)) && blank(r.own(l.row, coOwners)) || !blank(r.own(l.row, area)) {
		return false
	}
	if r.own(l.row, room) == "" && r.own(l.row, use) == "" && r.own(l.row, delivery) == "" {
		return blank(r.own(l.row, building)) && blank(r.own(l.row, entrance)) || r.repeats(l.row)
	}
	return r.last.row.number > 0 && r.repeats(l.row)
}

// repeats says that a row has nothing of a unit but what the one above has.
func (r *reading) repeats(row row) bool {
	for _, column := range []string{building, entrance, room, use, delivery} {
		at, known := r.columns[column]
		if above := r.last.row.at(at).text; known && !blank(row.at(at).text) && fold.House(row.at(at).text) != fold.House(above) {
			return false
		}
	}
	return true
}

// joinUnit adds a row's owners to the unit above.
func (l *line) joinUnit() {
	above := l.last
	if above.row.number == 0 {
		l.find(findStrayCoOwner)
		return
	}
	l.note(noteCoOwnerOf, above.entry.Place)
	l.notePadding()
	owners := slices.Concat(l.people(owner), l.people(coOwners))
	if above.entry.Unit.Status != community.Sold {
		return
	}
	if len(owners) == 0 && len(l.faulty) == 0 {
		return
	}
	owners = l.distinct(above.named, owners)
	if len(l.findings) == 0 && l.accepted {
		entry := &l.roll.Entries[len(l.roll.Entries)-1]
		entry.Owners = append(entry.Owners, owners...)
		l.last.entry.Owners = entry.Owners
	}
}
