// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"github.com/linli-project/linli/contract"
)

// Chaincode is the name under which the ledger's state machine is defined on the channel.
const Chaincode = "linli"

// lastRune ends the range of a composite key's prefix, as Fabric's shim does.
const lastRune = "\U0010FFFF"

// Contract executes the acts of this ledger again: package contract on the replayed state.
type Contract struct{}

// Execute runs one transaction as chaincode does.
func (Contract) Execute(tx Tx, s *Simulation) (Answer, error) {
	if len(tx.Arguments) == 0 {
		return Answer{}, errors.New("no function is named")
	}
	name := string(tx.Arguments[0])
	function := name[strings.LastIndex(name, ":")+1:]
	switch function {
	case "Check", "Read", "List", "GetMetadata":
		return Answer{Query: true}, nil
	}
	var arguments []string
	for _, packed := range tx.Arguments[1:] {
		argument, err := contract.Unpack(packed)
		if err != nil {
			return Answer{}, err
		}
		arguments = append(arguments, string(argument))
	}
	response, err := contract.Invoke(contractState{s}, contract.Tx{
		ID: tx.ID, Time: tx.Time.Unix(), MSP: tx.MSPID, Admin: slices.Contains(tx.Units, "admin"), Net: tx.Genesis,
	}, function, arguments)
	return Answer{Response: response, Acts: countActs(function, arguments)}, err
}

func countActs(function string, arguments []string) int {
	var acts []json.RawMessage
	if function == "Submit" && len(arguments) > 0 {
		_ = json.Unmarshal([]byte(arguments[0]), &acts) // the contract has judged it
	}
	return len(acts)
}

// contractState is a contract.State on a simulation.
type contractState struct{ s *Simulation }

func (c contractState) Get(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		values[i] = c.s.Get(key)
	}
	return values, nil
}

func (c contractState) Put(key string, value []byte) error {
	c.s.Put(key, value)
	return nil
}

func (c contractState) Range(kind string, attributes ...string) ([]contract.Entry, error) {
	var entries []contract.Entry
	start := contract.Key(kind, attributes...)
	c.s.Range(start, start+lastRune, func(key string, value []byte) bool {
		entries = append(entries, contract.Entry{Key: key, Value: value})
		return true
	})
	return entries, nil
}
