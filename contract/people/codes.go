// SPDX-License-Identifier: Apache-2.0

package people

import (
	"bytes"
	"crypto/ed25519"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
)

// Code is the invitation code of a person on the ledger. A person has one: a newer one takes the place of the one before.
type Code struct {
	Code      act.Bytes      `json:"code"`    // its public key
	Expires   act.Int        `json:"expires"` // Unix time
	Issued    map[string]int `json:"issued"`  // how many codes the person had, by the body that issued them
	Used      string         `json:"used,omitempty"`
	Withdrawn bool           `json:"withdrawn,omitempty"`
}

// Codes are those of a community, by person.
const Codes contract.Ref[Code] = "code" // C~person: an invitation

// CodesIssue is the body of codes.issue: an officer makes invitation codes known, at most a thousand at a time. Earlier codes of
// the same persons are no longer of use.
type CodesIssue struct {
	Codes   []IssuedCode `json:"codes"`
	Expires act.Int      `json:"expires"` // Unix time
}

// IssuedCode is one code of CodesIssue.
type IssuedCode struct {
	Code   act.Bytes `json:"code"`   // public key of the code (act.InviteCode)
	Person string    `json:"person"` // pseudonym
}

const maxBulk = 1000

func issueCodes(c *contract.Context, b CodesIssue) error {
	if len(b.Codes) == 0 || len(b.Codes) > maxBulk {
		return act.Refuse(act.BadField, "of", "bulk-issue", "most", maxBulk)
	}
	if err := c.Prefetch(codeKeys(c.Act.Community, b.Codes)); err != nil {
		return err
	}
	invited, strangers := map[string]bool{}, 0
	for i, code := range b.Codes {
		if len(code.Code) != ed25519.PublicKeySize || !community.WellFormed(code.Person) || invited[code.Person] {
			return act.Refuse(act.BadField, "of", "code", "code", i)
		}
		invited[code.Person] = true
		known, err := issue(c, code, b.Expires)
		if err != nil {
			return err
		}
		if !known {
			strangers++
		}
	}
	return countInvited(c, strangers)
}

// Bounds of what an officer can make with codes.
const (
	maxCodes        = 64   // of one body for one person: each may become a passkey
	invitedPerRight = 8    // persons whom nobody has invited before: owners, and who may be their proxies
	invitedAnyhow   = 1000 // before there is a roll, and in small communities
)

// issue stores a person's new code, and says whether he had one before.
func issue(c *contract.Context, code IssuedCode, expires act.Int) (known bool, err error) {
	body := c.Signers[0].Body
	before, known, err := Codes.Get(c, c.Act.Community, code.Person)
	if err != nil {
		return known, err
	}
	if before.Issued[body] >= maxCodes {
		return known, act.Refuse(contract.TooMany, "of", "codes", "most", maxCodes)
	}
	issued := map[string]int{body: 1}
	for by, count := range before.Issued {
		issued[by] += count
	}
	return known, Codes.Put(c, Code{Code: code.Code, Expires: expires, Issued: issued}, c.Act.Community, code.Person)
}

// invited counts the persons whom an officer was the first to invite.
type invited struct {
	Persons int64 `json:"persons"`
}

const inviteds contract.Ref[invited] = "invited" // C~officer: how many an officer was the first to invite, which is bounded

func countInvited(c *contract.Context, more int) error {
	if more == 0 {
		return nil
	}
	roll, _, err := Rolls.Get(c, c.Act.Community, Version(c.Community.Roll))
	if err != nil {
		return err
	}
	before, _, err := inviteds.Get(c, c.Act.Community, c.Act.By)
	if err != nil {
		return err
	}
	after, most := before.Persons+int64(more), invitedAnyhow+invitedPerRight*roll.Approved.Rights
	if after > most {
		return act.Refuse(contract.TooMany, "of", "invited", "after", after, "rights", roll.Approved.Rights, "most", most)
	}
	return inviteds.Put(c, invited{after}, c.Act.Community, c.Act.By)
}

func codeKeys(community string, codes []IssuedCode) []string {
	keys := make([]string, len(codes))
	for i, code := range codes {
		keys[i] = Codes.Key(community, code.Person)
	}
	return keys
}

// CodesWithdraw is the body of codes.withdraw: an officer withdraws invitation codes, at most a thousand at a time, as when letters
// come back. Those that are not in force are passed over.
type CodesWithdraw struct {
	Codes []IssuedCode `json:"codes"`
}

func withdrawCodes(c *contract.Context, b CodesWithdraw) error {
	if len(b.Codes) == 0 || len(b.Codes) > maxBulk {
		return act.Refuse(act.BadField, "of", "bulk-withdraw", "most", maxBulk)
	}
	if err := c.Prefetch(codeKeys(c.Act.Community, b.Codes)); err != nil {
		return err
	}
	for i, withdrawn := range b.Codes {
		code, ok, err := Codes.Get(c, c.Act.Community, withdrawn.Person)
		switch {
		case err != nil:
			return err
		case !ok || !bytes.Equal(code.Code, withdrawn.Code):
			continue
		case code.Used != "":
			return act.Refuse(CodeUsed, "of", "withdraw", "code", i)
		}
		code.Withdrawn = true
		if err := Codes.Put(c, code, c.Act.Community, withdrawn.Person); err != nil {
			return err
		}
	}
	return nil
}
