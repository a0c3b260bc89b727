// SPDX-License-Identifier: Apache-2.0

package village

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/community"
)

// Book is a ledger without a network: the contract writes it, a block a transaction. Tests of what reads blocks use it; those of
// the ledger itself run on a network.
type Book struct {
	Now    func() time.Time         // of the transactions; nil is the system's clock
	Handle func(ledger.Block) error // gets every block; nil: nobody does
	Blocks []ledger.Block
	state  map[string][]byte
}

// Invoke runs one transaction of a body's administrator, and returns what the contract answers.
func (b *Book) Invoke(msp, function string, args ...string) ([]byte, error) {
	if b.state == nil {
		b.state = map[string][]byte{}
	}
	now := time.Now()
	if b.Now != nil {
		now = b.Now()
	}
	page := &page{Book: b}
	tx := contract.Tx{ID: fmt.Sprintf("tx-%d", len(b.Blocks)), Time: now.Unix(), MSP: msp, Admin: true, Net: netOf(function, args)}
	answer, err := contract.Invoke(page, tx, function, args)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", function, err)
	}
	for _, w := range page.writes {
		b.state[w.Key] = w.Value
	}
	return answer, b.Append(ledger.Transaction{
		ID: tx.ID, Code: peer.TxValidationCode_VALID, Timestamp: now, Function: function, Args: args, Response: answer, Writes: page.writes,
	})
}

// netOf is the channel that a founding names: a book has no genesis block, and is every channel's.
func netOf(function string, args []string) string {
	var c contract.Constitution
	if function == "Found" && len(args) > 1 {
		_ = json.Unmarshal([]byte(args[1]), &c) // the contract says what is wrong with it
	}
	return c.Net
}

// Read reads a document, and says whether there is one.
func (b *Book) Read(doc any, kind string, attributes ...string) bool {
	raw, ok := b.state[contract.Key(kind, attributes...)]
	return ok && json.Unmarshal(raw, doc) == nil
}

// Append adds a block of transactions that the contract need not have written.
func (b *Book) Append(transactions ...ledger.Transaction) error {
	block := ledger.Block{Number: uint64(len(b.Blocks)), Hash: []byte{1}, Transactions: transactions}
	b.Blocks = append(b.Blocks, block)
	if b.Handle == nil {
		return nil
	}
	return b.Handle(block)
}

// page is the book as one transaction sees and writes it.
type page struct {
	*Book
	writes []ledger.Write
}

func (p *page) Get(keys ...string) ([][]byte, error) {
	values := make([][]byte, len(keys))
	for i, key := range keys {
		values[i] = p.state[key]
	}
	return values, nil
}

func (p *page) Put(key string, value []byte) error {
	p.writes = append(p.writes, ledger.Write{Key: key, Value: value})
	return nil
}

func (p *page) Range(kind string, attributes ...string) ([]contract.Entry, error) {
	var entries []contract.Entry
	prefix := contract.Key(kind, attributes...)
	for _, key := range slices.Sorted(maps.Keys(p.state)) {
		if strings.HasPrefix(key, prefix) {
			entries = append(entries, contract.Entry{Key: key, Value: p.state[key]})
		}
	}
	return entries, nil
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
		officers, err := json.Marshal([]contract.OfficerKey{v.Officers[body.ID].officerKey()})
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
