// SPDX-License-Identifier: Apache-2.0

package people

import (
	"cmp"
	"regexp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
)

// OfficerKey is a passkey that a body's administrator registers for one of its officers (经办人).
type OfficerKey struct {
	ID      string      `json:"id"`               // credential id
	Passkey act.Passkey `json:"passkey"`          //
	Person  string      `json:"person,omitempty"` // the officer's own pseudonym if he is an owner here
}

var credentialID = regexp.MustCompile(`^[A-Za-z0-9_-]{16,512}$`)

// IsCredential says whether a text can be the id of a passkey.
func IsCredential(id string) bool { return credentialID.MatchString(id) }

// What one body may register: few at a time, so that one transaction can found a community with the officers of all, and
// in all no more than a body has in a generation.
const (
	maxOfficersAtOnce = 50
	maxOfficers       = 1000
)

// checkOfficers says whether these can be officers' passkeys, as far as that goes without the ledger.
func checkOfficers(officers []OfficerKey) error {
	if len(officers) > maxOfficersAtOnce {
		return act.Refuse(contract.BadArguments, "of", "officers", "most", maxOfficersAtOnce, "given", len(officers))
	}
	for _, o := range officers {
		if !credentialID.MatchString(o.ID) {
			return act.Refuse(contract.BadArguments, "of", "credential-id")
		}
		if o.Person != "" && !community.WellFormed(o.Person) {
			return act.Refuse(contract.BadArguments, "of", "pseudonym")
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

const registereds contract.Ref[registered] = "officers" // C~body: how many passkeys of officers a body has registered, which is bounded

func registerOfficers(v *contract.View, id string, body contract.Body, officers []OfficerKey) error {
	known, _, err := registereds.Get(v, id, body.ID)
	if err != nil {
		return err
	}
	if known.Officers += len(officers); known.Officers > maxOfficers {
		return act.Refuse(contract.TooMany, "of", "officers", "most", maxOfficers)
	}
	for _, o := range officers {
		if err := registerOfficer(v, id, body, o); err != nil {
			return err
		}
	}
	return registereds.Put(v, known, id, body.ID)
}

func registerOfficer(v *contract.View, id string, body contract.Body, o OfficerKey) error {
	if _, ok, err := contract.Credentials.Get(v, id, o.ID); err != nil || ok {
		return cmp.Or(err, act.Refuse(contract.Exists, "of", "officer", "credential", o.ID, "body", body.Name))
	}
	return contract.Credentials.Put(v, contract.Credential{
		ID: o.ID, Kind: contract.Officer, Body: body.ID, Declared: o.Person, Passkey: o.Passkey, Status: contract.Active,
	}, id, o.ID)
}

// revokeOfficer is called by the Fabric administrator of the officer's body.
func revokeOfficer(s contract.State, tx contract.Tx, id, credentialID string) error {
	v := contract.NewView(s)
	c, ok, err := contract.Communities.Get(v, id)
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "community"))
	}
	credential, ok, err := contract.Credentials.Get(v, id, credentialID)
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "credential"))
	}
	if body, ok := c.BodyOf(tx.MSP); !ok || !tx.Admin || credential.Kind != contract.Officer || credential.Body != body.ID {
		return act.Refuse(NotAdmin, "of", "revoke")
	}
	credential.Status = contract.StatusRevoked
	if err := contract.Credentials.Put(v, credential, id, credentialID); err != nil {
		return err
	}
	return v.Commit()
}
