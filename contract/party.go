// SPDX-License-Identifier: Apache-2.0

package contract

import "slices"

// Party is one of those that an act of parties is between: a household, or a body. One person signs for it.
type Party struct {
	Name   string   // no other party's of the act
	Owners []string // of the household, by their pseudonyms: each speaks for it
	Body   string   // whose officers each speak for it; "" for a household
}

// SpokenForBy says whether somebody's word is the party's.
func (p Party) SpokenForBy(c Credential) bool {
	if c.Status != Active {
		return false
	}
	if p.Body != "" {
		return c.Kind == Officer && c.Body == p.Body
	}
	return c.Kind == Owner && slices.Contains(p.Owners, c.Person)
}
