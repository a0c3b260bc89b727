// SPDX-License-Identifier: Apache-2.0

package village

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/memory"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/community"
)

// Book is a ledger without a network: the contract reads and writes it, and a transaction that it takes is a block. Tests of the
// contract, and of what reads blocks, use it; those of the ledger itself run on a network.
type Book struct {
	Net    string                   // hash (hex) of its channel's genesis block; "" is Garden's
	Now    func() time.Time         // of the transactions; nil is the system's clock
	Handle func(ledger.Block) error // gets every block; nil: nobody does
	Blocks []ledger.Block

	Version  string                                // of the rules in force from now on; "" is the newest
	Versions func(string) (*contract.Rules, error) // knows them; nil: package chapters does

	calls []call // that the contract took, in order
	state map[string][]byte
}

// rules are those of a version.
func (b *Book) rules(version string) (*contract.Rules, error) {
	if b.Versions != nil {
		return b.Versions(version)
	}
	return chapters.Version(version)
}

// User is who sends a transaction: a user of a body, or its Fabric administrator.
type User struct {
	MSP   string
	Admin bool
}

// Invoke runs one transaction of a body's administrator, and returns what the contract answers.
func (b *Book) Invoke(msp, function string, args ...string) ([]byte, error) {
	return b.Transact(User{MSP: msp, Admin: true}, function, args...)
}

// Transact carries out one transaction as chaincode does, and returns what the contract answers. What is refused leaves nothing.
func (b *Book) Transact(by User, function string, args ...string) ([]byte, error) {
	c := b.call(by, function, args)
	rules, err := b.rules(c.version)
	if err != nil {
		return nil, err
	}
	state := b.World()
	read, err := c.read(rules)
	if err == nil {
		c.answer, err = rules.Invoke(state, c.tx(), read.Function, read.Arguments)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", function, err)
	}
	var writes []ledger.Write
	for _, w := range state.Written {
		writes = append(writes, ledger.Write{Key: w.Key, Value: w.Value})
	}
	state.Commit()
	b.calls = append(b.calls, c)
	return c.answer, b.Append(ledger.Transaction{
		ID: c.id, Code: peer.TxValidationCode_VALID, Timestamp: c.at,
		Function: read.Function, Args: read.Arguments, Response: c.answer, Writes: writes,
	})
}

// World is the book as one transaction sees and writes it.
func (b *Book) World() *memory.State {
	if b.state == nil {
		b.state = map[string][]byte{}
	}
	return &memory.State{Documents: b.state}
}

// Check answers what would become of a batch of acts, as chaincode does.
func (b *Book) Check(batch string) ([]byte, error) {
	c := b.call(User{}, "Check", []string{batch})
	rules, err := b.rules(c.version)
	if err != nil {
		return nil, err
	}
	read, err := c.read(rules)
	if err != nil {
		return nil, err
	}
	return rules.Check(b.World(), c.tx(), read.Arguments[0])
}

// Clone is the book as it is now, to be written on apart from it. Its blocks go nowhere.
func (b *Book) Clone() *Book {
	clone := *b
	clone.Handle = nil
	clone.Blocks, clone.calls, clone.state = slices.Clone(b.Blocks), slices.Clone(b.calls), maps.Clone(b.state)
	return &clone
}

// State is everything that the book holds, by key.
func (b *Book) State() map[string][]byte { return maps.Clone(b.state) }

// Document is what the book holds under a key, nil if nothing.
func (b *Book) Document(kind string, attributes ...string) ([]byte, error) {
	return b.state[contract.Key(kind, attributes...)], nil
}

// Read reads a document, and says whether there is one.
func Read[D any](b *Book, ref contract.Ref[D], attributes ...string) (doc D, ok bool) {
	raw, _ := b.Document(ref.Kind(), attributes...) // never fails
	ok = raw != nil && json.Unmarshal(raw, &doc) == nil
	return doc, ok
}

// Append adds a block of transactions that the contract need not have written.
func (b *Book) Append(transactions ...ledger.Transaction) error {
	hash := sha256.Sum256(fmt.Append(nil, "block ", len(b.Blocks)))
	block := ledger.Block{Number: uint64(len(b.Blocks)), Hash: hash[:], Transactions: transactions}
	if len(b.Blocks) > 0 {
		block.Previous = b.Blocks[len(b.Blocks)-1].Hash
	}
	b.Blocks = append(b.Blocks, block)
	if b.Handle == nil {
		return nil
	}
	return b.Handle(block)
}

// Submit sends acts as one batch, of which at least one has to be kept.
func (b *Book) Submit(acts []act.Signed, err error) error {
	if err != nil {
		return err
	}
	batch, err := json.Marshal(acts)
	if err != nil {
		return err
	}
	_, err = b.Invoke("OwnersMSP", "Submit", string(batch))
	return err
}

// Found has every body found the community.
func (b *Book) Found(v *Village) error {
	constitution, err := json.Marshal(v.Constitution)
	if err != nil {
		return err
	}
	for _, body := range v.Constitution.Bodies {
		officers, err := json.Marshal([]people.OfficerKey{v.Officers[body.ID].OfficerKey()})
		if err != nil {
			return err
		}
		if _, err := b.Invoke(body.MSP, "Found", v.ID, string(constitution), string(officers)); err != nil {
			return err
		}
	}
	return nil
}

// LoadRoll has the roll approved as version and loads it.
func (b *Book) LoadRoll(v *Village, version int64) error {
	signed, err := v.ApproveRoll(version)
	if err := b.Submit([]act.Signed{signed}, err); err != nil {
		return err
	}
	return b.Load(v.ID, v.Roll, version)
}

// Load loads the chunks of a roll that is approved.
func (b *Book) Load(id string, roll community.Roll, version int64) error {
	for i := range roll.Chunks {
		args, err := chunk(id, roll, version, i)
		if err != nil {
			return err
		}
		if _, err := b.Invoke("OwnersMSP", "LoadRoll", args...); err != nil {
			return err
		}
	}
	return nil
}

// chunk are the arguments that load one chunk of a roll.
func chunk(id string, roll community.Roll, version int64, i int) ([]string, error) {
	path, err := roll.Proof(uint64(i)) //nolint:gosec // not negative
	if err != nil {
		return nil, err
	}
	proof, err := json.Marshal(path)
	return []string{id, strconv.FormatInt(version, 10), strconv.Itoa(i), string(roll.Chunks[i]), string(proof)}, err
}
