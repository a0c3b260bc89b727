// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer/lifecycle"
	"google.golang.org/protobuf/proto"
)

// Definition is how the bodies have defined a chaincode, as far as whoever executes it again must know.
type Definition struct {
	Sequence int64  // 1 for the first, one more for each that followed; 0 if there is none
	Version  string // what the bodies call it
}

// Definition is a chaincode's definition in force, which is that of the state before the block. Every valid transaction of the
// chaincode was endorsed under it: a peer that endorses reads the definition's number as part of the transaction, so that one
// endorsed under a definition that has been replaced since, even earlier in its own block, has read what is no longer so.
// Endorsers that lie together, as many as the policy asks for, can leave that out of the reads; then Transaction.Version need not
// be this Version.
//
// Fabric: core/chaincode/lifecycle/endorsement_info.go (CachedChaincodeInfo); core/endorser/endorser.go (ProcessProposal).
func (s State) Definition(chaincode string) (d Definition, err error) {
	sequence, err := s.view.base.definitionData(chaincode, "Sequence")
	if err != nil {
		return Definition{}, fmt.Errorf("sequence of chaincode %s: %w", chaincode, err)
	}
	info := &lifecycle.ChaincodeEndorsementInfo{}
	if err := s.view.base.definitionField(chaincode, "EndorsementInfo", info); err != nil {
		return Definition{}, fmt.Errorf("version of chaincode %s: %w", chaincode, err)
	}
	return Definition{Sequence: sequence.GetInt64(), Version: info.GetVersion()}, nil
}

// definition is the part of a chaincode's definition that validation needs: its policy, and its private collections. It is itself
// state, written by transactions of the chaincode Lifecycle, each of which a majority of the bodies endorsed after each had
// approved. That the program which a body's peers run is the package that it approved is that body's word: no block shows it.
type definition struct {
	name        string
	validation  []byte // peer.ApplicationPolicy
	collections *peer.CollectionConfigPackage
}

// definition reads how a chaincode is defined in the state before the block. What is not defined cannot be endorsed by anybody.
//
// Fabric: core/chaincode/lifecycle/lifecycle.go (ChaincodeDefinitionIfDefined);
// core/chaincode/lifecycle/deployedcc_infoprovider.go (ValidationInfo).
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

// definitionData is one field of a definition as it lies in the state; its zero value if there is none.
//
// Fabric: core/chaincode/lifecycle/serializer.go (FieldKey, DeserializeFieldAsInt64).
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
