// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"bytes"
	"crypto/ed25519"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/community"
)

// CredentialKind says whose passkey a credential is.
type CredentialKind string

// The kinds of credential.
const (
	Officer CredentialKind = "officer" // acts for a body
	Owner   CredentialKind = "owner"   // acts for a person of the roll
)

// Status of a credential.
type Status string

// The statuses, in order.
const (
	StatusPending Status = "pending" // enrolled, not confirmed
	Active        Status = "active"
	StatusRevoked Status = "revoked"
)

// Credential is a passkey on the ledger.
type Credential struct {
	ID      string         `json:"id"`
	Kind    CredentialKind `json:"kind"`
	Body    string         `json:"body,omitempty"`   // officers: the body's id
	Person  string         `json:"person,omitempty"` // owners: the pseudonym
	Passkey act.Passkey    `json:"passkey"`
	Status  Status         `json:"status"`
	Act     string         `json:"act,omitempty"` // hash of the act that enrolled it

	// Declared is which person of the roll an officer is, if his administrator says so. It keeps him from acting for himself,
	// and gives him nothing: nobody is somebody else because his own body says it.
	Declared string `json:"declared,omitempty"`
}

func credentialKey(community, id string) string { return Key("credential", community, id) }

func (c Credential) mustBeActive() error {
	switch c.Status {
	case Active:
		return nil
	case StatusPending:
		return act.Refuse(Pending, "the credential is not confirmed by two bodies yet")
	case StatusRevoked:
	}
	return act.Refuse(Revoked, "the credential was revoked")
}

// Code is the invitation code of a person on the ledger. A person has one: a newer one takes the place of the one before.
type Code struct {
	Code      act.Bytes      `json:"code"`    // its public key
	Expires   act.Int        `json:"expires"` // Unix time
	Issued    map[string]int `json:"issued"`  // how many codes the person had, by the body that issued them
	Used      string         `json:"used,omitempty"`
	Withdrawn bool           `json:"withdrawn,omitempty"`
}

func codeKey(community, person string) string { return Key("code", community, person) }

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

func issueCodes(c *call, b CodesIssue) error {
	if len(b.Codes) == 0 || len(b.Codes) > maxBulk {
		return act.Refuse(act.BadField, "an act issues 1 to %d codes", maxBulk)
	}
	if err := c.prefetch(codeKeys(c.act.Community, b.Codes)); err != nil {
		return err
	}
	invited, strangers := map[string]bool{}, 0
	for i, code := range b.Codes {
		if len(code.Code) != ed25519.PublicKeySize || !community.WellFormed(code.Person) || invited[code.Person] {
			return act.Refuse(act.BadField, "code %d needs a public key of 32 bytes and a person's pseudonym, who gets no other one", i)
		}
		invited[code.Person] = true
		known, err := c.issue(code, b.Expires)
		if err != nil {
			return err
		}
		if !known {
			strangers++
		}
	}
	return c.countInvited(strangers)
}

// Bounds of what an officer can make with codes.
const (
	maxCodes        = 64   // of one body for one person: each may become a passkey
	invitedPerRight = 8    // persons whom nobody has invited before: owners, and who may be their proxies
	invitedAnyhow   = 1000 // before there is a roll, and in small communities
)

// issue stores a person's new code, and says whether he had one before.
func (c *call) issue(code IssuedCode, expires act.Int) (known bool, err error) {
	var before Code
	key, body := codeKey(c.act.Community, code.Person), c.signers[0].Body
	if known, err = c.load(key, &before); err != nil {
		return known, err
	}
	if before.Issued[body] >= maxCodes {
		return known, act.Refuse(TooMany, "the body has issued %d codes to one of these persons, which is the most", maxCodes)
	}
	issued := map[string]int{body: 1}
	for by, count := range before.Issued {
		issued[by] += count
	}
	return known, c.store(key, Code{Code: code.Code, Expires: expires, Issued: issued})
}

// invited counts the persons whom an officer was the first to invite.
type invited struct {
	Persons int64 `json:"persons"`
}

func (c *call) countInvited(more int) error {
	var roll Roll
	var before invited
	if more == 0 {
		return nil
	}
	if _, err := c.load(rollKey(c.act.Community, c.community.Roll), &roll); err != nil {
		return err
	}
	key := Key("invited", c.act.Community, c.act.By)
	if _, err := c.load(key, &before); err != nil {
		return err
	}
	after, most := before.Persons+int64(more), invitedAnyhow+invitedPerRight*roll.Approved.Rights
	if after > most {
		return act.Refuse(TooMany, "the officer would have invited %d persons; with a roll of %d rights one invites %d at most", after, roll.Approved.Rights, most)
	}
	return c.store(key, invited{after})
}

func codeKeys(community string, codes []IssuedCode) []string {
	keys := make([]string, len(codes))
	for i, code := range codes {
		keys[i] = codeKey(community, code.Person)
	}
	return keys
}

// CodesWithdraw is the body of codes.withdraw: an officer withdraws invitation codes, at most a thousand at a time, as when letters
// come back. Those that are not in force are passed over.
type CodesWithdraw struct {
	Codes []IssuedCode `json:"codes"`
}

func withdrawCodes(c *call, b CodesWithdraw) error {
	if len(b.Codes) == 0 || len(b.Codes) > maxBulk {
		return act.Refuse(act.BadField, "an act withdraws 1 to %d codes", maxBulk)
	}
	keys := codeKeys(c.act.Community, b.Codes)
	if err := c.prefetch(keys); err != nil {
		return err
	}
	for i, key := range keys {
		var code Code
		ok, err := c.load(key, &code)
		switch {
		case err != nil:
			return err
		case !ok || !bytes.Equal(code.Code, b.Codes[i].Code):
			continue
		case code.Used != "":
			return act.Refuse(CodeUsed, "code %d was used; revoke the passkey that was made with it", i)
		}
		code.Withdrawn = true
		if err := c.store(key, code); err != nil {
			return err
		}
	}
	return nil
}

