// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"regexp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/community"
)

// OfficerKey is a passkey that a body's administrator registers for one of its officers (经办人).
type OfficerKey struct {
	ID      string      `json:"id"`               // credential id
	Passkey act.Passkey `json:"passkey"`          //
	Person  string      `json:"person,omitempty"` // the officer's own pseudonym if he is an owner here
}

var credentialID = regexp.MustCompile(`^[A-Za-z0-9_-]{16,512}$`)

// What one body may register: few at a time, so that one transaction can found a community with the officers of all, and
// in all no more than a body has in a generation.
const (
	maxOfficersAtOnce = 50
	maxOfficers       = 1000
)

// checkOfficers says whether these can be officers' passkeys, as far as that goes without the ledger.
func checkOfficers(officers []OfficerKey) error {
	if len(officers) > maxOfficersAtOnce {
		return act.Refuse(BadArguments, "%d officers are registered at a time, not %d; register the others afterwards", maxOfficersAtOnce, len(officers))
	}
	for _, o := range officers {
		if !credentialID.MatchString(o.ID) {
			return act.Refuse(BadArguments, "%q is not a credential id", o.ID)
		}
		if o.Person != "" && !community.WellFormed(o.Person) {
			return act.Refuse(BadArguments, "an officer's own pseudonym is malformed")
		}
		if _, err := o.Passkey.Key(); err != nil {
			return err
		}
	}
	return nil
}

// registered is how many passkeys a body has registered for officers, those revoked since included.
type registered struct {
	Officers int `json:"officers"`
}

func registerOfficers(v *view, id string, body Body, officers []OfficerKey) error {
	var known registered
	key := Key("officers", id, body.ID)
	if _, err := v.load(key, &known); err != nil {
		return err
	}
	if known.Officers += len(officers); known.Officers > maxOfficers {
		return act.Refuse(TooMany, "%s has registered the %d passkeys of officers that the ledger keeps for a body", body.Name, maxOfficers)
	}
	for _, o := range officers {
		if err := registerOfficer(v, id, body, o); err != nil {
			return err
		}
	}
	return v.store(key, known)
}

func registerOfficer(v *view, id string, body Body, o OfficerKey) error {
	key := credentialKey(id, o.ID)
	if ok, err := v.load(key, &Credential{}); err != nil || ok {
		return orElse(err, act.Refuse(Exists, "credential %q, of an officer of %s, is registered already", o.ID, body.Name))
	}
	return v.store(key, Credential{ID: o.ID, Kind: Officer, Body: body.ID, Declared: o.Person, Passkey: o.Passkey, Status: Active})
}

// revokeOfficer is called by the Fabric administrator of the officer's body.
func revokeOfficer(s State, tx Tx, id, credentialID string) error {
	v := newView(s)
	var c Community
	var credential Credential
	if ok, err := v.load(communityKey(id), &c); err != nil || !ok {
		return orElse(err, act.Refuse(NotFound, "there is no community %q", id))
	}
	if ok, err := v.load(credentialKey(id, credentialID), &credential); err != nil || !ok {
		return orElse(err, act.Refuse(NotFound, "there is no credential %q", credentialID))
	}
	if body, ok := c.body(tx.MSP); !ok || !tx.Admin || credential.Kind != Officer || credential.Body != body.ID {
		return act.Refuse(NotAdmin, "an officer is revoked by the Fabric administrator of the officer's body")
	}
	credential.Status = StatusRevoked
	if err := v.store(credentialKey(id, credentialID), credential); err != nil {
		return err
	}
	v.accept()
	return v.flush()
}
