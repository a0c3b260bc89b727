// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"cmp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// ProxyOf is who casts for a right in one election besides its own voter.
type ProxyOf struct {
	Proxy string `json:"proxy"`
}

// load counts the grants that one person holds in one election.
type proxyLoad struct {
	Grants int `json:"grants"`
}

// Documents of proxies.
const (
	Proxies    contract.Ref[ProxyOf]   = "proxy"     // C~E~right: who votes in an owner's place
	proxyLoads contract.Ref[proxyLoad] = "proxyload" // C~E~person: how many rights a proxy holds
)

// signedByAll refuses an act that any of the persons has not signed.
func signedByAll(c *contract.Context, persons []string) error {
	for _, person := range persons {
		if !slices.ContainsFunc(c.Signers, func(s contract.Credential) bool { return s.Person == person }) {
			return act.Refuse(contract.WrongPerson, "of", "owner")
		}
	}
	return nil
}

// ProxyGrant is the body of proxy.grant (委托): the right's voter lets another person cast in this election. A co-owned
// right without a designated voter grants by the signatures of all its owners.
type ProxyGrant struct {
	Election string `json:"election"`
	Proxy    string `json:"proxy"`
	Right    string `json:"right"`
}

func grantProxy(c *contract.Context, b ProxyGrant) error {
	if !community.WellFormed(b.Proxy) {
		return act.Refuse(act.BadField, "of", "proxy")
	}
	e, err := loadElection(c, b.Election)
	if err != nil {
		return err
	}
	if !casting(e.Stage) {
		return act.Refuse(WrongStage, "of", "proxy", "stage", e.Stage)
	}
	granting, err := whoGrants(c, c.Act.Community, b)
	if err != nil {
		return err
	}
	if err := signedByAll(c, granting); err != nil {
		return err
	}
	grant, err := grantOf(c, e, b)
	if err != nil {
		return err
	}
	if reason := election.GrantProxy(e.Rules, grant); reason != election.Accepted {
		return act.Refuse(ProxyRefused, "of", string(reason))
	}
	if err := proxyLoads.Put(c, proxyLoad{Grants: grant.ProxyHolds + 1}, c.Act.Community, e.ID, b.Proxy); err != nil {
		return err
	}
	return Proxies.Put(c, ProxyOf{Proxy: b.Proxy}, c.Act.Community, e.ID, b.Right)
}

// WhoDecides are the persons who together sign what is done for a right: the voter whom its owners designated, or else all of them.
func WhoDecides(right community.Right, d Designation) []string {
	if d.Voter != "" {
		return []string{d.Voter}
	}
	return right.Owners
}

// whoGrants are who decide for the right; nobody, if the election's roll has no such right.
func whoGrants(v contract.Viewer, community string, b ProxyGrant) ([]string, error) {
	e, ok, err := Elections.Get(v, community, b.Election)
	if err != nil || !ok {
		return nil, cmp.Or(err, act.Refuse(contract.NotFound, "of", "election"))
	}
	right, _, err := people.Rights.Get(v, community, people.Version(e.Roll), b.Right)
	if err != nil {
		return nil, err
	}
	d, _, err := Designations.Get(v, community, right.ID)
	return WhoDecides(right, d), err
}

// grantOf gathers the facts that decide on a grant.
func grantOf(c *contract.Context, e Election, b ProxyGrant) (g election.Grant, err error) {
	right, known, err := people.Rights.Get(c, c.Act.Community, people.Version(e.Roll), b.Right)
	if err != nil {
		return g, err
	}
	_, isHead := right.Counted(e.Rules.CountParking)
	g = election.Grant{PrincipalIsHead: known && isHead, Proxy: b.Proxy}
	if _, g.HasProxy, err = Proxies.Get(c, c.Act.Community, e.ID, b.Right); err != nil {
		return g, err
	}
	held, _, err := proxyLoads.Get(c, c.Act.Community, e.ID, b.Proxy)
	if err != nil {
		return g, err
	}
	g.ProxyHolds = held.Grants
	if e.Rules.ProxyMustOwn {
		g.ProxyOwns, err = owns(c, e, b.Proxy)
	}
	return g, err
}

// owns says whether a person is an owner in a head that counts in the election.
func owns(c *contract.Context, e Election, person string) (bool, error) {
	ids, err := people.Owned.List(c, c.Act.Community, people.Version(e.Roll), person)
	if err != nil {
		return false, err
	}
	for _, id := range ids {
		right, _, err := people.Rights.Get(c, c.Act.Community, people.Version(e.Roll), id)
		if err != nil {
			return false, err
		}
		if _, isHead := right.Counted(e.Rules.CountParking); isHead {
			return true, nil
		}
	}
	return false, nil
}
