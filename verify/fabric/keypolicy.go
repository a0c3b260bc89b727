// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"
)

// keyPolicy is the policy a key carries itself (its VALIDATION_PARAMETER), nil if it has none. A chaincode can thereby hand a key
// to some bodies: the key's policy is then asked instead of the chaincode's, in both directions, stricter or laxer. It is read in
// the state before the block.
//
// Fabric: core/common/validation/statebased/vpmanagerimpl.go (GetValidationParameterForKey);
// core/handlers/validation/builtin/v20/validation_logic.go (Translate).
func (j *Judge) keyPolicy(key place) (policy, error) {
	stored := j.world.get(key)
	if stored == nil || stored.metadata == nil {
		return nil, nil
	}
	metadata := &kvrwset.KVMetadataWrite{}
	if err := proto.Unmarshal(stored.metadata, metadata); err != nil {
		return nil, err
	}
	var raw []byte
	for _, entry := range metadata.GetEntries() {
		if entry.GetName() == peer.MetaDataKeys_VALIDATION_PARAMETER.String() {
			raw = entry.GetValue()
		}
	}
	return keyPolicyFrom(raw)
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
