// SPDX-License-Identifier: Apache-2.0

package index

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/number"
)

// Act is a signed act on the ledger, as its block has it: one that took effect, or a ballot that was turned down.
type Act struct {
	Hash, Community, Number, Type string
	Subject                       contract.Subject // what it is about, as its declaration says
	Tx                            string
	Block, At                     int64    // At is Unix time
	Signers                       []string // their passkeys
}

const actColumns = "SELECT hash, community, number, type, subject_kind, subject_id, subject_part, tx, block, at, signers FROM acts WHERE "

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

// ActsAbout returns the acts of a type about a subject, those that were turned down among them, the oldest first. A subject without a
// part is about all of its parts.
func (x *Index) ActsAbout(ctx context.Context, community string, s contract.Subject, kind string) ([]Act, error) {
	const about = "community = ? AND subject_kind = ? AND subject_id = ? AND type = ?"
	const byAge = " ORDER BY block, hash"
	if s.Part == "" {
		return x.acts(ctx, about+byAge, community, s.Kind, s.ID, kind)
	}
	return x.acts(ctx, about+" AND subject_part = ?"+byAge, community, s.Kind, s.ID, kind, s.Part)
}

// FirstAbout is the block that has the first act about a subject, the next that will be if none has.
func (x *Index) FirstAbout(ctx context.Context, community string, s contract.Subject) (uint64, error) {
	var block uint64
	const first = "SELECT coalesce(min(block), ?) FROM acts WHERE community = ? AND subject_kind = ? AND subject_id = ?"
	err := x.read.QueryRowContext(ctx, first, x.Height(), community, s.Kind, s.ID).Scan(&block)
	if err != nil {
		err = fmt.Errorf("find the first act about %s: %w", s.ID, err)
	}
	return block, err
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
		var signers []byte
		err := rows.Scan(&a.Hash, &a.Community, &a.Number, &a.Type, &a.Subject.Kind, &a.Subject.ID, &a.Subject.Part, &a.Tx, &a.Block, &a.At,
			&signers)
		if err == nil {
			err = json.Unmarshal(signers, &a.Signers)
		}
		if err != nil {
			return nil, fmt.Errorf("list acts: %w", err)
		}
		all = append(all, a)
	}
	return all, rows.Err()
}

const insertAct = `INSERT INTO acts (hash, community, number, type, subject_kind, subject_id, subject_part, tx, block, at, signers)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`

// keepAct notes an act that a transaction has put on the ledger.
func keepAct(ctx context.Context, insert *sql.Stmt, block uint64, t ledger.Transaction, a Sent) error {
	signers, err := json.Marshal(a.signers())
	if err != nil {
		return err
	}
	s := a.Subject
	_, err = insert.ExecContext(ctx, a.Hash, a.Act.Community, number.Of(a.Hash), a.Act.Type, s.Kind, s.ID, s.Part, t.ID, block,
		t.Timestamp.Unix(), signers)
	return err
}

// Sent is an act that took effect, or a ballot that was turned down, as its transaction carries it.
type Sent struct {
	Hash    string // of the act, hex
	Signed  act.Signed
	Act     act.Act
	Subject contract.Subject
}

func (a Sent) signers() []string {
	passkeys := []string{}
	for _, s := range a.Signed.Signatures {
		passkeys = append(passkeys, s.By)
	}
	return passkeys
}

// ActsOf reads the acts of a batch that took effect, and the ballots that were turned down and kept, in their order; of other
// transactions, none. Of an act that stands there twice it is the one that took effect: the other may name signers who never signed.
func ActsOf(t ledger.Transaction) []Sent {
	if t.Function != "Submit" || len(t.Args) != 1 {
		return nil
	}
	batch, err := contract.ReadBatch(t.Args[0])
	if err != nil {
		return nil
	}
	outcomes, err := contract.ReadOutcomes(t.Response)
	if err != nil || len(outcomes) != len(batch) {
		return nil
	}
	rejected := rejectedBy(t)
	var acts []Sent
	for i, signed := range batch {
		a := Sent{Hash: act.HashOf(signed.Text).String(), Signed: signed}
		if json.Unmarshal([]byte(signed.Text), &a.Act) != nil {
			continue
		}
		key := contract.Acts.Key(a.Act.Community, a.Hash)
		if code := outcomes[i].Code; code != contract.OK && code != rejected[key] {
			continue
		}
		delete(rejected, key) // a ballot that is there twice is turned down twice, and kept once
		if declared, ok := chapters.Current().Act(a.Act.Type); ok {
			a.Subject = declared.SubjectOf(a.Act)
		}
		acts = append(acts, a)
	}
	return acts
}

// rejectedBy are the codes of the ballots that a transaction kept as turned down, by the keys of their documents.
func rejectedBy(t ledger.Transaction) map[string]act.Code {
	codes := map[string]act.Code{}
	for _, w := range t.Writes {
		if kind, _, ok := contract.SplitKey(w.Key); !ok || kind != contract.Acts.Kind() {
			continue
		}
		if kept, err := contract.Acts.Decode(w.Value); err == nil && kept.Rejected != "" {
			codes[w.Key] = kept.Rejected
		}
	}
	return codes
}
