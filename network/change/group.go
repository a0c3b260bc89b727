// SPDX-License-Identifier: Apache-2.0

package change

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/network/bodyfile"
)

// Names in a channel's configuration.
const (
	application     = "Application"
	orderer         = "Orderer"
	mspKey          = "MSP"
	anchorsKey      = "AnchorPeers"
	endpointsKey    = "Endpoints"
	orderersKey     = "Orderers"
	blockValidation = "BlockValidation"
)

// anyOf is a body's group, the first by name: what a new one is like.
func anyOf(channel *common.ConfigGroup, kind string) *common.ConfigGroup {
	groups := channel.GetGroups()[kind].GetGroups()
	var names []string
	for name := range groups {
		names = append(names, name)
	}
	return groups[slices.Min(names)]
}

// newOrg is the group of a new body, with the policies that every body has.
func newOrg(like *common.ConfigGroup, f *bodyfile.File) (*common.ConfigGroup, error) {
	definition, err := newMSP(like.GetValues()[mspKey].GetValue(), f)
	if err != nil {
		return nil, err
	}
	org := &common.ConfigGroup{
		ModPolicy: like.GetModPolicy(), Groups: map[string]*common.ConfigGroup{}, Policies: map[string]*common.ConfigPolicy{},
		Values: map[string]*common.ConfigValue{mspKey: {Value: definition, ModPolicy: like.GetValues()[mspKey].GetModPolicy()}},
	}
	for name, p := range like.GetPolicies() {
		rule, err := ofBody(p.GetPolicy(), f.MSPID)
		if err != nil {
			return nil, fmt.Errorf("policy %s: %w", name, err)
		}
		org.Policies[name] = &common.ConfigPolicy{Policy: rule, ModPolicy: p.GetModPolicy()}
	}
	return org, nil
}

// newMSP defines who is a member of a body: whom its authority has certified, as what the organisational unit says. If there are
// authorities below the root, Fabric has only those certify members that have none below themselves: which one is the body's to choose.
func newMSP(like []byte, f *bodyfile.File) ([]byte, error) {
	definition, old := &msp.MSPConfig{}, &msp.FabricMSPConfig{}
	if err := proto.Unmarshal(like, definition); err != nil {
		return nil, err
	}
	if err := proto.Unmarshal(definition.GetConfig(), old); err != nil {
		return nil, err
	}
	var certifier []byte
	if len(f.SigningBetween) == 0 {
		certifier = []byte(f.SigningRoot)
	}
	units := proto.CloneOf(old.GetFabricNodeOus())
	for _, unit := range []*msp.FabricOUIdentifier{
		units.GetClientOuIdentifier(), units.GetPeerOuIdentifier(), units.GetAdminOuIdentifier(), units.GetOrdererOuIdentifier(),
	} {
		if unit != nil {
			unit.Certificate = certifier
		}
	}
	raw, err := stable(&msp.FabricMSPConfig{
		Name: f.MSPID, RootCerts: texts(f.SigningRoot), IntermediateCerts: texts(f.SigningBetween...),
		TlsRootCerts: texts(f.TLSRoot), TlsIntermediateCerts: texts(f.TLSBetween...),
		CryptoConfig: old.GetCryptoConfig(), FabricNodeOus: units,
	})
	if err != nil {
		return nil, err
	}
	return stable(&msp.MSPConfig{Type: definition.GetType(), Config: raw})
}

func texts(all ...string) (raw [][]byte) {
	for _, text := range all {
		raw = append(raw, []byte(text))
	}
	return raw
}

// ofBody is another body's policy as this one has it.
func ofBody(p *common.Policy, mspID string) (*common.Policy, error) {
	rule := &common.SignaturePolicyEnvelope{}
	if err := proto.Unmarshal(p.GetValue(), rule); err != nil {
		return nil, err
	}
	for _, principal := range rule.GetIdentities() {
		role := &msp.MSPRole{}
		if err := proto.Unmarshal(principal.GetPrincipal(), role); err != nil {
			return nil, err
		}
		role.MspIdentifier = mspID
		raw, err := stable(role)
		if err != nil {
			return nil, err
		}
		principal.Principal = raw
	}
	raw, err := stable(rule)
	return &common.Policy{Type: p.GetType(), Value: raw}, err
}

func setAnchor(org *common.ConfigGroup, f *bodyfile.File) error {
	anchor := &peer.AnchorPeer{Host: f.Host, Port: int32(f.Peer)} //nolint:gosec // a port
	return set(org, anchorsKey, &peer.AnchorPeers{AnchorPeers: []*peer.AnchorPeer{anchor}})
}

func setEndpoint(org *common.ConfigGroup, f *bodyfile.File) error {
	return set(org, endpointsKey, &common.OrdererAddresses{Addresses: []string{at(f.Host, f.Orderer)}})
}

func set(group *common.ConfigGroup, key string, value proto.Message) error {
	raw, err := stable(value)
	if err != nil {
		return err
	}
	policy := "Admins"
	if now := group.GetValues()[key]; now != nil {
		policy = now.GetModPolicy()
	}
	group.Values[key] = &common.ConfigValue{Version: group.GetValues()[key].GetVersion(), Value: raw, ModPolicy: policy}
	return nil
}

// consenter is a body's orderer as the others know it.
func consenter(number uint32, f *bodyfile.File) *common.Consenter {
	return &common.Consenter{
		Id: number, Host: f.Host, Port: uint32(f.Orderer), MspId: f.MSPID, Identity: []byte(f.OrdererCert), //nolint:gosec // a port
		ClientTlsCert: []byte(f.OrdererTLS), ServerTlsCert: []byte(f.OrdererTLS),
	}
}

// setConsenters says who orders, and of how many of them each block has to have signatures. Orderers take no configuration in which the two
// differ.
func setConsenters(group *common.ConfigGroup, consenters []*common.Consenter) error {
	if err := set(group, orderersKey, &common.Orderers{ConsenterMapping: consenters}); err != nil {
		return err
	}
	all := &common.SignaturePolicy_NOutOf{N: int32(bodyfile.Quorum(len(consenters)))} //nolint:gosec // at most as many as there are
	rule := &common.SignaturePolicyEnvelope{Rule: &common.SignaturePolicy{Type: &common.SignaturePolicy_NOutOf_{NOutOf: all}}}
	for i, c := range consenters {
		id, err := stable(&msp.SerializedIdentity{Mspid: c.GetMspId(), IdBytes: c.GetIdentity()})
		if err != nil {
			return err
		}
		by := &common.SignaturePolicy_SignedBy{SignedBy: int32(i)}
		all.Rules = append(all.Rules, &common.SignaturePolicy{Type: by})
		rule.Identities = append(rule.Identities, &msp.MSPPrincipal{PrincipalClassification: msp.MSPPrincipal_IDENTITY, Principal: id})
	}
	raw, err := stable(rule)
	if err != nil {
		return err
	}
	now := group.GetPolicies()[blockValidation]
	group.Policies[blockValidation] = &common.ConfigPolicy{
		Version: now.GetVersion(), ModPolicy: now.GetModPolicy(), Policy: &common.Policy{Type: int32(common.Policy_SIGNATURE), Value: raw},
	}
	return nil
}

func sameKey(a, b []byte) bool {
	one, errOne := parse(a)
	two, errTwo := parse(b)
	return errOne == nil && errTwo == nil && bytes.Equal(one.RawSubjectPublicKeyInfo, two.RawSubjectPublicKeyInfo)
}

// stable encodes a message in one way.
func stable(m proto.Message) ([]byte, error) {
	return proto.MarshalOptions{Deterministic: true}.Marshal(m)
}
