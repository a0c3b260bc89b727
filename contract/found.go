// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/election"
)

// Body is an organisation (主体) that shares in the ledger.
type Body struct {
	ID   string `json:"id"`  // short name, for example "owners"
	MSP  string `json:"msp"` // Fabric's id of the organisation
	Name string `json:"name"`
}

// Constitution is what the bodies found a community on. All of them give the same one.
type Constitution struct {
	Bodies  []Body           `json:"bodies"`
	Name    string           `json:"name"`
	Net     string           `json:"net"`     // hash (hex) of the channel's genesis block
	Profile string           `json:"profile"` // id of the city profile (package election)
	RP      act.RelyingParty `json:"rp"`      // where its passkeys may be used
}

// Community is a residential community (小区) on the ledger.
type Community struct {
	Constitution
	ID     string   `json:"community"`
	Joined []string `json:"joined"` // MSP ids of the bodies that have founded it, in that order
	Roll   int64    `json:"roll"`   // the latest approved version of the owners' roll; 0 before the first
}

func (c Community) founded() bool { return len(c.Joined) == len(c.Bodies) }

func (c Community) missing() []string {
	var names []string
	for _, b := range c.Bodies {
		if !slices.Contains(c.Joined, b.MSP) {
			names = append(names, b.Name)
		}
	}
	return names
}

func (c Community) body(msp string) (Body, bool) {
	i := slices.IndexFunc(c.Bodies, func(b Body) bool { return b.MSP == msp })
	if i < 0 {
		return Body{}, false
	}
	return c.Bodies[i], true
}

// OfficerKey is a passkey that a body's administrator registers for one of its officers (经办人).
type OfficerKey struct {
	ID      string      `json:"id"`               // credential id
	Passkey act.Passkey `json:"passkey"`          //
	Person  string      `json:"person,omitempty"` // the officer's own pseudonym if he is an owner here
}

func communityKey(id string) string { return Key("community", id) }

var (
	shortID      = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{1,62}$`)
	credentialID = regexp.MustCompile(`^[A-Za-z0-9_-]{16,512}$`)
	hexHash      = regexp.MustCompile(`^[0-9a-f]{64}$`)
	rightID      = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// found is called by each body's Fabric administrator, with the same constitution and with the officers of that body.
// The community exists once every body of the constitution has called. A body calls again to register more officers.
func found(s State, tx Tx, id, constitutionJSON, officersJSON string) error {
	if !tx.Admin {
		return act.Refuse(NotAdmin, "a community is founded by a body's Fabric administrator")
	}
	var given Constitution
	var officers []OfficerKey
	if err := strictJSON(constitutionJSON, &given); err != nil {
		return err
	}
	if err := strictJSON(officersJSON, &officers); err != nil {
		return err
	}
	if err := given.check(id); err != nil {
		return err
	}
	v := newView(s)
	var c Community // decoding into one that shares given's slices would overwrite them
	known, err := v.load(communityKey(id), &c)
	if err != nil {
		return err
	}
	if !known {
		c = Community{Constitution: given, ID: id, Joined: []string{}}
	}
	if !given.equal(c.Constitution) {
		return act.Refuse(Differs, "the constitution of %q differs from the one it is being founded on", id)
	}
	body, ok := c.body(tx.MSP)
	if !ok {
		return act.Refuse(NotAdmin, "%s is not a body of %q", tx.MSP, id)
	}
	if !slices.Contains(c.Joined, tx.MSP) {
		c.Joined = append(c.Joined, tx.MSP)
	}
	if err := v.store(communityKey(id), c); err != nil {
		return err
	}
	if err := registerOfficers(v, c, body, officers); err != nil {
		return err
	}
	v.accept()
	return v.flush()
}

func registerOfficers(v *view, c Community, body Body, officers []OfficerKey) error {
	for _, o := range officers {
		if !credentialID.MatchString(o.ID) {
			return act.Refuse(BadArguments, "%q is not a credential id", o.ID)
		}
		if _, err := o.Passkey.Key(); err != nil {
			return err
		}
		key := credentialKey(c.ID, o.ID)
		if ok, err := v.load(key, &Credential{}); err != nil || ok {
			return orElse(err, act.Refuse(Exists, "credential %q is registered already", o.ID))
		}
		credential := Credential{
			ID: o.ID, Kind: Officer, Body: body.ID, Person: o.Person, Passkey: o.Passkey, Status: Active,
		}
		if err := v.store(key, credential); err != nil {
			return err
		}
	}
	return nil
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

func (c Constitution) check(id string) error {
	switch {
	case !shortID.MatchString(id):
		return act.Refuse(BadArguments, "%q is not a community id: small letters, digits and hyphens, 2 to 63", id)
	case len(c.Bodies) < 2 || len(c.Bodies) > 16:
		return act.Refuse(BadArguments, "a community has 2 to 16 bodies")
	case c.Name == "" || !hexHash.MatchString(c.Net):
		return act.Refuse(BadArguments, "a constitution has a name and the hash of the channel's genesis block")
	case c.RP.ID == "" || len(c.RP.Origins) == 0:
		return act.Refuse(BadArguments, "a constitution names the domain and the origins of its pages")
	}
	seen := map[string]bool{}
	for _, b := range c.Bodies {
		if !shortID.MatchString(b.ID) || b.MSP == "" || b.Name == "" || seen[b.ID] || seen["msp "+b.MSP] {
			return act.Refuse(BadArguments, "each body has an id, an MSP and a name of its own")
		}
		seen[b.ID], seen["msp "+b.MSP] = true, true
	}
	if _, err := election.ProfileOf(c.Profile); err != nil {
		return act.Refuse(BadArguments, "%v", err)
	}
	return c.names()
}

func (c Constitution) equal(o Constitution) bool {
	return c.Name == o.Name && c.Net == o.Net && c.Profile == o.Profile && c.RP.ID == o.RP.ID &&
		slices.Equal(c.Bodies, o.Bodies) && slices.Equal(c.RP.Origins, o.RP.Origins)
}

// strictJSON reads an argument and refuses members it does not know.
func strictJSON(raw string, doc any) error {
	d := json.NewDecoder(strings.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(doc); err != nil {
		return act.Refuse(BadArguments, "%v", err)
	}
	if d.More() {
		return act.Refuse(BadArguments, "text after the JSON document")
	}
	return nil
}

// orElse returns err, or other if there is none.
func orElse(err, other error) error {
	if err != nil {
		return err
	}
	return other
}
