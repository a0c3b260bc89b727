// SPDX-License-Identifier: Apache-2.0

package contract

// State is the world state as one transaction sees it: as it was before the transaction. Chaincode gives the peer's,
// the verifier gives the one it replays.
type State interface {
	// Get returns one value a key, in order; nil where there is none.
	Get(keys ...string) ([][]byte, error)
	// Put writes a value. Later Gets of the same transaction need not see it.
	Put(key string, value []byte) error
	// Range returns the entries whose keys are Key(kind, attributes…, anything…), in key order; it may stop after MaxRange.
	Range(kind string, attributes ...string) ([]Entry, error)
}

// MaxRange is how many entries a transaction does not read any more: a range that has as many is refused. A peer cuts what it gives
// to its totalQueryLimit, 100,000 entries, without a word, so that a count over all could be made wrong. What the contract ranges
// over is bounded far below.
const MaxRange = 10_000

// Entry is one key of the world state with its value, a JSON document.
type Entry struct {
	Key   string
	Value []byte
}
