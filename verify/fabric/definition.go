// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer/lifecycle"
)

// Definition is how the bodies have defined a chaincode, as far as whoever executes it again must know.
type Definition struct {
	Sequence int64  // 1 for the first, one more for each that followed; 0 if there is none
	Version  string // what the bodies call it
}

// Definition is a chaincode's definition in force, which is that of the state before the block.
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
