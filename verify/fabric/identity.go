// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// identity is a member's certificate whose chain leads to its body's root. invalid says why it may nevertheless not
// act (revoked, no role); nil if it may. A parsed certificate takes ten times its bytes, so no more of it is kept than this.
type identity struct {
	membership *membership
	public     any      // the certificate's public key
	units      []string // the organizational units in it
	key        string   // body and certificate, to tell identities apart
	certifier  []byte
	admin      bool // the body lists it among its administrators
	invalid    error
}

// isAdmin reports whether the identity administers its body: it is listed, or valid and in the administrators' unit. Peers do not
// look whether one who is listed is valid; neither does this.
//
// Fabric: msp/mspimpl.go (satisfiesPrincipalInternalV142, isInAdmins).
func (id *identity) isAdmin() bool {
	return id.admin || id.invalid == nil && id.hasRole(msp.MSPRole_ADMIN)
}

// satisfies reports whether the identity is whom a policy names: somebody with a role in a body, one very certificate, somebody
// of an organizational unit, or all of several at once. A name that is of no known kind is nobody's.
//
// Fabric: msp/mspimpl.go (SatisfiesPrincipal, collectPrincipals, satisfiesPrincipalInternalPreV13,
// satisfiesPrincipalInternalV13).
func (id *identity) satisfies(p *msp.MSPPrincipal) bool {
	switch p.GetPrincipalClassification() {
	case msp.MSPPrincipal_ROLE:
		role := &msp.MSPRole{}
		return proto.Unmarshal(p.GetPrincipal(), role) == nil && role.GetMspIdentifier() == id.membership.id && id.isA(role.GetRole())
	case msp.MSPPrincipal_IDENTITY:
		return id.isExactly(p.GetPrincipal())
	case msp.MSPPrincipal_ORGANIZATION_UNIT:
		ou := &msp.OrganizationUnit{}
		return proto.Unmarshal(p.GetPrincipal(), ou) == nil && ou.GetMspIdentifier() == id.membership.id && id.invalid == nil &&
			slices.Contains(id.units, ou.GetOrganizationalUnitIdentifier()) &&
			bytes.Equal(ou.GetCertifiersIdentifier(), id.certifier)
	case msp.MSPPrincipal_COMBINED:
		all := &msp.CombinedPrincipal{}
		return proto.Unmarshal(p.GetPrincipal(), all) == nil && len(all.GetPrincipals()) > 0 &&
			!slices.ContainsFunc(all.GetPrincipals(), func(p *msp.MSPPrincipal) bool { return !id.satisfies(p) })
	case msp.MSPPrincipal_ANONYMITY:
		a := &msp.MSPIdentityAnonymity{}
		return proto.Unmarshal(p.GetPrincipal(), a) == nil && a.GetAnonymityType() == msp.MSPIdentityAnonymity_NOMINAL
	default:
		return false
	}
}

func (id *identity) isA(role msp.MSPRole_MSPRoleType) bool {
	switch role {
	case msp.MSPRole_MEMBER:
		return id.invalid == nil
	case msp.MSPRole_ADMIN:
		return id.isAdmin()
	case msp.MSPRole_CLIENT, msp.MSPRole_PEER, msp.MSPRole_ORDERER:
		return id.invalid == nil && id.hasRole(role)
	default:
		return false
	}
}

// isExactly compares with the certificate that a policy holds. It is how a BFT channel names its orderers.
func (id *identity) isExactly(serialized []byte) bool {
	s := &msp.SerializedIdentity{}
	if proto.Unmarshal(serialized, s) != nil || s.GetMspid() != id.membership.id {
		return false
	}
	other, err := id.membership.identify(s.GetIdBytes())
	return err == nil && other.key == id.key && id.invalid == nil
}
