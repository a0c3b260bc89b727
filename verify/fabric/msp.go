// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

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

// remembered are the answers about certificates as they were written: a stranger can write one certificate in many ways, so
// they are forgotten when they become many.
type remembered struct {
	mu      sync.Mutex
	answers map[[32]byte]answer // by the hash of what was written
}

type answer struct {
	id  *identity
	err error
}

const maxRemembered = 1000

func (r *remembered) get(text [32]byte) (answer, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	found, ok := r.answers[text]
	return found, ok
}

func (r *remembered) put(text [32]byte, a answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answers == nil || len(r.answers) >= maxRemembered {
		r.answers = map[[32]byte]answer{}
	}
	r.answers[text] = a
}

// unit is an organizational unit and, if certifier is set, the chain that must have certified it.
type unit struct {
	name      string
	certifier []byte
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

func (m *membership) setAuthorities(config *msp.FabricMSPConfig) error {
	if len(config.GetRootCerts()) == 0 {
		return errors.New("no root certificate")
	}
	m.roots, m.intermediates, m.inner = x509.NewCertPool(), x509.NewCertPool(), map[string]bool{}
	for _, text := range config.GetRootCerts() {
		root, err := parsePEM(text)
		if err != nil {
			return err
		}
		m.rootDERs = append(m.rootDERs, root.Raw)
		if root, err = lowS(root, root); err != nil {
			return err
		}
		m.roots.AddCert(root)
	}
	slices.SortFunc(m.rootDERs, bytes.Compare)
	return m.addIntermediates(config.GetIntermediateCerts())
}

func (m *membership) addIntermediates(texts [][]byte) error {
	var certs []*x509.Certificate
	for _, text := range texts {
		cert, err := parsePEM(text)
		if err != nil {
			return err
		}
		certs = append(certs, cert)
		m.intermediates.AddCert(cert)
	}
	clean := x509.NewCertPool()
	for i, cert := range certs {
		chain, err := m.chain(cert)
		if err != nil {
			return err
		}
		if certs[i], err = lowS(cert, chain[1]); err != nil {
			return err
		}
		clean.AddCert(certs[i])
	}
	m.intermediates = clean
	for _, cert := range certs {
		chain, err := m.chain(cert)
		if err != nil {
			return err
		}
		for _, parent := range chain[1:] {
			m.inner[string(parent.Raw)] = true
		}
	}
	return nil
}

// chain is the one chain from a certificate to a root, checked at the certificate's own beginning.
func (m *membership) chain(cert *x509.Certificate) ([]*x509.Certificate, error) {
	chains, err := cert.Verify(x509.VerifyOptions{
		Roots: m.roots, Intermediates: m.intermediates, CurrentTime: cert.NotBefore.Add(time.Second),
	})
	if err != nil {
		return nil, err
	}
	if len(chains) != 1 {
		return nil, fmt.Errorf("%d chains to a root, not one", len(chains))
	}
	return chains[0], nil
}

func certifier(chain []*x509.Certificate) []byte {
	hash := sha256.New()
	for _, cert := range chain {
		hash.Write(cert.Raw)
	}
	return hash.Sum(nil)
}

// certifierOf is the hash of the chain from an authority's certificate up to its root.
func (m *membership) certifierOf(text []byte) ([]byte, error) {
	if len(text) == 0 {
		return nil, nil
	}
	cert, err := parsePEM(text)
	if err != nil {
		return nil, err
	}
	if cert.CheckSignatureFrom(cert) == nil {
		if cert, err = lowS(cert, cert); err != nil {
			return nil, err
		}
	}
	chain, err := m.chain(cert)
	if err != nil {
		return nil, err
	}
	if len(chain) > 1 {
		if chain[0], err = lowS(cert, chain[1]); err != nil {
			return nil, err
		}
	}
	return certifier(chain), nil
}

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

func (m *membership) setRoles(config *msp.FabricMSPConfig) error {
	m.roles = map[msp.MSPRole_MSPRoleType]unit{}
	if config.GetFabricNodeOus() == nil {
		return nil
	}
	for role, ou := range map[msp.MSPRole_MSPRoleType]*msp.FabricOUIdentifier{
		msp.MSPRole_CLIENT: config.GetFabricNodeOus().GetClientOuIdentifier(), msp.MSPRole_PEER: config.GetFabricNodeOus().GetPeerOuIdentifier(),
		msp.MSPRole_ADMIN: config.GetFabricNodeOus().GetAdminOuIdentifier(), msp.MSPRole_ORDERER: config.GetFabricNodeOus().GetOrdererOuIdentifier(),
	} {
		if ou == nil {
			continue
		}
		id, err := m.certifierOf(ou.GetCertificate())
		if err != nil {
			return err
		}
		m.roles[role] = unit{ou.GetOrganizationalUnitIdentifier(), id}
	}
	m.enforced = config.GetFabricNodeOus().GetEnable() && len(m.roles) > 0
	return nil
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

func (m *membership) setRevocations(config *msp.FabricMSPConfig) error {
	for _, raw := range config.GetRevocationList() {
		der := raw
		if block, _ := pem.Decode(raw); block != nil {
			der = block.Bytes
		}
		list, err := x509.ParseRevocationList(der)
		if err != nil {
			return err
		}
		m.crls = append(m.crls, list)
	}
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

func (m *membership) validate(id *identity, cert, issuer *x509.Certificate) error {
	switch algorithm := cert.PublicKeyAlgorithm; {
	case algorithm != x509.ECDSA && (!m.ed25519 || algorithm != x509.Ed25519):
		return fmt.Errorf("key algorithm %s is not allowed", algorithm)
	case cert.IsCA:
		return errors.New("an authority's certificate is not a member's")
	case m.inner[string(issuer.Raw)]:
		return errors.New("issued by an authority that is not a leaf")
	case m.revoked(cert, issuer):
		return errors.New("certificate is revoked")
	}
	if err := m.checkUnits(id); err != nil {
		return err
	}
	return m.checkRole(id)
}

func (m *membership) revoked(cert, issuer *x509.Certificate) bool {
	for _, list := range m.crls {
		if !bytes.Equal(list.AuthorityKeyId, issuer.SubjectKeyId) {
			continue
		}
		for _, entry := range list.RevokedCertificateEntries {
			if entry.SerialNumber.Cmp(cert.SerialNumber) == 0 &&
				issuer.CheckSignature(list.SignatureAlgorithm, list.RawTBSRevocationList, list.Signature) == nil {
				return true
			}
		}
	}
	return false
}

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

// checkRole wants exactly one role: client, peer, admin or orderer.
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

func shorten(text string) string {
	const most = 120
	if len(text) > most {
		return text[:most] + "…"
	}
	return text
}
