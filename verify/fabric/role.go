// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
)

// unit is an organizational unit and, if certifier is set, the chain that must have certified it.
type unit struct {
	name      string
	certifier []byte
}

// setUnits reads the organizational units to one of which every member must belong, if the definition names any.
//
// Fabric: msp/mspimplsetup.go (setupOUs).
func (m *membership) setUnits(config *msp.FabricMSPConfig) error {
	m.units = map[string][][]byte{}
	for _, ou := range config.GetOrganizationalUnitIdentifiers() {
		id, err := m.certifierOf(ou.GetCertificate())
		if err != nil {
			return err
		}
		m.units[ou.GetOrganizationalUnitIdentifier()] = append(m.units[ou.GetOrganizationalUnitIdentifier()], id)
	}
	return nil
}

// setRoles reads which organizational unit makes a certificate that of a client, a peer, an administrator or an orderer. Policies
// ask for roles ("a peer of this body"): without them every member's certificate could endorse.
//
// Fabric: msp/mspimplsetup.go (setupNodeOUsV142).
func (m *membership) setRoles(config *msp.FabricMSPConfig) error {
	m.roles = map[msp.MSPRole_MSPRoleType]unit{}
	if config.GetFabricNodeOus() == nil {
		return nil
	}
	certifiers := map[string][]byte{} // by certificate: a body's roles have one authority, as a rule
	for role, ou := range map[msp.MSPRole_MSPRoleType]*msp.FabricOUIdentifier{
		msp.MSPRole_CLIENT:  config.GetFabricNodeOus().GetClientOuIdentifier(),
		msp.MSPRole_PEER:    config.GetFabricNodeOus().GetPeerOuIdentifier(),
		msp.MSPRole_ADMIN:   config.GetFabricNodeOus().GetAdminOuIdentifier(),
		msp.MSPRole_ORDERER: config.GetFabricNodeOus().GetOrdererOuIdentifier(),
	} {
		if ou == nil {
			continue
		}
		id, known := certifiers[string(ou.GetCertificate())]
		if !known {
			var err error
			if id, err = m.certifierOf(ou.GetCertificate()); err != nil {
				return err
			}
			certifiers[string(ou.GetCertificate())] = id
		}
		m.roles[role] = unit{ou.GetOrganizationalUnitIdentifier(), id}
	}
	m.enforced = config.GetFabricNodeOus().GetEnable() && len(m.roles) > 0
	return nil
}

// checkUnits wants the certificate in one of the body's units, certified by the chain that the definition names for it.
//
// Fabric: msp/mspimplvalidate.go (validateIdentityOUsV1).
func (m *membership) checkUnits(id *identity) error {
	if len(m.units) == 0 {
		return nil
	}
	for _, name := range id.units {
		if slices.ContainsFunc(m.units[name], func(c []byte) bool { return bytes.Equal(c, id.certifier) }) {
			return nil
		}
	}
	return errors.New("in none of the body's units")
}

// checkRole wants exactly one role: client, peer, admin or orderer. With two, one certificate would count in two places; with
// none, it would be a member to whom no policy can say no.
//
// Fabric: msp/mspimplvalidate.go (validateIdentityOUsV142).
func (m *membership) checkRole(id *identity) error {
	if !m.enforced {
		return nil
	}
	found := 0
	for _, name := range id.units {
		for _, role := range m.roles {
			if role.name != name {
				continue
			}
			if len(role.certifier) > 0 && !bytes.Equal(role.certifier, id.certifier) {
				return fmt.Errorf("role %s is certified by another authority", name)
			}
			found++
			break
		}
	}
	if found != 1 {
		return fmt.Errorf("certificate has %d roles, not one", found)
	}
	return nil
}

// hasRole says whether the certificate has the unit of a role. Who certified it has been asked before.
//
// Fabric: msp/mspimpl.go (hasOURole, hasOURoleInternal).
func (id *identity) hasRole(role msp.MSPRole_MSPRoleType) bool {
	ou, ok := id.membership.roles[role]
	return ok && id.membership.enforced && slices.Contains(id.units, ou.name)
}
