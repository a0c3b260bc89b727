// SPDX-License-Identifier: Apache-2.0

package verify

// NewSimulation returns the empty state of one chaincode, on which a Replayer can be tried without a ledger.
func NewSimulation(chaincode string) *Simulation {
	s := &Simulation{view: view{base: newWorld(), updates: newWorld()}, namespace: chaincode}
	s.begin()
	return s
}

func (s *Simulation) begin() {
	s.reads, s.ranges = map[string]bool{}, nil
	s.writes, s.policies = map[string][]byte{}, map[string][]byte{}
}

// Commit makes what was put part of the state, as a valid transaction does, and returns it: value by key, where an empty one deletes.
func (s *Simulation) Commit() map[string][]byte {
	written := s.writes
	for key, value := range written {
		at := place{s.namespace, "", key}
		if len(value) == 0 {
			s.view.base.remove(at)
			continue
		}
		s.view.base.put(at, &stored{value: value})
	}
	s.begin()
	return written
}
