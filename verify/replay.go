// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/verify/fabric"
)

// Tx is what a chaincode learns about the transaction it executes.
type Tx struct {
	ID        string
	Seconds   int64    // the client's clock, as it stands there: Unix time
	Nanos     int32    // and what follows the second
	MSPID     string   // of the creator
	Units     []string // the organizational units in the creator's certificate
	Arguments [][]byte // the function's name first
	Genesis   string   // hash (hex) of the ledger's first block
	Version   string   // of the chaincode's definition in force, which names the rules
}

// ErrUnknownVersion is a Replayer's error for a version whose rules it does not know: what its transactions did can then be neither
// proven nor refused.
var ErrUnknownVersion = errors.New("the rules of this version are not known here")

// Answer is what executing a transaction again gave.
type Answer struct {
	Response []byte
	Acts     int  // how many acts the transaction carried
	Query    bool // the function only reads: it is not executed again, and must have written nothing
}

// A Replayer executes the transactions of one chaincode again. Execute must be deterministic, may be called from
// several goroutines at a time, and reads and writes through s alone.
type Replayer interface {
	Execute(tx Tx, s *Simulation) (Answer, error)
}

// Simulation is the state as of just before a transaction, as chaincode sees it: own writes do not show in reads.
type Simulation struct {
	state     fabric.State
	namespace string
	reads     map[string]bool
	ranges    [][2]string
	writes    map[string][]byte // nil deletes
	policies  map[string][]byte
	notes     notes // of the transactions that were executed on it
}

// Get returns the value of a key, nil if there is none.
func (s *Simulation) Get(key string) []byte {
	s.reads[key] = true
	return s.state.Get(s.namespace, key)
}

// Range visits the keys from start to before end, in order, until visit returns false. An empty end means to the last.
func (s *Simulation) Range(start, end string, visit func(key string, value []byte) bool) {
	s.ranges = append(s.ranges, [2]string{start, end})
	s.state.Range(s.namespace, start, end, visit)
}

// Put writes a value; an empty one deletes, as it does on a peer.
func (s *Simulation) Put(key string, value []byte) { s.writes[key] = value }

// Del deletes a key.
func (s *Simulation) Del(key string) { s.writes[key] = nil }

// PutPolicy gives a key an endorsement policy of its own (a marshalled SignaturePolicyEnvelope).
func (s *Simulation) PutPolicy(key string, policy []byte) { s.policies[key] = policy }

// replayed is the outcome for one transaction.
type replayed struct {
	err    error // another result than the one endorsed
	acts   int
	reads  bool   // the same keys and ranges were read
	absent string // the chaincode, or its version, that nothing here can execute
	query  bool
	notes  notes
}

// replay executes a valid transaction again on the state that its endorsers had, by the version of the rules that was in force.
// Endorsers who all lie could name another one in what they sign.
func replay(replayer Replayer, t *fabric.Transaction, state fabric.State, genesis string) replayed {
	if replayer == nil {
		return replayed{absent: t.Chaincode}
	}
	defined, err := state.Definition(t.Chaincode)
	if err != nil || defined.Version != t.Version {
		return replayed{err: errors.Join(err, fmt.Errorf("it was endorsed by version %q of the rules; in force is %q", t.Version,
			defined.Version))}
	}
	s := newSimulation(state, t.Chaincode)
	answer, err := replayer.Execute(Tx{
		ID: t.ID, Seconds: t.Seconds, Nanos: t.Nanos, MSPID: t.MSPID, Units: t.Units, Arguments: t.Arguments, Genesis: genesis,
		Version: defined.Version,
	}, s)
	if errors.Is(err, ErrUnknownVersion) {
		return replayed{absent: fmt.Sprintf("%s, version %q", t.Chaincode, defined.Version)}
	}
	if err != nil {
		return replayed{err: fmt.Errorf("executed again, it fails: %w", err)}
	}
	own, err := ownWrites(t)
	if err == nil {
		err = s.compare(t.Response, own, answer)
	}
	return replayed{err: err, acts: answer.Acts, reads: answer.Query || s.sameReads(own), query: answer.Query, notes: s.notes}
}

