// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/linli-project/linli/act"
)

// Signers says whose signatures an act takes.
type Signers struct {
	Name     string // for pages and documentation
	check    func(by []Credential) error
	byPerson func(signatures int) bool // whether an act with so many is an owner's, numbered by person
}

// Check refuses other signers than these. Of programs, whose keys a chapter knows, it knows nothing.
func (s Signers) Check(by []Credential) error { return s.check(by) }

func always(int) bool { return true }
func never(int) bool  { return false }

// The sets of signers that acts ask for.
var (
	ByAnyone           = Signers{"anyone", func([]Credential) error { return nil }, never} // what the act itself asks for
	ByOneOfficer       = Signers{"officer", oneOfficer, never}
	ByTwoBodies        = Signers{"two-bodies", twoBodies, never}
	ByOneOwner         = Signers{"owner", oneOwner, always}
	ByOwners           = Signers{"owners", owners, always} // which of them, the act says
	ByOwnerOrTwoBodies = Signers{"owner-or-two-bodies", ownerOrTwoBodies, func(n int) bool { return n == 1 }}

	ByOfficerOrTwoBodies = Signers{"officer-or-two-bodies", officerOrTwoBodies, never}       // which officer may do it alone, the act says
	ByOracle             = Signers{"oracle", func([]Credential) error { return nil }, never} // a program, whose key the act's chapter knows
	ByOracleOrOfficer    = Signers{"oracle-or-officer", oracleOrOfficer, never}
	ByOwnerOrOfficer     = Signers{"owner-or-officer", ownerOrOfficer, always}
	ByWorker             = Signers{"worker", worker, never}

	ByParties           = Signers{"parties", twoParties, always}                   // two, an owner or an officer each; for whom, the act says
	ByOfficerAndParties = Signers{"officer-and-parties", officerAndParties, never} // and an officer, who signs first
)

func oneOfficer(by []Credential) error {
	if len(by) != 1 || by[0].Kind != Officer {
		return act.Refuse(NotOfficer, "of", "one")
	}
	return nil
}

func twoBodies(by []Credential) error {
	for _, s := range by {
		if s.Kind != Officer {
			return act.Refuse(NotOfficer, "of", "only")
		}
	}
	if len(by) != 2 || by[0].Body == by[1].Body {
		return act.Refuse(TwoBodies)
	}
	return nil
}

func officerOrTwoBodies(by []Credential) error {
	if len(by) == 1 {
		return oneOfficer(by)
	}
	return twoBodies(by)
}

func oneOwner(by []Credential) error {
	if len(by) != 1 {
		return act.Refuse(NotOwner, "of", "one")
	}
	return owners(by)
}

func owners(by []Credential) error {
	for _, s := range by {
		if s.Kind != Owner {
			return act.Refuse(NotOwner, "of", "only")
		}
	}
	return nil
}

func ownerOrTwoBodies(by []Credential) error {
	if by[0].Kind == Owner {
		return oneOwner(by)
	}
	return twoBodies(by)
}

// oracleOrOfficer is for acts whose chapter has verified a program's signature, which is no credential's.
func oracleOrOfficer(by []Credential) error {
	if len(by) == 0 {
		return nil
	}
	return oneOfficer(by)
}

func ownerOrOfficer(by []Credential) error {
	if by[0].Kind == Officer {
		return oneOfficer(by)
	}
	return oneOwner(by)
}

func officerAndParties(by []Credential) error {
	if by[0].Kind != Officer {
		return act.Refuse(NotOfficer, "of", "first")
	}
	return twoParties(by[1:])
}

func twoParties(signers []Credential) error {
	if len(signers) != 2 || signers[0].Kind == Worker || signers[1].Kind == Worker {
		return act.Refuse(NotParties)
	}
	return nil
}

func worker(by []Credential) error {
	if len(by) != 1 || by[0].Kind != Worker {
		return act.Refuse(NotWorker)
	}
	return nil
}
