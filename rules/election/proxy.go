// SPDX-License-Identifier: Apache-2.0

package election

import "slices"

// A Grant is a principal's wish to let a proxy (委托) cast, with the facts that
// decide on it.
type Grant struct {
	PrincipalIsHead bool   // the right is a head in this election
	HasProxy        bool   // the right already granted a proxy
	Proxy           string // the person to cast
	ProxyOwns       bool   // that person is an owner in some counted head
	ProxyHolds      int    // grants that person already holds
}

// GrantProxy says whether the grant takes effect. One past the cap is refused,
// not queued.
func GrantProxy(rules Rules, grant Grant) Reason {
	switch {
	case !grant.PrincipalIsHead:
		return NoSuchRight
	case grant.HasProxy:
		return HasProxy
	case slices.Contains(rules.Barred, grant.Proxy):
		return ProxyBarred
	case rules.ProxyMustOwn && !grant.ProxyOwns:
		return ProxyNotHead
	case grant.ProxyHolds >= rules.ProxyCap:
		return ProxyAtCap
	}
	return Accepted
}
