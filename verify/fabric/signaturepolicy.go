// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
)

// signaturePolicy is a tree of "n out of" over principals. An identity counts once within a policy: of two leaves that ask for a
// member of the same body, one signer satisfies one.
//
// Fabric: common/cauthdsl/policy.go (NewPolicy, EvaluateSignedData, EvaluateIdentities).
type signaturePolicy struct {
	rule       *common.SignaturePolicy
	principals []*msp.MSPPrincipal
}

func newSignaturePolicy(envelope *common.SignaturePolicyEnvelope) (policy, error) {
	if envelope.GetVersion() != 0 {
		return nil, fmt.Errorf("version %d is not supported", envelope.GetVersion())
	}
	p := signaturePolicy{envelope.GetRule(), envelope.GetIdentities()}
	return p, p.check(envelope.GetRule())
}

// check looks that the tree can be evaluated. A gate of "0 out of" is open to everybody, on peers as
// here: it is for the bodies to see what they agree on.
func (p signaturePolicy) check(rule *common.SignaturePolicy) error {
	switch t := rule.GetType().(type) {
	case *common.SignaturePolicy_SignedBy:
		if t.SignedBy < 0 || int(t.SignedBy) >= len(p.principals) {
			return fmt.Errorf("identity %d is out of range", t.SignedBy)
		}
		return nil
	case *common.SignaturePolicy_NOutOf_:
		for _, r := range t.NOutOf.GetRules() {
			if err := p.check(r); err != nil {
				return err
			}
		}
		return nil
	default:
		return errors.New("empty rule")
	}
}

func (p signaturePolicy) satisfied(by []*identity) bool {
	return p.holds(p.rule, by, make([]bool, len(by)))
}

// holds goes through the tree as peers do, greedily and without going back: the first identity that serves a leaf is used up, a
// branch that fails gives back whom it used. Some sets of signers that could satisfy a rule in another order do not; to search
// for one would be to find valid what every peer found invalid. Every rule of a gate is tried, also when there are enough: what
// they use up counts.
//
// Fabric: common/cauthdsl/cauthdsl.go (compile).
func (p signaturePolicy) holds(rule *common.SignaturePolicy, by []*identity, used []bool) bool {
	if t, ok := rule.GetType().(*common.SignaturePolicy_SignedBy); ok {
		for i, id := range by {
			if !used[i] && id.satisfies(p.principals[t.SignedBy]) {
				used[i] = true
				return true
			}
		}
		return false
	}
	n, attempt := int32(0), make([]bool, len(used))
	for _, r := range rule.GetNOutOf().GetRules() {
		copy(attempt, used)
		if p.holds(r, by, attempt) {
			n++
			copy(used, attempt)
		}
	}
	return n >= rule.GetNOutOf().GetN()
}
