// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/number"
)

// Act is a signed act on the ledger, as its block has it: one that took effect, or a ballot that was turned down.
type Act struct {
	Hash, Community, Number, Type string
	Election, Right               string // what it is about, or ""
	Tx                            string
	Block, At                     int64    // At is Unix time
	Publishers                    []string // passkeys of who signed the publication of a result; of other acts nobody need look them up
}

// IsBallot says whether the act casts a ballot.
func (a Act) IsBallot() bool { return strings.HasPrefix(a.Type, "ballot.") }

const actColumns = "SELECT hash, community, number, type, election, right, tx, block, at, publishers FROM acts WHERE "

// Act returns the act with a hash, or ErrNotFound.
func (x *Index) Act(ctx context.Context, hash string) (Act, error) {
	all, err := x.acts(ctx, "hash = ?", hash)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("act %s: %w", hash, ErrNotFound)
	}
	if err != nil {
		return Act{}, err
	}
	return all[0], nil
}

// ActsNumbered returns the acts of a community with a number, the oldest first: one, or none, unless two hashes have the same.
func (x *Index) ActsNumbered(ctx context.Context, community, n string) ([]Act, error) {
	return x.acts(ctx, "community = ? AND number = ? ORDER BY block, hash", community, n)
}

// ActsOfElection returns an election's acts of a type, the oldest first.
func (x *Index) ActsOfElection(ctx context.Context, community, election, kind string) ([]Act, error) {
	return x.acts(ctx, "community = ? AND election = ? AND type = ? ORDER BY block, hash", community, election, kind)
}

// BallotsOf returns the ballots that were cast online for a right in an election, those that were turned down among them, the
// oldest first.
func (x *Index) BallotsOf(ctx context.Context, community, election, right string) ([]Act, error) {
	return x.acts(ctx, "community = ? AND election = ? AND type = 'ballot.cast' AND right = ? ORDER BY block, hash", community, election, right)
}

func (x *Index) acts(ctx context.Context, where string, args ...any) ([]Act, error) {
	rows, err := x.read.QueryContext(ctx, actColumns+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list acts: %w", err)
	}
	defer rows.Close()
	var all []Act
	for rows.Next() {
		var a Act
		var publishers []byte
		err := rows.Scan(&a.Hash, &a.Community, &a.Number, &a.Type, &a.Election, &a.Right, &a.Tx, &a.Block, &a.At, &publishers)
		if err == nil {
			err = json.Unmarshal(publishers, &a.Publishers)
		}
		if err != nil {
			return nil, fmt.Errorf("list acts: %w", err)
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

const insertAct = `INSERT INTO acts (hash, community, number, type, election, right, tx, block, at, publishers)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

// keepAct notes an act that a transaction has put on the ledger; key is that of its document.
func keepAct(ctx context.Context, insert *sql.Stmt, block uint64, t ledger.Transaction, key []string, a Sent) error {
	publishers, err := json.Marshal(a.publishers())
	if err != nil {
		return err
	}
	community, hash := key[0], key[1]
	_, err = insert.ExecContext(ctx, hash, community, number.Of(hash), a.Act.Type, a.Election, a.Right, t.ID, block, t.Timestamp.Unix(), publishers)
	return err
}

// Sent is an act as a transaction carries it.
type Sent struct {
	Signed          act.Signed
	Act             act.Act
	Election, Right string // of its body
}

func (a Sent) publishers() []string {
	passkeys := []string{}
	if a.Act.Type == "election.publish" {
		for _, s := range a.Signed.Signatures {
			passkeys = append(passkeys, s.By)
		}
	}
	return passkeys
}

// ActsOf reads the acts of a batch, by hash; of other transactions, none. Of an act that stands there twice it is the one that took
// effect: the other may name signers who never signed.
func ActsOf(t ledger.Transaction) map[string]Sent {
	acts := map[string]Sent{}
	if t.Function != "Submit" || len(t.Args) != 1 {
		return acts
	}
	batch, err := contract.ReadBatch(t.Args[0])
	if err != nil {
		return acts
	}
	var outcomes []contract.Outcome
	if json.Unmarshal(t.Response, &outcomes) != nil || len(outcomes) != len(batch) {
		return acts
	}
	for i, signed := range batch {
		a := Sent{Signed: signed}
		var about struct{ Election, Right string }
		if json.Unmarshal([]byte(signed.Text), &a.Act) != nil || json.Unmarshal(a.Act.Body, &about) != nil {
			continue
		}
		a.Election, a.Right = about.Election, about.Right
		if _, twice := acts[outcomes[i].Act]; !twice || outcomes[i].Code == contract.OK {
			acts[outcomes[i].Act] = a
		}
	}
	return acts
}
