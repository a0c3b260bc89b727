// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

var errPolicy = errors.New("policy is not satisfied")

// policy decides whether a set of distinct identities, whose signatures have been verified, suffices. Policies are the channel's
// law: who may order, endorse, define chaincode, change the configuration. They are themselves part of the configuration, so
// whoever satisfies one today may write tomorrow's; that is why each change is asked for by the policy before it.
type policy interface {
	satisfied(by []*identity) bool
}

// policies are the named policies of one configuration group and, under "Group/Name", of the groups within it.
type policies map[string]policy

// never is the policy nobody satisfies: that of a name which does not exist. A mistaken name so closes a door instead of opening
// it.
//
// Fabric: common/policies/policy.go (rejectPolicy).
type never struct{}

func (never) satisfied([]*identity) bool { return false }

func (ps policies) get(name string) policy {
	if p, ok := ps[name]; ok {
		return p
	}
	return never{}
}

// at finds a policy by its absolute path, such as /Channel/Application/Endorsement.
//
// Fabric: common/policies/policy.go (GetPolicy).
func (ps policies) at(path string) (policy, bool) {
	name, ok := strings.CutPrefix(path, "/Channel/")
	if !ok {
		return never{}, false
	}
	p, ok := ps[name]
	if !ok {
		return never{}, false
	}
	return p, true
}

// newPolicies reads the policies of a group and of the groups within it. A policy that cannot be read makes the whole
// configuration worthless, as it does on a peer: to leave it out would be to judge by fewer rules than the bodies wrote.
//
// Fabric: common/policies/policy.go (NewManagerImpl).
func newPolicies(group *common.ConfigGroup) (policies, error) {
	ps, within := policies{}, []policies{}
	for name, sub := range group.GetGroups() {
		subs, err := newPolicies(sub)
		if err != nil {
			return nil, err
		}
		within = append(within, subs)
		for path, p := range subs {
			ps[name+"/"+path] = p
		}
	}
	for name, config := range group.GetPolicies() {
		p, err := newPolicy(config.GetPolicy(), within)
		if err != nil {
			return nil, fmt.Errorf("policy %s: %w", name, err)
		}
		ps[name] = p
	}
	return ps, nil
}

func newPolicy(p *common.Policy, within []policies) (policy, error) {
	switch p.GetType() {
	case int32(common.Policy_IMPLICIT_META):
		return newMetaPolicy(p.GetValue(), within)
	case int32(common.Policy_SIGNATURE):
		envelope := &common.SignaturePolicyEnvelope{}
		if err := proto.Unmarshal(p.GetValue(), envelope); err != nil {
			return nil, err
		}
		return newSignaturePolicy(envelope)
	default:
		return nil, fmt.Errorf("type %d is not supported", p.GetType())
	}
}

// metaPolicy wants a number of the policies of the same name one level below: any, all or most of the bodies, each by its own
// rule. One body's many members are thereby still one body. A level with nothing below it asks for nothing, on peers as here.
//
// Fabric: common/policies/implicitmeta.go (NewImplicitMetaPolicy, EvaluateIdentities).
type metaPolicy struct {
	threshold int
	subs      []policy
}

func newMetaPolicy(raw []byte, within []policies) (policy, error) {
	definition := &common.ImplicitMetaPolicy{}
	if err := proto.Unmarshal(raw, definition); err != nil {
		return nil, err
	}
	p := metaPolicy{}
	for _, group := range within {
		p.subs = append(p.subs, group.get(definition.GetSubPolicy()))
	}
	switch definition.GetRule() {
	case common.ImplicitMetaPolicy_ANY:
		p.threshold = 1
	case common.ImplicitMetaPolicy_ALL:
		p.threshold = len(p.subs)
	case common.ImplicitMetaPolicy_MAJORITY:
		p.threshold = len(p.subs)/2 + 1
	}
	if len(p.subs) == 0 {
		p.threshold = 0
	}
	return p, nil
}

func (p metaPolicy) satisfied(by []*identity) bool {
	n := 0
	for _, sub := range p.subs {
		if sub.satisfied(by) {
			n++
		}
	}
	return n >= p.threshold
}

// applicationPolicy evaluates the policy of a chaincode or collection: its own, or one of the channel. A reference is followed in
// the configuration in force, so that a policy may change its meaning without the chaincode being defined again.
//
// Fabric: core/policy/application.go (Evaluate, evaluateSignaturePolicy, evaluateChannelConfigPolicyReference).
func (c *channelConfig) applicationPolicy(raw []byte) (policy, error) {
	p := &peer.ApplicationPolicy{}
	if err := proto.Unmarshal(raw, p); err != nil {
		return nil, err
	}
	switch t := p.GetType().(type) {
	case *peer.ApplicationPolicy_SignaturePolicy:
		return newSignaturePolicy(t.SignaturePolicy)
	case *peer.ApplicationPolicy_ChannelConfigPolicyReference:
		found, ok := c.policies.at(t.ChannelConfigPolicyReference)
		if !ok {
			return nil, fmt.Errorf("no policy %s", t.ChannelConfigPolicyReference)
		}
		return found, nil
	default:
		return nil, errors.New("unknown kind of policy")
	}
}
