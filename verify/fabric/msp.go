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

// membership is one body's membership service: whose certificates are its members' and which roles they have. It stands in the
// channel's configuration, where the body's own administrators change it; so what a body says of itself is believed of its
// members, and of nobody else's. Certificates are checked against their chain at the time they began: Fabric's validation does
// not look at expiry, or peers would disagree about the past. What is left to the body: to whom its authority gives certificates,
// and that it takes them back in time.
//
// Fabric: msp/mspimplsetup.go (setupV142, setupV3); msp/mspimpl.go (bccspmsp).
type membership struct {
	id            string
	roots         *x509.CertPool
	intermediates *x509.CertPool
	rootDERs      [][]byte        // sorted
	inner         map[string]bool // certificates that may not issue identities themselves
	crls          []revocations
	admins        map[string]bool     // keys of the identities listed as administrators
	units         map[string][][]byte // organizational units required of members, with their certifiers
	enforced      bool                // node units tell roles apart
	roles         map[msp.MSPRole_MSPRoleType]unit
	ed25519       bool

	known remembered
}

// newMembership reads a body's definition. Kinds of membership (Idemix) and of hashing that are not repeated here are refused:
// then nothing can be said about who signed. The order of the steps is Fabric's, since each needs the one before.
//
// Fabric: common/channelconfig/msp.go (ProposeMSP); msp/mspimplsetup.go (preSetupV142, setupCrypto, postSetupV142).
func newMembership(definition *msp.MSPConfig, ed25519 bool) (*membership, error) {
	config := &msp.FabricMSPConfig{}
	if definition.GetType() != 0 {
		return nil, fmt.Errorf("membership type %d is not supported", definition.GetType())
	}
	if err := proto.Unmarshal(definition.GetConfig(), config); err != nil {
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

// setAdmins reads the administrators that the definition lists one by one, in the older way; a body may list them and also have
// an organizational unit for them.
//
// Fabric: msp/mspimplsetup.go (setupAdminsV142).
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

// identify reads a member's certificate (PEM). The error says that no chain leads to a root of this body. Answers are remembered:
// the same few certificates sign nearly everything, and following a chain takes longer than verifying a signature.
//
// Fabric: msp/mspimpl.go (deserializeIdentityInternal); msp/identities.go (newIdentity).
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

// identifyNew is identify without memory. An identity's key is over the certificate with its issuer's signature in low form:
// whoever has a certificate can make a second one of it, with the other form of the signature, and would else count as two
// signers of one policy.
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
