// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"
	"slices"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/vote"
)

// Chaincode is the name under which the ledger's state machine is defined on the channel.
const Chaincode = "linli"

// lastRune ends the range of a composite key's prefix, as Fabric's shim does.
const lastRune = "\U0010FFFF"

// Contract executes the acts of this ledger again: package contract on the replayed state, by the rules of the version that was in
// force. The zero value knows the versions of package chapters.
type Contract struct {
	Versions func(name string) (*contract.Rules, error)
}

func (c Contract) rules(version string) (*contract.Rules, error) {
	versions := c.Versions
	if versions == nil {
		versions = chapters.Version
	}
	rules, err := versions(version)
	if err != nil {
		return nil, errors.Join(ErrUnknownVersion, err)
	}
	return rules, nil
}

// Execute runs one transaction as chaincode does.
func (c Contract) Execute(tx Tx, s *Simulation) (Answer, error) {
	rules, err := c.rules(tx.Version)
	if err != nil {
		return Answer{}, err
	}
	call, err := rules.ReadCall(tx.Arguments, tx.Seconds, tx.Nanos)
	if err != nil || call.Query {
		return Answer{Query: call.Query}, err
	}
	var opened vote.Openings
	response, err := rules.Invoke(contractState{s}, contract.Tx{
		ID: tx.ID, Time: call.Time, MSP: tx.MSPID, Admin: slices.Contains(tx.Units, "admin"), Net: tx.Genesis,
		Tell: func(found any) { opened, _ = found.(vote.Openings) },
	}, call.Function, call.Arguments)
	if err == nil {
		s.notes.add(noteOf(s, call.Time, call.Function, call.Arguments, opened))
	}
	return Answer{Response: response, Acts: countActs(call.Function, response)}, err
}

// countActs counts the outcomes of a batch.
func countActs(function string, response []byte) int {
	if function != "Submit" {
		return 0
	}
	outcomes, err := contract.ReadOutcomes(response)
	if err != nil { // a call that was refused as a whole has none
		return 0
	}
	return len(outcomes)
}

// contractState is a contract.State on a simulation: what a peer's shim is to the chaincode, without a peer.
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
