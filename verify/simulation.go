// SPDX-License-Identifier: Apache-2.0

package verify

import "github.com/linli-project/linli/verify/fabric"

func newSimulation(state fabric.State, chaincode string) *Simulation {
	s := &Simulation{state: state, namespace: chaincode}
	s.begin()
	return s
}

// NewSimulation returns the empty state of one chaincode, on which a Replayer can be tried without a ledger.
func NewSimulation(chaincode string) *Simulation {
	return newSimulation(fabric.NewState(), chaincode)
}

func (s *Simulation) begin() {
	s.reads, s.ranges = map[string]bool{}, nil
	s.writes, s.policies = map[string][]byte{}, map[string][]byte{}
}

// Commit makes what was put part of the state, as a valid transaction does, and returns it: value by key, where an empty one deletes.
func (s *Simulation) Commit() map[string][]byte {
	written := s.writes
	for key, value := range written {
		s.state.Put(s.namespace, key, value)
	}
	s.begin()
	return written
}

// written is the block that last wrote a key.
func (s *Simulation) written(key string) uint64 { return s.state.Written(s.namespace, key) }
