// SPDX-License-Identifier: Apache-2.0

package chaincode

import (
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"

	"github.com/linli-project/linli/contract"
)

// state is a contract.State on the peer's world state.
type state struct{ stub shim.ChaincodeStubInterface }

// stateOf gathers what is put, to send it to the peer at once instead of key by key.
func stateOf(stub shim.ChaincodeStubInterface) state {
	stub.StartWriteBatch()
	return state{stub}
}

func (s state) Get(keys ...string) ([][]byte, error) {
	values, err := s.stub.GetMultipleStates(keys...)
	for i, value := range values {
		if len(value) == 0 {
			values[i] = nil
		}
	}
	return values, err
}

func (s state) Put(key string, value []byte) error { return s.stub.PutState(key, value) }

func (s state) Range(kind string, attributes ...string) ([]contract.Entry, error) {
	entries, err := s.stub.GetStateByPartialCompositeKey(kind, attributes)
	if err != nil {
		return nil, err
	}
	defer entries.Close()
	var all []contract.Entry
	for len(all) < contract.MaxRange && entries.HasNext() {
		entry, err := entries.Next()
		if err != nil {
			return nil, err
		}
		all = append(all, contract.Entry{Key: entry.GetKey(), Value: entry.GetValue()})
	}
	return all, nil
}
