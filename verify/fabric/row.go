// SPDX-License-Identifier: Apache-2.0

package fabric

import "github.com/hyperledger/fabric-protos-go-apiv2/peer"

// Row is some of a block's transactions, those that are valid, in order, with the state that they were endorsed on. A block has
// one row or, if it is large, several: what a block holds is never opened all at once.
//
// The last row of every block has no transactions, but the hash of the block's header: with it all of the block has been judged.
//
// The state is that before the block. It is also that just before each transaction of the block, as far as the transaction
// looked: one that read what an earlier one of its block wrote is not valid. So whoever executes them again may do so in any
// order, or at once.
type Row struct {
	Genesis      string // hash (hex) of the ledger's first block
	Block        uint64
	Transactions []Transaction
	State        State  // not to be used after the row; in the last one it is that after the block
	Hash         []byte // SHA-256 of the block's header, in its last row
	Size         int64  // bytes of the blocks so far, there
}

// Transaction is a call of a chaincode that is valid: it was endorsed as the definition in force wants, and it took effect.
type Transaction struct {
	ID        string
	MSPID     string   // the body of the creator, whose signature has been verified
	Units     []string // the organizational units in his certificate
	Seconds   int64    // the creator's clock, as it stands there: Unix time
	Nanos     int32    // and what follows the second
	Chaincode string
	Version   string // of the definition under which the endorsers executed it
	Arguments [][]byte
	Response  *peer.Response
	Sets      []ReadWrites // what it read and wrote, as endorsed, by namespace
}

// Lifecycle is the name of the chaincode that defines chaincodes. Its transactions come as all others do.
const Lifecycle = lifecycleNamespace

// row is what took effect of some transactions of the block.
func (s *validation) row(txs []*transaction) Row {
	row := Row{Genesis: s.summary.Genesis, Block: s.block, State: State{view{s.world, newWorld(), s.ctx.Done()}}}
	for _, t := range txs {
		if t.stands() {
			row.Transactions = append(row.Transactions, t.effect())
		}
	}
	return row
}

func (t *transaction) effect() Transaction {
	return Transaction{
		ID: t.id, MSPID: t.creator.membership.id, Units: t.creator.units,
		Seconds: t.chdr.GetTimestamp().GetSeconds(), Nanos: t.chdr.GetTimestamp().GetNanos(),
		Chaincode: t.chaincode, Version: t.action.GetChaincodeId().GetVersion(),
		Arguments: t.input.GetArgs(), Response: t.action.GetResponse(), Sets: t.rwset,
	}
}

// State is the state that follows from the blocks so far. When the context has ended, it is empty.
type State struct{ view view }

// State is that after the last block that was judged.
func (j *Judge) State() State { return State{view{j.world, newWorld(), j.ctx.Done()}} }

// NewState is an empty state, which is of no ledger: for whoever tries an execution.
func NewState() State { return State{view{base: newWorld(), updates: newWorld()}} }

// Put writes a public key of a state that is of no ledger; an empty value deletes it.
func (s State) Put(namespace, key string, value []byte) {
	if at := (place{namespace, "", key}); len(value) == 0 {
		s.view.base.remove(at)
	} else {
		s.view.base.put(at, &stored{value: value})
	}
}

// Get returns the value of a public key, nil if there is none.
func (s State) Get(namespace, key string) []byte {
	if found := s.view.get(place{namespace, "", key}); found != nil && !s.view.ended() {
		return found.value
	}
	return nil
}

// Range visits the public keys of a namespace from start to before end (to the last if end is empty), in order, until visit
// returns false.
func (s State) Range(namespace, start, end string, visit func(key string, value []byte) bool) {
	s.view.scan(namespace, start, end, func(key string, found *stored) bool { return visit(key, found.value) })
}

// Written is the block that last wrote a public key, 0 if there is no such key.
func (s State) Written(namespace, key string) uint64 {
	if found := s.view.get(place{namespace, "", key}); found != nil {
		return found.version.block
	}
	return 0
}