// ownWrites is the transaction's read-write set in its chaincode's namespace; it must not have written elsewhere.
func ownWrites(t *fabric.Transaction) (*kvrwset.KVRWSet, error) {
	own := &kvrwset.KVRWSet{}
	for _, set := range t.Sets {
		if set.Namespace == t.Chaincode {
			if own = set.Public; len(set.Hashed) > 0 {
				return own, errors.New("it touched private data, which cannot be executed again")
			}
			continue
		}
		if set.Writes() {
			return own, fmt.Errorf("it wrote to %s", set.Namespace)
		}
	}
	return own, nil
}

// compare holds the answer and the writes against what was endorsed, byte for byte. Endorsers signed the answer too: it is what
// the sender of an act was told, so it must be what the rules give. A query is not executed again, since its answer changes
// nothing; but it must not have written.
func (s *Simulation) compare(response *peer.Response, own *kvrwset.KVRWSet, answer Answer) error {
	if answer.Query {
		if len(own.GetWrites())+len(own.GetMetadataWrites()) > 0 {
			return errors.New("a query has written")
		}
		return nil
	}
	if response.GetStatus() != 200 || response.GetMessage() != "" || !bytes.Equal(response.GetPayload(), answer.Response) {
		return fmt.Errorf("executed again, it answers %q, not %q", shorten(answer.Response), shorten(response.GetPayload()))
	}
	return s.compareWrites(own)
}

// compareWrites wants the same keys with the same values and the same policies, in the order in which peers write them, and no
// other. One key too many is enough to fail: it is how a lie would look that leaves all honest writes as they are.
func (s *Simulation) compareWrites(own *kvrwset.KVRWSet) error {
	keys := slices.Sorted(maps.Keys(s.writes))
	if len(keys) != len(own.GetWrites()) || len(s.policies) != len(own.GetMetadataWrites()) {
		return fmt.Errorf("executed again, it writes %d keys, not %d", len(keys), len(own.GetWrites()))
	}
	for i, w := range own.GetWrites() {
		value := s.writes[keys[i]]
		if w.GetKey() != keys[i] || w.GetIsDelete() != (len(value) == 0) || !bytes.Equal(w.GetValue(), value) {
			return fmt.Errorf("executed again, it writes %q = %q, not %q = %q", keys[i], shorten(value), w.GetKey(), shorten(w.GetValue()))
		}
	}
	for _, w := range own.GetMetadataWrites() {
		if len(w.GetEntries()) != 1 || w.GetEntries()[0].GetName() != peer.MetaDataKeys_VALIDATION_PARAMETER.String() ||
			!bytes.Equal(w.GetEntries()[0].GetValue(), s.policies[w.GetKey()]) {
			return fmt.Errorf("executed again, it gives key %q another policy", w.GetKey())
		}
	}
	return nil
}

// sameReads says whether the same keys and ranges were read. It is told apart from the result: to read more or less than the
// endorsers changes nothing that was decided, but shows that this is not quite the program they ran.
func (s *Simulation) sameReads(own *kvrwset.KVRWSet) bool {
	if len(own.GetReads()) != len(s.reads) || len(own.GetRangeQueriesInfo()) != len(s.ranges) {
		return false
	}
	for _, r := range own.GetReads() {
		if !s.reads[r.GetKey()] {
			return false
		}
	}
	for i, q := range own.GetRangeQueriesInfo() {
		if q.GetStartKey() != s.ranges[i][0] || q.GetItrExhausted() && q.GetEndKey() != s.ranges[i][1] {
			return false
		}
	}
	return true
}

func shorten(b []byte) string {
	const most = 120
	if len(b) > most {
		return string(b[:most]) + "…"
	}
	return string(b)
}
