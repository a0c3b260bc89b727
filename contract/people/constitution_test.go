// SPDX-License-Identifier: Apache-2.0

package people

import (
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/election"
)

func TestConstitutions(t *testing.T) {
	good := func() contract.Constitution {
		return contract.Constitution{
			Name: "Garden", Net: strings.Repeat("a", 64), Profile: "rehearsal",
			RP:     act.RelyingParty{ID: "x", Origins: []string{"https://x"}},
			Bodies: []contract.Body{{ID: "owners", MSP: "OwnersMSP", Name: "Owners"}, {ID: "street", MSP: "StreetMSP", Name: "Street"}},
		}
	}
	for _, c := range []struct {
		name   string
		code   act.Code
		id     string
		change func(*contract.Constitution)
	}{
		{"good", "", "garden", func(*contract.Constitution) {}},
		{"id in capitals", contract.BadArguments, "Garden", func(*contract.Constitution) {}},
		{"id with a control character", contract.BadArguments, "a\x00b", func(*contract.Constitution) {}},
		{"no id", contract.BadArguments, "", func(*contract.Constitution) {}},
		{"one body", contract.BadArguments, "garden", func(c *contract.Constitution) { c.Bodies = c.Bodies[:1] }},
		{"seventeen bodies", contract.BadArguments, "garden", func(c *contract.Constitution) { c.Bodies = make([]contract.Body, 17) }},
		{"a body twice", contract.BadArguments, "garden", func(c *contract.Constitution) { c.Bodies[1].ID = "owners" }},
		{"an MSP twice", contract.BadArguments, "garden", func(c *contract.Constitution) { c.Bodies[1].MSP = "OwnersMSP" }},
		{"a body without a name", contract.BadArguments, "garden", func(c *contract.Constitution) { c.Bodies[1].Name = "" }},
		{"no name", contract.BadArguments, "garden", func(c *contract.Constitution) { c.Name = "" }},
		{"no channel", contract.BadArguments, "garden", func(c *contract.Constitution) { c.Net = "" }},
		{"no domain", contract.BadArguments, "garden", func(c *contract.Constitution) { c.RP.ID = "" }},
		{"no pages", contract.BadArguments, "garden", func(c *contract.Constitution) { c.RP.Origins = nil }},
		{"unknown profile", contract.BadArguments, "garden", func(c *contract.Constitution) { c.Profile = "atlantis" }},
	} {
		constitution := good()
		c.change(&constitution)
		if err := checkConstitution(constitution, c.id, election.FirstProfiles()); act.CodeOf(err) != c.code ||
			(c.code == "" && err != nil) {
			t.Errorf("%s: %v; want %q", c.name, err, c.code)
		}
		if got := equal(constitution, good()); got != (c.id != "garden" || c.name == "good") {
			t.Errorf("%s: equal to the good one: %v", c.name, got)
		}
	}
}
