// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

// Who is one person is decided by the name, however it was typed (fold.Name). ID numbers are the witness: registers write a household's
// card, a passport or an old number beside the same owner, or none, so that a number alone neither joins two names nor parts one. Where
// number and name say different things, a note names the rows, and the office decides.
//
// BUG(roll): namesakes are one head until the office tells them apart.

// The notes on people. All but NumberMissingNote end with the rows they are about.
const (
	SpellingNote  = "the same name written in several ways, read as one person"
	NamesakeNote  = "the same name under another ID number, read as one person; write two people apart, such as 张伟(2)"
	OneNumberNote = "perhaps the same person: one ID number under several names; write one person in one way"
	// NumberMissingNote marks rows whose sole owner has an ID number in another row.
	NumberMissingNote = "the same name without an ID number, read as one person; write two people apart"
)

// known are the people of a roll by the key of their names, as they are spelled.
type known map[string]string

// knows are the people in the entries, each as he is spelled first.
func knows(entries []rollfile.Entry) known {
	names := known{fold.Name(community.Developer): community.Developer}
	for _, entry := range entries {
		for _, name := range entry.Owners {
			names.spelled(name)
		}
	}
	return names
}

// spelled is how the name was spelled when it was first met.
func (k known) spelled(name string) string {
	key := fold.Name(name)
	first, met := k[key]
	if !met {
		first, k[key] = name, name
	}
	return first
}

// spellAlike spells everybody as in names, and notes who was spelled otherwise.
func (r *Roll) spellAlike(names known) {
	rows := make(map[string][]rollfile.Place)
	otherwise := make(map[string]bool)
	for i := range r.Entries {
		entry := &r.Entries[i]
		entry.Owners = slices.Clone(entry.Owners)
		for j, name := range entry.Owners {
			key := fold.Name(name)
			rows[key] = append(rows[key], entry.Place)
			entry.Owners[j] = names.spelled(name)
			otherwise[key] = otherwise[key] || entry.Owners[j] != name
		}
	}
	for _, key := range slices.Sorted(maps.Keys(otherwise)) {
		if otherwise[key] {
			r.noteRows(rows[key], SpellingNote)
		}
	}
}

// An identified row is a home of one owner. Of several, nobody knows whose number the register gives.
type identified struct {
	at           rollfile.Place
	name, number string // keys; the number may be missing
}

func (r *Roll) identified() []identified {
	var rows []identified
	for _, entry := range r.Entries {
		if len(entry.Owners) != 1 || entry.Owners[0] == community.Developer {
			continue
		}
		row := identified{at: entry.Place, name: fold.Name(entry.Owners[0])}
		if !fold.Nobody(entry.IDNumber) && !fold.Unknown(entry.IDNumber) {
			row.number = fold.IDNumber(entry.IDNumber)
		}
		rows = append(rows, row)
	}
	return rows
}

// noteWitnesses notes where ID numbers say otherwise than names.
func (r *Roll) noteWitnesses() {
	rows := r.identified()
	name := func(row identified) string { return row.name }
	number := func(row identified) string { return row.number }
	for _, same := range grouped(rows, name) {
		with := slices.DeleteFunc(slices.Clone(same), func(row identified) bool { return row.number == "" })
		if firsts := distinct(with, number); len(firsts) > 1 {
			r.noteRows(firsts, NamesakeNote)
		}
		for _, row := range same {
			if row.number == "" && len(with) > 0 {
				r.Note(row.at, NumberMissingNote)
			}
		}
	}
	for _, same := range grouped(rows, number) {
		if firsts := distinct(same, name); same[0].number != "" && len(firsts) > 1 {
			r.noteRows(firsts, OneNumberNote)
		}
	}
}

// grouped are the rows with one key each, in the order of the keys.
func grouped(rows []identified, key func(identified) string) [][]identified {
	groups := make(map[string][]identified)
	for _, row := range rows {
		groups[key(row)] = append(groups[key(row)], row)
	}
	lists := make([][]identified, 0, len(groups))
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		lists = append(lists, groups[group])
	}
	return lists
}

// distinct are the first rows of each key.
func distinct(rows []identified, key func(identified) string) []rollfile.Place {
	met := make(map[string]bool)
	var firsts []rollfile.Place
	for _, row := range rows {
		if !met[key(row)] {
			met[key(row)] = true
			firsts = append(firsts, row.at)
		}
	}
	return firsts
}

// noteRows puts one note on the second of the rows that it names.
func (r *Roll) noteRows(rows []rollfile.Place, note string) {
	rows = slices.Compact(rows)
	r.Note(rows[min(1, len(rows)-1)], note+": "+rowsOf(rows))
}

const rowsNamed = 9

// rowsOf names rows, of many the first ones.
func rowsOf(rows []rollfile.Place) string {
	var names []string
	for _, at := range rows[:min(len(rows), rowsNamed)] {
		name := strconv.Itoa(at.Row)
		if at.Sheet != "" {
			name = at.Sheet + "!" + name
		}
		names = append(names, name)
	}
	list := strings.Join(names, "/")
	if more := len(rows) - rowsNamed; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return "rows " + list
}
