// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
)

// signaturePolicy is a tree of "n out of" over principals. An identity counts once within a policy.
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
