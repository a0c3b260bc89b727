// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/track"
	"github.com/linli-project/linli/rules/community"
)

// follow takes what the pages need from every block, once the mirror has it.
func (s *Server) follow(ctx context.Context) error {
	return ledger.Follow(ctx, s.Client, s.desk.checkpoint(), s.digest)
}

// digest handles one block. What is written to the personal-data store may be written twice, which changes nothing.
func (s *Server) digest(ctx context.Context, b ledger.Block) error {
	if err := s.Index.Await(ctx, b.Number); err != nil {
		return err
	}
	d := blockDigest{Server: s, block: b}
	err := s.desk.inTransaction(ctx, func(tx *sql.Tx) error {
		at := b.Checkpoint()
		if _, err := tx.ExecContext(ctx, "UPDATE checkpoint SET blocks = ?, hash = ?", at.Blocks, at.Hash); err != nil {
			return err
		}
		for _, t := range b.Transactions {
			if t.Code != peer.TxValidationCode_VALID {
				continue
			}
			if err := d.transaction(ctx, tx, t); err != nil {
				return fmt.Errorf("transaction %s: %w", t.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	s.desk.moveTo(b.Checkpoint())
	s.hub.publish(b.Number, d.finish(ctx))
	return nil
}

// blockDigest gathers the events of a block.
type blockDigest struct {
	*Server
	block  ledger.Block
	events []Event
	at     int64
	voted  [][2]string // community, election
}

func (d *blockDigest) event(name EventEvent, data map[string]any) {
	d.events = append(d.events, Event{Event: name, Block: int64(d.block.Number), Data: data}) //nolint:gosec // far below
}

func (d *blockDigest) transaction(ctx context.Context, tx *sql.Tx, t ledger.Transaction) error {
	d.at = max(d.at, t.Timestamp.Unix())
	acts := actsOf(t)
	for _, w := range t.Writes {
		kind, attributes, ok := contract.SplitKey(w.Key)
		if !ok || w.Deleted {
			continue
		}
		if err := d.write(ctx, tx, t, acts, kind, attributes, w.Value); err != nil {
			return fmt.Errorf("%s %v: %w", kind, attributes, err)
		}
	}
	return nil
}

func (d *blockDigest) write(ctx context.Context, tx *sql.Tx, t ledger.Transaction, acts map[string]sentAct, kind string, key []string, value []byte) error {
	switch kind {
	case "act":
		return d.kept(ctx, tx, t, key[0], key[1], acts[key[1]])
	case "box":
		return d.box(ctx, tx, key[0], key[1], value)
	case "election":
		var e contract.Election
		if err := json.Unmarshal(value, &e); err != nil {
			return err
		}
		d.event("stage", map[string]any{"community": key[0], "election": e.ID, "stage": e.Stage, "block": d.block.Number})
	case "community":
		d.identity(kind, d.keepCommunity(ctx, key[0], value))
	case "roll":
		d.identity(kind, d.rollLoaded(ctx, key[0], value))
	}
	return nil
}

// sentAct is an act as a transaction carries it.
type sentAct struct {
	signed act.Signed
	act    act.Act
	names  struct{ Election, Right string }
}

// publishers are the passkeys of who signed the publication of a result; of other acts nobody need look them up.
func (a sentAct) publishers() []string {
	passkeys := []string{}
	if a.act.Type == "election.publish" {
		for _, s := range a.signed.Signatures {
			passkeys = append(passkeys, s.By)
		}
	}
	return passkeys
}

// actsOf reads the acts of a batch, by hash; of other transactions, none. Of an act that stands there twice it is the one that took
// effect: the other may name signers who never signed.
func actsOf(t ledger.Transaction) map[string]sentAct {
	acts := map[string]sentAct{}
	var batch []act.Signed
	if t.Function != "Submit" || len(t.Args) != 1 || json.Unmarshal([]byte(t.Args[0]), &batch) != nil {
		return acts
	}
	var outcomes []contract.Outcome
	if json.Unmarshal(t.Response, &outcomes) != nil || len(outcomes) != len(batch) {
		return acts
	}
	for i, signed := range batch {
		a := sentAct{signed: signed}
		if json.Unmarshal([]byte(signed.Text), &a.act) != nil || json.Unmarshal(a.act.Body, &a.names) != nil {
			continue
		}
		if _, twice := acts[outcomes[i].Act]; !twice || outcomes[i].Code == contract.OK {
			acts[outcomes[i].Act] = a
		}
	}
	return acts
}

func (d *blockDigest) kept(ctx context.Context, tx *sql.Tx, t ledger.Transaction, c, hash string, a sentAct) error {
	signers, err := json.Marshal(a.publishers())
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO kept (act, community, number, type, election, right, tx, block, at, signers)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		hash, c, track.Number(hash), a.act.Type, a.names.Election, a.names.Right, t.ID, d.block.Number, t.Timestamp.Unix(), signers); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM pending WHERE act = ?1; DELETE FROM sent WHERE act = ?1", hash); err != nil {
		return err
	}
	data := map[string]any{"community": c, "act": hash, "type": a.act.Type, "block": d.block.Number, "tx": t.ID}
	if a.names.Election != "" {
		data["election"] = a.names.Election
	}
	d.event("act", data)
	d.identity(a.act.Type, d.note(ctx, c, a))
	return nil
}

// box counts a right's ballots; nothing of them but how many.
func (d *blockDigest) box(ctx context.Context, tx *sql.Tx, c, id string, value []byte) error {
	var box struct {
		Right   string            `json:"right"`
		Ballots []json.RawMessage `json:"ballots"`
	}
	if err := json.Unmarshal(value, &box); err != nil {
		return err
	}
	e, err := index.Read[contract.Election](ctx, d.Index, "election", c, id)
	if err != nil {
		return err
	}
	right, err := index.Read[community.Right](ctx, d.Index, "right", c, version(e.Roll), box.Right)
	if err != nil {
		return err
	}
	area, _ := right.Counted(e.Rules.CountParking)
	if _, err := tx.ExecContext(ctx, `INSERT INTO boxes (community, election, right, area, ballots) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET ballots = excluded.ballots`, c, id, box.Right, area, len(box.Ballots)); err != nil {
		return err
	}
	d.voted = append(d.voted, [2]string{c, id})
	return nil
}

// finish adds what a block is told as a whole.
func (d *blockDigest) finish(ctx context.Context) []Event {
	told := map[[2]string]bool{}
	for _, v := range d.voted {
		if told[v] {
			continue
		}
		told[v] = true
		e, err := index.Read[contract.Election](ctx, d.Index, "election", v[0], v[1])
		if err != nil {
			continue // the next turnout will tell
		}
		t, err := d.turnout(ctx, v[0], e)
		if err != nil {
			continue
		}
		d.event("turnout", map[string]any{
			"community": v[0], "election": v[1], "heads": t.Heads, "areaDm2": t.AreaDm2, "of": t.Of, "ballots": t.Ballots,
		})
	}
	d.event("block", map[string]any{"block": d.block.Number, "at": d.at})
	return d.events
}

// identity logs what the personal-data store could not note. That it does not know the letter or the passkey is no fault: they
// may be those of another body's server.
func (d *blockDigest) identity(what string, err error) {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, identity.ErrNotFound), errors.Is(err, identity.ErrConflict):
		d.Log.Debug("noted in the personal-data store", "what", what, "block", d.block.Number, "known", err == nil)
	default:
		d.Log.Error("not noted in the personal-data store", "what", what, "block", d.block.Number, "error", err)
	}
}
