// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"slices"
	"strconv"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// Designation is the one voter whom the owners of a right have agreed on.
type Designation struct {
	Voter string `json:"voter"`
}

// ProxyOf is who casts for a right in one election besides its own voter.
type ProxyOf struct {
	Proxy string `json:"proxy"`
}

// load counts the grants that one person holds in one election.
type proxyLoad struct {
	Grants int `json:"grants"`
}

func designationKey(community, right string) string { return Key("designation", community, right) }

func proxyKey(community, id, right string) string { return Key("proxy", community, id, right) }

// VoterDesignate is the body of voter.designate, signed by every owner of the right.
type VoterDesignate struct {
	Owners []string `json:"owners"` // pseudonyms, sorted
	Right  string   `json:"right"`
	Voter  string   `json:"voter"`
}

func designateVoter(c *call, b VoterDesignate) error {
	if err := checkOwners(b.Owners, b.Right); err != nil {
		return err
	}
	if !community.WellFormed(b.Voter) {
		return act.Refuse(act.BadField, "no voter is named")
	}
	if err := c.signedByAll(b.Owners); err != nil {
		return err
	}
	return c.store(designationKey(c.act.Community, b.Right), Designation{Voter: b.Voter})
}

// checkOwners holds the owners of a right against what the roll asks of them, whose right it may be in any of its versions.
func checkOwners(owners []string, right string) error {
	for i, owner := range owners {
		if !community.WellFormed(owner) || i > 0 && owners[i-1] >= owner {
			return act.Refuse(act.BadField, `"owners" are the pseudonyms of all owners of the right, sorted, each once`)
		}
	}
	if community.RightID(owners) != right {
		return act.Refuse(act.BadField, "the right is not that of these owners")
	}
	return nil
}

// signedByAll refuses an act that any of the persons has not signed.
func (c *call) signedByAll(persons []string) error {
	for _, person := range persons {
		if !slices.ContainsFunc(c.signers, func(s Credential) bool { return s.Person == person }) {
			return act.Refuse(WrongPerson, "every owner of the right signs; the signature of %q is missing", person)
		}
	}
	return nil
}

// designated is the voter whom a right's owners designated, or "".
func (c *call) designated(right string) (string, error) {
	var d Designation
	_, err := c.load(designationKey(c.act.Community, right), &d)
	return d.Voter, err
}

// ProxyGrant is the body of proxy.grant (委托): the right's voter lets another person cast in this election. A co-owned
// right without a designated voter grants by the signatures of all its owners.
type ProxyGrant struct {
	Election string `json:"election"`
	Proxy    string `json:"proxy"`
	Right    string `json:"right"`
}

func grantProxy(c *call, b ProxyGrant) error {
	if !community.WellFormed(b.Proxy) {
		return act.Refuse(act.BadField, "no proxy is named")
	}
	e, err := c.loadElection(b.Election)
	if err != nil {
		return err
	}
	if !casting(e.Stage) {
		return act.Refuse(WrongStage, "the election is %s; a proxy is named before the close", e.Stage)
	}
	var right community.Right
	known, err := c.load(rightKey(c.act.Community, e.Roll, b.Right), &right)
	if err != nil {
		return err
	}
	if err := c.signedForRight(right); err != nil {
		return err
	}
	grant, loadKey, err := c.grant(e, right, known, b)
	if err != nil {
		return err
	}
	if reason := election.GrantProxy(e.Rules, grant); reason != election.Accepted {
		return act.Refuse(ProxyRefused, "%s", reason)
	}
	if err := c.store(loadKey, proxyLoad{Grants: grant.ProxyHolds + 1}); err != nil {
		return err
	}
	return c.store(proxyKey(c.act.Community, e.ID, b.Right), ProxyOf{Proxy: b.Proxy})
}

// signedForRight refuses an act that was not signed by who decides for the right.
func (c *call) signedForRight(right community.Right) error {
	voter, err := c.designated(right.ID)
	if err != nil {
		return err
	}
	if voter != "" {
		return c.signedByAll([]string{voter})
	}
	return c.signedByAll(right.Owners)
}

// grant gathers the facts that decide on a grant.
func (c *call) grant(e Election, right community.Right, known bool, b ProxyGrant) (election.Grant, string, error) {
	_, isHead := right.Counted(e.Rules.CountParking)
	g := election.Grant{PrincipalIsHead: known && isHead, Proxy: b.Proxy}
	var err error
	if g.HasProxy, err = c.load(proxyKey(c.act.Community, e.ID, b.Right), &ProxyOf{}); err != nil {
		return g, "", err
	}
	var held proxyLoad
	loadKey := Key("proxyload", c.act.Community, e.ID, b.Proxy)
	if _, err = c.load(loadKey, &held); err != nil {
		return g, "", err
	}
	g.ProxyHolds = held.Grants
	if e.Rules.ProxyMustOwn {
		g.ProxyOwns, err = c.owns(e, b.Proxy)
	}
	return g, loadKey, err
}

// owns says whether a person is an owner in a head that counts in the election.
func (c *call) owns(e Election, person string) (bool, error) {
	ids, err := scan[string](c.view, "owner", c.act.Community, strconv.FormatInt(e.Roll, 10), person)
	if err != nil {
		return false, err
	}
	for _, id := range ids {
		var right community.Right
		if _, err := c.load(rightKey(c.act.Community, e.Roll, id), &right); err != nil {
			return false, err
		}
		if _, isHead := right.Counted(e.Rules.CountParking); isHead {
			return true, nil
		}
	}
	return false, nil
}
