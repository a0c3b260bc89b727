// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

const (
	lifecycleNamespace = "_lifecycle"
	implicitCollection = "_implicit_org_"
)

// ofChannel refers to a policy of the channel's configuration.
func ofChannel(path string) *peer.ApplicationPolicy {
	return &peer.ApplicationPolicy{Type: &peer.ApplicationPolicy_ChannelConfigPolicyReference{ChannelConfigPolicyReference: path}}
}

// lifecyclePolicy guards definitions: the channel's LifecycleEndorsement or, without it, a majority of the bodies. Whoever
// satisfies it decides what the chaincode is, so that no rule of a chaincode is stronger than this one.
//
// Fabric: core/chaincode/lifecycle/lifecycle.go (LifecycleEndorsementPolicyAsBytes).
func (j *Judge) lifecyclePolicy() ([]byte, error) {
	const path = "/Channel/Application/LifecycleEndorsement"
	if _, ok := j.config.policies.at(path); ok {
		return proto.Marshal(ofChannel(path))
	}
	var ids []string
	for id := range j.config.orgs {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return proto.Marshal(signedBy(len(ids)/2+1, ids))
}

// signedBy is the policy "n of these bodies, by any member".
func signedBy(n int, bodies []string) *peer.ApplicationPolicy {
	envelope, rule := &common.SignaturePolicyEnvelope{}, &common.SignaturePolicy_NOutOf{N: int32(n)} //nolint:gosec // a number of bodies
	for i, id := range bodies {
		role, err := proto.Marshal(&msp.MSPRole{Role: msp.MSPRole_MEMBER, MspIdentifier: id})
		if err != nil {
			panic(err) // a role and a name always encode
		}
		envelope.Identities = append(envelope.Identities, &msp.MSPPrincipal{Principal: role})
		rule.Rules = append(rule.Rules, &common.SignaturePolicy{Type: &common.SignaturePolicy_SignedBy{SignedBy: int32(i)}})
	}
	envelope.Rule = &common.SignaturePolicy{Type: &common.SignaturePolicy_NOutOf_{NOutOf: rule}}
	return &peer.ApplicationPolicy{Type: &peer.ApplicationPolicy_SignaturePolicy{SignaturePolicy: envelope}}
}

// collectionPolicy is the policy of a private collection, empty if the chaincode's applies. The ledger has hashes of what is in
// one; the approvals of definitions lie in such collections, one for each body, guarded by that body alone.
//
// Fabric: core/chaincode/lifecycle/deployedcc_infoprovider.go (CollectionValidationInfo).
func (j *Judge) collectionPolicy(d definition, collection string) ([]byte, error) {
	if id, ok := strings.CutPrefix(collection, implicitCollection); ok {
		return j.bodyPolicy(id)
	}
	for _, c := range d.collections.GetConfig() {
		static := c.GetStaticCollectionConfig()
		if static.GetName() != collection {
			continue
		}
		if static.GetEndorsementPolicy() != nil {
			return proto.Marshal(static.GetEndorsementPolicy())
		}
		return d.validation, nil
	}
	return nil, fmt.Errorf("chaincode %s has no collection %s", d.name, collection)
}

// bodyPolicy guards a body's own collection, where it approves definitions: its Endorsement policy or, without one, any of its
// members.
//
// Fabric: core/chaincode/lifecycle/deployedcc_infoprovider.go (ImplicitCollectionEndorsementPolicyAsBytes).
func (j *Judge) bodyPolicy(mspID string) ([]byte, error) {
	org, ok := j.config.orgs[mspID]
	if !ok {
		return nil, fmt.Errorf("%s is not a body of this channel", mspID)
	}
	path := "/Channel/Application/" + org + "/Endorsement"
	if _, ok := j.config.policies.at(path); !ok {
		return proto.Marshal(signedBy(1, []string{mspID}))
	}
	return proto.Marshal(ofChannel(path))
}
