// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/linli-project/linli/act"
)

// Signers says whose signatures an act takes.
type Signers struct {
	Name     string // for pages and documentation
	check    func(*Context) error
	byPerson func(signatures int) bool // whether an act with so many is an owner's, numbered by person
}

func always(int) bool { return true }
func never(int) bool  { return false }

// The sets of signers that acts ask for.
var (
	ByAnyone           = Signers{"anyone", func(*Context) error { return nil }, never} // what the act itself asks for
	ByOneOfficer       = Signers{"officer", oneOfficer, never}
	ByTwoBodies        = Signers{"two-bodies", twoBodies, never}
	ByOneOwner         = Signers{"owner", oneOwner, always}
	ByOwners           = Signers{"owners", owners, always} // which of them, the act says
	ByOwnerOrTwoBodies = Signers{"owner-or-two-bodies", ownerOrTwoBodies, func(n int) bool { return n == 1 }}

	ByOfficerOrTwoBodies = Signers{"officer-or-two-bodies", officerOrTwoBodies, never}   // which officer may do it alone, the act says
	ByOracle             = Signers{"oracle", func(*Context) error { return nil }, never} // a program, whose key the act's chapter knows
	ByOracleOrOfficer    = Signers{"oracle-or-officer", oracleOrOfficer, never}
	ByOwnerOrOfficer     = Signers{"owner-or-officer", ownerOrOfficer, always}
	ByWorker             = Signers{"worker", worker, never}

	ByParties           = Signers{"parties", parties, always}                      // two, an owner or an officer each; for whom, the act says
	ByOfficerAndParties = Signers{"officer-and-parties", officerAndParties, never} // and an officer, who signs first
)

func oneOfficer(c *Context) error {
	if len(c.Signers) != 1 || c.Signers[0].Kind != Officer {
		return act.Refuse(NotOfficer, "of", "one")
	}
	return nil
}

func twoBodies(c *Context) error {
	for _, s := range c.Signers {
		if s.Kind != Officer {
			return act.Refuse(NotOfficer, "of", "only")
		}
	}
	if len(c.Signers) != 2 || c.Signers[0].Body == c.Signers[1].Body {
		return act.Refuse(TwoBodies)
	}
	return nil
}

func officerOrTwoBodies(c *Context) error {
	if len(c.Signers) == 1 {
		return oneOfficer(c)
	}
	return twoBodies(c)
}

func oneOwner(c *Context) error {
	if len(c.Signers) != 1 {
		return act.Refuse(NotOwner, "of", "one")
	}
	return owners(c)
}

func owners(c *Context) error {
	for _, s := range c.Signers {
		if s.Kind != Owner {
			return act.Refuse(NotOwner, "of", "only")
		}
	}
	return nil
}

func ownerOrTwoBodies(c *Context) error {
	if c.Signers[0].Kind == Owner {
		return oneOwner(c)
	}
	return twoBodies(c)
}

// oracleOrOfficer is for acts whose chapter has verified a program's signature, which is no credential's.
func oracleOrOfficer(c *Context) error {
	if len(c.Signers) == 0 {
		return nil
	}
	return oneOfficer(c)
}

func ownerOrOfficer(c *Context) error {
	if c.Signers[0].Kind == Officer {
		return oneOfficer(c)
	}
	return oneOwner(c)
}

func parties(c *Context) error { return twoParties(c.Signers) }

func officerAndParties(c *Context) error {
	if c.Signers[0].Kind != Officer {
		return act.Refuse(NotOfficer, "of", "first")
	}
	return twoParties(c.Signers[1:])
}

func twoParties(signers []Credential) error {
	if len(signers) != 2 || signers[0].Kind == Worker || signers[1].Kind == Worker {
		return act.Refuse(NotParties)
	}
	return nil
}

func worker(c *Context) error {
	if len(c.Signers) != 1 || c.Signers[0].Kind != Worker {
		return act.Refuse(NotWorker)
	}
	return nil
}
