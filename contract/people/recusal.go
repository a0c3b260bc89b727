// SPDX-License-Identifier: Apache-2.0

package people

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
)

// Offices are the bodies that an owner serves as an officer, as two bodies have put on record.
type Offices struct {
	Bodies []string `json:"bodies"` // ids, sorted
}

// OfficesOf are the offices of a community's owners, by person.
const OfficesOf contract.Ref[Offices] = "offices" // C~person: of which bodies an owner is an officer

// OfficerDeclare is the body of officer.declare (回避): two bodies put on record of which bodies an owner is an officer, or
// with none that he no longer is. From then on officers of these bodies do not decide on what concerns him.
//
// It is about bodies and not about passkeys, since the administrator of a body can always register another passkey; and it
// takes two bodies, since one alone would otherwise be believed about its own officers, or could keep all others from acting
// for an owner.
type OfficerDeclare struct {
	Bodies []string `json:"bodies"` // ids, sorted
	Person string   `json:"person"` // the owner's pseudonym
}

// MustRemain is how many bodies have to be left that can act for an owner, whatever offices he has.
const MustRemain = 2

func declareOfficer(c *contract.Context, b OfficerDeclare) error {
	if !community.WellFormed(b.Person) {
		return act.Refuse(act.BadField, "of", "owner-pseudonym")
	}
	if !c.Community.Knows(b.Bodies) {
		return act.Refuse(act.BadField, "of", "bodies")
	}
	if most := len(c.Community.Bodies) - MustRemain; len(b.Bodies) > most {
		return act.Refuse(act.BadField, "of", "offices", "most", most)
	}
	return OfficesOf.Put(c, Offices{Bodies: b.Bodies}, c.Act.Community, b.Person)
}

// NotOwnHome refuses officers who decide on a household that is theirs. One that the roll no longer has is nobody's.
func NotOwnHome(c *contract.Context, unit string) error {
	right, err := RightOf(c, unit)
	switch {
	case act.CodeOf(err) == contract.NotFound:
		return nil
	case err != nil:
		return err
	}
	for _, owner := range right.Owners {
		if err := NotOwn(c, owner); err != nil {
			return err
		}
	}
	return nil
}

// NotOwn refuses an act about a person whom one of the officers who sign it is, or whose office one of them shares.
func NotOwn(c *contract.Context, person string) error {
	if !community.WellFormed(person) {
		return act.Refuse(act.BadField, "of", "person-pseudonym")
	}
	offices, _, err := OfficesOf.Get(c, c.Act.Community, person)
	if err != nil {
		return err
	}
	for _, officer := range c.Signers {
		if officer.Declared != "" && officer.Declared == person {
			return act.Refuse(OwnUnit, "of", "person")
		}
		if slices.Contains(offices.Bodies, officer.Body) {
			return act.Refuse(OwnUnit, "of", "body")
		}
	}
	return nil
}
