// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer/lifecycle"
	"google.golang.org/protobuf/proto"
)

const (
	lifecycleNamespace = "_lifecycle"
	implicitCollection = "_implicit_org_"
)

// definition is the part of a chaincode's definition that validation needs: its policy, and its private collections.
type definition struct {
	name        string
	validation  []byte // peer.ApplicationPolicy
	collections *peer.CollectionConfigPackage
}

// definition reads how a chaincode is defined in the state before the block.
func (j *Judge) definition(name string) (definition, error) {
	if name == lifecycleNamespace {
		raw, err := j.lifecyclePolicy()
		return definition{name: name, validation: raw}, err
	}
	metadata := &lifecycle.StateMetadata{}
	raw := j.world.value(place{lifecycleNamespace, "", "namespaces/metadata/" + name})
	if raw == nil {
		return definition{}, fmt.Errorf("chaincode %s is not defined", name)
	}
	if err := proto.Unmarshal(raw, metadata); err != nil || metadata.GetDatatype() != "ChaincodeDefinition" {
		return definition{}, fmt.Errorf("%s is not a chaincode", name)
	}
	info, d := &lifecycle.ChaincodeValidationInfo{}, definition{name: name, collections: &peer.CollectionConfigPackage{}}
	if err := j.world.definitionField(name, "ValidationInfo", info); err != nil {
		return definition{}, err
	}
	if err := j.world.definitionField(name, "Collections", d.collections); err != nil {
		return definition{}, err
	}
	if d.validation = info.GetValidationParameter(); info.GetValidationPlugin() != "vscc" || len(d.validation) == 0 {
		return definition{}, fmt.Errorf("chaincode %s is validated by %q, which is not known here", name, info.GetValidationPlugin())
	}
	return d, nil
}

func (w *world) definitionData(chaincode, field string) (*lifecycle.StateData, error) {
	data := &lifecycle.StateData{}
	return data, proto.Unmarshal(w.value(place{lifecycleNamespace, "", "namespaces/fields/" + chaincode + "/" + field}), data)
}

func (w *world) definitionField(chaincode, field string, m proto.Message) error {
	data, err := w.definitionData(chaincode, field)
	if err != nil {
		return err
	}
	return proto.Unmarshal(data.GetBytes(), m)
}

// lifecyclePolicy guards definitions: the channel's LifecycleEndorsement or, without it, a majority of the bodies.
func (j *Judge) lifecyclePolicy() ([]byte, error) {
	const path = "/Channel/Application/LifecycleEndorsement"
	if _, ok := j.config.policies.at(path); ok {
		return proto.Marshal(&peer.ApplicationPolicy{Type: &peer.ApplicationPolicy_ChannelConfigPolicyReference{ChannelConfigPolicyReference: path}})
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

// collectionPolicy is the policy of a private collection, empty if the chaincode's applies.
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

// bodyPolicy guards a body's own collection, where it approves definitions.
func (j *Judge) bodyPolicy(mspID string) ([]byte, error) {
	org, ok := j.config.orgs[mspID]
	if !ok {
		return nil, fmt.Errorf("%s is not a body of this channel", mspID)
	}
	path := "/Channel/Application/" + org + "/Endorsement"
	if _, ok := j.config.policies.at(path); !ok {
		return proto.Marshal(signedBy(1, []string{mspID}))
	}
	return proto.Marshal(&peer.ApplicationPolicy{Type: &peer.ApplicationPolicy_ChannelConfigPolicyReference{ChannelConfigPolicyReference: path}})
}

func keyPolicyFrom(raw []byte) (policy, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	envelope := &common.SignaturePolicyEnvelope{}
	if err := proto.Unmarshal(raw, envelope); err != nil {
		return nil, err
	}
	return newSignaturePolicy(envelope)
}