// Enrol is the body of credential.enrol: a person binds a new passkey to an invitation. The act is signed with the new
// passkey, and with the code itself, so that a relay that sees it cannot use the code.
type Enrol struct {
	Code    act.Bytes   `json:"code"` // public key of the code
	Passkey act.Passkey `json:"passkey"`
	Person  string      `json:"person"`
}

// byNewPasskey verifies an enrolment: the new passkey's own signature, then the code's.
func byNewPasskey(c *call) error {
	var b Enrol
	if err := act.Strict(c.act.Body, &b); err != nil {
		return err
	}
	if len(c.signed.Signatures) != 2 {
		return act.Refuse(act.NoSignature, "an enrolment is signed by the new passkey and by the invitation code")
	}
	passkey, invite := c.signed.Signatures[0], c.signed.Signatures[1]
	if err := passkey.VerifyPasskey(act.HashOf(c.signed.Text), b.Passkey, c.community.RP); err != nil {
		return err
	}
	return invite.VerifyInvite(c.signed.Text, b.Code)
}

func enrol(c *call, b Enrol) error {
	var code Code
	var known Credential
	if ok, err := c.load(credentialKey(c.act.Community, c.act.By), &known); err != nil || ok {
		if ok && known.Act == c.hash {
			return act.Refuse(Already, "this act took effect before")
		}
		return orElse(err, act.Refuse(Exists, "credential %q is enrolled already", c.act.By))
	}
	key := codeKey(c.act.Community, b.Person)
	ok, err := c.load(key, &code)
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(NotFound, "this person was not invited; ask the committee for a letter")
	case !bytes.Equal(code.Code, b.Code) || code.Withdrawn:
		return act.Refuse(CodeWithdrawn, "this invitation was withdrawn, or a newer one took its place; use the newest letter or ask the committee for one")
	case code.Used != "":
		return act.Refuse(CodeUsed, "this invitation was used before; ask the committee if it was not you")
	case int64(code.Expires) < c.tx.Time:
		return act.Refuse(Expired, "this invitation has expired; ask the committee for a new letter")
	case c.act.Seq != 1:
		return act.Refuse(SeqGap, "a new passkey's first act has the number 1")
	}
	code.Used = c.hash
	if err := c.store(key, code); err != nil {
		return err
	}
	return c.store(credentialKey(c.act.Community, c.act.By), Credential{
		ID: c.act.By, Kind: Owner, Person: b.Person, Passkey: b.Passkey, Status: StatusPending, Act: c.hash,
	})
}

// CredentialConfirm is the body of credential.confirm: two officers of different bodies vouch that these enrolments
// were made by the persons they name, at most a thousand at a time.
type CredentialConfirm struct {
	Credentials []string `json:"credentials"`
}

func confirmCredentials(c *call, b CredentialConfirm) error {
	if len(b.Credentials) == 0 || len(b.Credentials) > maxBulk {
		return act.Refuse(act.BadField, "an act confirms 1 to %d credentials", maxBulk)
	}
	keys := make([]string, len(b.Credentials))
	for i, id := range b.Credentials {
		keys[i] = credentialKey(c.act.Community, id)
	}
	if err := c.prefetch(keys); err != nil {
		return err
	}
	if err := c.prefetchOffices(keys); err != nil {
		return err
	}
	for _, key := range keys {
		if err := confirm(c, key); err != nil {
			return err
		}
	}
	return nil
}

// prefetchOffices reads the offices of the persons whose credentials these are.
func (c *call) prefetchOffices(credentials []string) error {
	keys := make([]string, 0, len(credentials))
	for _, key := range credentials {
		var credential Credential
		if _, err := c.load(key, &credential); err != nil {
			return err
		}
		keys = append(keys, officesKey(c.act.Community, credential.Person))
	}
	return c.prefetch(keys)
}

func confirm(c *call, key string) error {
	var credential Credential
	ok, err := c.load(key, &credential)
	if err != nil || !ok || credential.Kind != Owner {
		return orElse(err, act.Refuse(NotFound, "one of the credentials is not enrolled by an owner"))
	}
	if credential.Status == StatusRevoked {
		return act.Refuse(Revoked, "credential %q was revoked", credential.ID)
	}
	if err := c.notOwn(credential.Person, "confirm a passkey"); err != nil {
		return err
	}
	credential.Status = Active
	return c.store(key, credential)
}

// CredentialRevoke is the body of credential.revoke, by the person himself or by two officers of different bodies.
type CredentialRevoke struct {
	Credential string `json:"credential"`
	Reason     string `json:"reason"` // SHA-256 (hex) of the reason's text
}

func revokeCredential(c *call, b CredentialRevoke) error {
	var credential Credential
	key := credentialKey(c.act.Community, b.Credential)
	ok, err := c.load(key, &credential)
	if err != nil || !ok || credential.Kind != Owner {
		return orElse(err, act.Refuse(NotFound, "no owner's credential %q is enrolled", b.Credential))
	}
	if !hexHash.MatchString(b.Reason) {
		return act.Refuse(act.BadField, `"reason" is the SHA-256 of the reason's text, in hex`)
	}
	if c.signers[0].Kind == Owner && c.signers[0].Person != credential.Person {
		return act.Refuse(WrongPerson, "a person revokes his own passkeys only")
	}
	if c.signers[0].Kind == Officer {
		if err := c.notOwn(credential.Person, "revoke a passkey"); err != nil {
			return err
		}
	}
	credential.Status = StatusRevoked
	return c.store(key, credential)
}
