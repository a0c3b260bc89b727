// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"crypto/rand"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/community"
)

// turnedDown sends an act that has to be refused with a code. It takes the number that is really next, and no signer's own count.
func turnedDown(t *testing.T, l *village.Ledger, v *village.Village, code act.Code, kind string, body any, signers ...*village.Signer) {
	t.Helper()
	if err := attempt(t, l, v, kind, body, signers...); act.CodeOf(err) != code {
		t.Errorf("%s: %v; want %s", kind, err, code)
	}
}

func attempt(t *testing.T, l *village.Ledger, v *village.Village, kind string, body any, signers ...*village.Signer) error {
	t.Helper()
	numbered := contract.Credential{Kind: contract.Officer, ID: signers[0].Key.ID(), Person: signers[0].Person}
	if numbered.Person != "" {
		numbered.Kind = contract.Owner
	}
	last, err := ledger.Read(t.Context(), l.Client, contract.Sequences, numbered.Numbering(v.ID)...)
	if err != nil && act.CodeOf(err) != contract.NotFound {
		t.Fatal(err)
	}
	signed, err := village.Sign(v.Draft(kind, last.Seq+1, signers[0]), body, signers...)
	return l.Must(t.Context(), must(t, signed, err))
}

func homes(owners ...string) []community.Unit {
	var units []community.Unit
	for _, owner := range owners {
		units = append(units, community.Unit{ID: owner, Kind: community.Home, Status: community.Sold, AreaDm2: 100, Owners: []string{owner}})
	}
	return units
}

// An officer is an owner, and his administrator does not say so. Two bodies put it on record, and from then on no officer of his
// body decides on what concerns him, with whatever passkey; those of others do.
func TestAnOfficerWhoHidesThatHeIsAnOwner(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "hidden", "rehearsal", "a", "b")
	property, street := v.Officers["property"], v.Officers["street"]
	mine := people.CredentialConfirm{Credentials: []string{v.People["a"].Key.ID()}}
	declare := people.OfficerDeclare{Bodies: []string{"property"}, Person: "a"}
	turnedDown(t, l, v, contract.TwoBodies, "officer.declare", declare, street)
	turnedDown(t, l, v, act.BadField, "officer.declare", people.OfficerDeclare{Bodies: []string{"owners", "property", "residents"}, Person: "a"}, v.Two()...)
	done(t, l.Do(t.Context())(v.Act("officer.declare", declare, v.Two()...)))
	turnedDown(t, l, v, people.OwnUnit, "credential.confirm", mine, property, street)
	turnedDown(t, l, v, people.OwnUnit, "credential.confirm", mine, street, property)
	turnedDown(t, l, v, people.OwnUnit, "credential.revoke", people.CredentialRevoke{Credential: mine.Credentials[0], Reason: hashOfNothing}, street, property)
	done(t, attempt(t, l, v, "credential.confirm", mine, street, v.Two()[0]))
	done(t, attempt(t, l, v, "credential.confirm", people.CredentialConfirm{Credentials: []string{v.People["b"].Key.ID()}}, property, street))
}

// A body says of its officer that he is a resident. It keeps him from acting for that resident, and gives him nothing of his.
func TestAnOfficerSaidToBeAResident(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "pretender", "rehearsal", "a")
	stranger, err := v.Stranger()
	must(t, stranger, err)
	_, err = proposeAs(t, l, "street", v.ID, v.Constitution, people.OfficerKey{ID: stranger.Key.ID(), Passkey: stranger.Key.Passkey(), Person: "a"})
	done(t, err)
	known, err := ledger.Read(t.Context(), l.Client, contract.Credentials, v.ID, stranger.Key.ID())
	if must(t, known, err); known.Person != "" || known.Declared != "a" {
		t.Errorf("%+v", known)
	}
	mine := people.CredentialConfirm{Credentials: []string{v.People["a"].Key.ID()}}
	turnedDown(t, l, v, people.OwnUnit, "credential.confirm", mine, stranger, v.Two()[0])
	done(t, attempt(t, l, v, "credential.confirm", mine, v.Officers["street"], v.Two()[0]))
	turnedDown(t, l, v, contract.NotOwner, "roll.object", people.RollObject{Text: hashOfNothing, Version: 1}, stranger)
}

const hashOfNothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// Somebody called "a\nb" would decide for the right that a and b share, by himself.
func TestAPersonMadeOfTwo(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "joined", "rehearsal", "a", "b")
	code, err := act.NewInviteCode(rand.Reader)
	must(t, code, err)
	for _, person := range []string{"a\nb", "", "a\u2028b", "a\u0085"} {
		turnedDown(t, l, v, act.BadField, "codes.issue", people.CodesIssue{
			Codes: []people.IssuedCode{{Code: code.Public(), Person: person}}, Expires: act.Int(time.Now().Add(time.Hour).Unix()),
		}, v.Officers["street"])
	}
	both := community.RightID([]string{"a", "b"})
	third, err := v.Stranger()
	must(t, third, err).Person = "a\nb"
	enrolled, err := v.EnrolWith(third, code)
	must(t, enrolled, err)
	if err := l.Must(t.Context(), enrolled); err == nil {
		t.Error("he is enrolled")
	}
	if err := attempt(t, l, v, "voter.designate", vote.VoterDesignate{Owners: []string{"a\nb"}, Right: both, Voter: "a\nb"}, third); err == nil {
		t.Error("he decides alone")
	}
	for _, owners := range [][]string{{"a\nb"}, {"b", "a"}, {"a", "a", "b"}, {}, {"a"}} {
		turnedDown(t, l, v, act.BadField, "voter.designate", vote.VoterDesignate{Owners: owners, Right: both, Voter: "a"}, v.People["a"])
	}
	turnedDown(t, l, v, contract.WrongPerson, "voter.designate", vote.VoterDesignate{Owners: []string{"a", "b"}, Right: both, Voter: "a"}, v.People["a"])
	turnedDown(t, l, v, act.BadField, "voter.designate", vote.VoterDesignate{Owners: []string{"a", "b"}, Right: both, Voter: "a\nb"}, v.People["a"], v.People["b"])
	done(t, attempt(t, l, v, "voter.designate", vote.VoterDesignate{Owners: []string{"a", "b"}, Right: both, Voter: "b"}, v.People["a"], v.People["b"]))
}
