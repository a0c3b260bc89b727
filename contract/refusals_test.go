// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/town"
)

// Every way of spoiling an act that we could think of is refused, with a code of its own, and leaves nothing on the ledger. Here
// are the ways that any act has; those of certain acts are in refusals_people_test.go and refusals_vote_test.go.
func TestRefusals(t *testing.T) {
	b := town.NewBench(t)
	b.Refuses(t, b.Good(), 209,
		town.Theme("altered", altered(b)), town.Theme("fields", fields(b)), town.Theme("form", form(b)), town.Theme("numbers", numbers(b)),
		town.Theme("clientData", clientData(b)), town.Theme("authData", authData(b)), town.Theme("signature", signatures(b)),
		town.Theme("signers", signers(b)))
	controls(t, b)
	replays(t, b)
}

// controls shows that the refusals start from what is good, and that no more is refused than must be.
func controls(t *testing.T, b *town.Bench) {
	for name, change := range map[string]func(*town.Assertion){
		"unchanged":                      func(*town.Assertion) {},
		"(r, n-s) is as good as (r, s)":  func(a *town.Assertion) { a.Numbers = town.Malleated },
		"an extension's output":          func(a *town.Assertion) { a.AuthData[flags] |= extended; a.AuthData = append(a.AuthData, 0xa0) },
		"a member that browsers add":     func(a *town.Assertion) { a.ClientData = town.Insert(a.ClientData, `"other":{"a":1}`) },
		"no crossOrigin, as Firefox did": func(a *town.Assertion) { a.ClientData = town.Replace(a.ClientData, `,"crossOrigin":false`, "") },
	} {
		a := town.Good(b.Text)
		change(a)
		if o := b.Outcomes(act.Signed{Text: b.Text, Signatures: []act.Signature{a.By(b, b.Ann)}})[0]; o.Code != contract.OK {
			t.Errorf("control %q: %s", name, town.Said(o))
		}
	}
}

// replays sends the good ballot, in its (r, n-s) form, and then what somebody who saw it could send after it.
func replays(t *testing.T, b *town.Bench) {
	flipped := town.Good(b.Text)
	flipped.Numbers = town.Malleated
	cast := act.Signed{Text: b.Text, Signatures: []act.Signature{flipped.By(b, b.Ann)}}
	b.OK(cast)
	other := cast
	other.Signatures = []act.Signature{town.Remalleated(b, cast.Signatures[0])}
	officer := b.Make("codes.issue", people.CodesIssue{Codes: []people.IssuedCode{{Code: town.NewCode(b).Public(), Person: "x"}}},
		b.Convener())
	b.OK(officer)
	later := b.Make("codes.issue", people.CodesIssue{Codes: []people.IssuedCode{{Code: town.NewCode(b).Public(), Person: "x"}}},
		b.Convener())
	b.OK(later)
	reuse := b.Draft("codes.issue", 1, b.Convener())
	gap := b.Draft("codes.issue", 4000, b.Convener())
	issue := people.CodesIssue{Codes: []people.IssuedCode{{Code: town.NewCode(b).Public(), Person: "y"}}}

	next := b.Vote.Cast(b.Ann, town.Right("ann"), 2, town.Disagree())
	b.Refuses(t, next, 8, town.Theme("replay", []town.Refusal{
		town.Refuse("the very same ballot", contract.Already, cast),
		town.Refuse("the ballot with its signature rewritten", contract.Already, other),
		town.Refuse("another ballot with its number", contract.Replayed, b.Vote.Cast(b.Ann, town.Right("ann"), 1, town.Disagree())),
		town.Refuse("a ballot that skips a number", contract.SeqGap, b.Vote.Cast(b.Ann, town.Right("ann"), 3, town.Disagree())),
		town.Refuse("an officer's last act", contract.Already, later),
		town.Refuse("an officer's earlier act", contract.Already, officer),
		town.Refuse("another act with an officer's used number", contract.Replayed, b.Sign(reuse, issue, b.Convener())),
		town.Refuse("an officer's act that skips numbers", contract.SeqGap, b.Sign(gap, issue, b.Convener())),
	}))
	b.OK(next)
}
