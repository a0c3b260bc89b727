// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"google.golang.org/protobuf/proto"
)

// membership is one body's membership service: whose certificates are its members' and which roles they have.
// It decides as Fabric's bccspmsp with channel capability V1_4_3 or later does. Certificates are checked against their
// chain at the time they began: Fabric's validation does not look at expiry, or peers would disagree about the past.
type membership struct {
	id            string
	roots         *x509.CertPool
	intermediates *x509.CertPool
	rootDERs      [][]byte        // sorted
	inner         map[string]bool // certificates that may not issue identities themselves
	crls          []*x509.RevocationList
	admins        map[string]bool     // keys of the identities listed as administrators
	units         map[string][][]byte // organizational units required of members, with their certifiers
	enforced      bool                // node units tell roles apart
	roles         map[msp.MSPRole_MSPRoleType]unit
	ed25519       bool

	known remembered
}

func newMembership(raw []byte, ed25519 bool) (*membership, error) {
	wrapper, config := &msp.MSPConfig{}, &msp.FabricMSPConfig{}
	if err := proto.Unmarshal(raw, wrapper); err != nil {
		return nil, err
	}
	if wrapper.GetType() != 0 {
		return nil, fmt.Errorf("membership type %d is not supported", wrapper.GetType())
	}
	if err := proto.Unmarshal(wrapper.GetConfig(), config); err != nil {
		return nil, err
	}
	crypto := config.GetCryptoConfig()
	if crypto.GetSignatureHashFamily() != "" && crypto.GetSignatureHashFamily() != "SHA2" ||
		crypto.GetIdentityIdentifierHashFunction() != "" && crypto.GetIdentityIdentifierHashFunction() != "SHA256" {
		return nil, fmt.Errorf("hash family %s of %s is not supported", crypto.GetSignatureHashFamily(), config.GetName())
	}
	m := &membership{id: config.GetName(), ed25519: ed25519}
	for _, step := range []func(*msp.FabricMSPConfig) error{m.setAuthorities, m.setUnits, m.setRoles, m.setAdmins, m.setRevocations} {
		if err := step(config); err != nil {
			return nil, fmt.Errorf("membership of %s: %w", config.GetName(), err)
		}
	}
	return m, nil
}

func (m *membership) setAdmins(config *msp.FabricMSPConfig) error {
	m.admins = map[string]bool{}
	for _, text := range config.GetAdmins() {
		admin, err := m.identify(text)
		if err != nil {
			return err
		}
		m.admins[admin.key] = true
	}
	m.known = remembered{} // identities that did not know it
	return nil
}

// identify reads a member's certificate (PEM). The error says that no chain leads to a root of this body.
// Answers are remembered.
func (m *membership) identify(text []byte) (*identity, error) {
	hash := sha256.Sum256(text)
	if known, ok := m.known.get(hash); ok {
		return known.id, known.err
	}
	id, err := m.identifyNew(text)
	if err != nil { // some of x509's errors hold the certificate
		err = errors.New(shorten(err.Error()))
	}
	m.known.put(hash, answer{id, err})
	return id, err
}

func (m *membership) identifyNew(text []byte) (*identity, error) {
	cert, err := parsePEM(text)
	if err != nil {
		return nil, err
	}
	chain, err := m.chain(cert)
	if err != nil {
		return nil, err
	}
	if len(chain) < 2 {
		return nil, errors.New("a root certificate cannot sign")
	}
	if cert, err = lowS(cert, chain[1]); err != nil {
		return nil, err
	}
	key := m.id + fmt.Sprintf("%x", sha256.Sum256(cert.Raw))
	id := &identity{
		membership: m, public: cert.PublicKey, units: cert.Subject.OrganizationalUnit,
		key: key, certifier: certifier(chain[1:]), admin: m.admins[key],
	}
	id.invalid = m.validate(id, cert, chain[1])
	return id, nil
}
