// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/linli-project/linli/act"
)

// Size caps of an act's text, in bytes. Bulk acts name up to a thousand credentials, codes or keys.
const (
	smallAct   = 16 << 10
	bulkAct    = 256 << 10
	maxActSize = bulkAct
)

// handler is how one type of act is checked and carried out.
type handler struct {
	limit        int
	ownSeq       bool                // the act numbers itself otherwise than by its signer
	authenticate func(*call) error   // verifies the signatures
	signers      func(c *call) error // says whether these signers may
	bind         func(a act.Act) (bound, error)
}

// bound is an act with its body read.
type bound struct {
	reads func(*call) []string // keys the act will read, once the documents of its envelope are known
	apply func(*call) error
}

// handlers has every type of act. A new kind of act is a file with its function, and a line here.
var handlers = map[string]handler{
	"roll.approve":       by(twoBodies, smallAct, approveRoll),
	"roll.object":        by(oneOwner, smallAct, objectToRoll),
	"roll.answer":        by(twoBodies, smallAct, answerObjection),
	"codes.issue":        by(oneOfficer, bulkAct, issueCodes),
	"codes.withdraw":     by(oneOfficer, bulkAct, withdrawCodes),
	"credential.confirm": by(twoBodies, bulkAct, confirmCredentials),
	"credential.revoke":  by(ownerOrTwoBodies, smallAct, revokeCredential),
	"officer.declare":    by(twoBodies, smallAct, declareOfficer),
	"voter.designate":    by(owners, smallAct, designateVoter),
	"election.create":    by(oneOfficer, bulkAct, createElection),
	"election.key":       by(oneOfficer, smallAct, publishKey),
	"election.test":      by(oneOfficer, smallAct, publishTest),
	"election.drill":     by(oneOfficer, smallAct, answerDrill),
	"election.notice":    by(twoBodies, smallAct, giveNotice),
	"election.open":      by(twoBodies, smallAct, openElection),
	"election.close":     by(twoBodies, smallAct, closeElection),
	"election.unseal":    by(oneOfficer, smallAct, unsealElection),
	"election.publish":   by(twoBodies, smallAct, publishResult),
	"election.hear":      by(oneOfficer, smallAct, hearObjections),
	"election.object":    by(oneOwner, smallAct, objectToResult),
	"election.final":     by(twoBodies, smallAct, finalise),
	"election.annul":     by(twoBodies, smallAct, annulElection),
	"proxy.grant":        by(owners, smallAct, grantProxy),

	"credential.enrol": {limit: smallAct, ownSeq: true, authenticate: byNewPasskey, signers: anyone, bind: bind(enrol, nil)},
	"ballot.cast":      {limit: smallAct, ownSeq: true, authenticate: byCredentials, signers: oneOwner, bind: bind(castBallot, castReads)},
	"ballot.paper":     {limit: smallAct, ownSeq: true, authenticate: byCredentials, signers: twoBodies, bind: bind(castPaper, paperReads)},
}

// by is the handler of an act that is signed with enrolled passkeys and numbered by its first signer.
func by[B any](signers func(*call) error, limit int, apply func(*call, B) error) handler {
	return handler{limit: limit, authenticate: byCredentials, signers: signers, bind: bind(apply, nil)}
}

// bind reads an act's body strictly.
func bind[B any](apply func(*call, B) error, reads func(*call, B) []string) func(act.Act) (bound, error) {
	return func(a act.Act) (bound, error) {
		var body B
		if err := act.Strict(a.Body, &body); err != nil {
			return bound{}, err
		}
		b := bound{apply: func(c *call) error { return apply(c, body) }}
		if reads != nil {
			b.reads = func(c *call) []string { return reads(c, body) }
		}
		return b, nil
	}
}

func anyone(*call) error { return nil }

func oneOfficer(c *call) error {
	if len(c.signers) != 1 || c.signers[0].Kind != Officer {
		return act.Refuse(NotOfficer, "%s takes the signature of one officer", c.act.Type)
	}
	return nil
}

func twoBodies(c *call) error {
	for _, s := range c.signers {
		if s.Kind != Officer {
			return act.Refuse(NotOfficer, "%s is signed by officers only", c.act.Type)
		}
	}
	if len(c.signers) != 2 || c.signers[0].Body == c.signers[1].Body {
		return act.Refuse(TwoBodies, "%s takes the signatures of two officers of different bodies", c.act.Type)
	}
	return nil
}

func oneOwner(c *call) error {
	if len(c.signers) != 1 {
		return act.Refuse(NotOwner, "%s takes one owner's signature", c.act.Type)
	}
	return owners(c)
}

func owners(c *call) error {
	for _, s := range c.signers {
		if s.Kind != Owner {
			return act.Refuse(NotOwner, "%s is signed with owners' passkeys", c.act.Type)
		}
	}
	return nil
}

func ownerOrTwoBodies(c *call) error {
	if c.signers[0].Kind == Owner {
		return oneOwner(c)
	}
	return twoBodies(c)
}
