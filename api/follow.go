// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
)

// follow hands the blocks to everything that this server makes of them, until ctx ends or the ledger turns out to be another one.
// The mirror is first, since the others read it; the events are last, so that whoever is told of a block finds what follows from it
// everywhere.
func (s *Server) follow(ctx context.Context) error {
	others := []ledger.Projection{s.dispatch, personalNotes{s.Store, s.Log, s.genesis}, eventNotes{s.turnouts, s.hub}}
	if s.Notify != nil {
		others = slices.Insert(others, 0, ledger.Projection(s.Notify))
	}
	return ledger.Project(ctx, s.Client, s.Log, s.Index, others...)
}

// eventNotes is the projection that counts ballots, ends what waited for a block, and tells the pages.
type eventNotes struct {
	turnouts
	hub *hub
}

// Name is what the log calls it.
func (eventNotes) Name() string { return "events" }

// Checkpoint is how far the server's own database has come.
func (v eventNotes) Checkpoint(ctx context.Context, _ string) (ledger.Checkpoint, error) {
	return v.db.checkpoint(ctx)
}

// Apply takes one block.
func (v eventNotes) Apply(ctx context.Context, b ledger.Block) error {
	d := blockDigest{turnouts: v.turnouts, block: b}
	valid := validOf(b)
	if err := v.waitNoLonger(ctx, valid); err != nil { // before the block is done, so that it is read again if this fails
		return err
	}
	err := v.db.own.InTransaction(ctx, func(tx *sql.Tx) error {
		at := b.Checkpoint()
		if _, err := tx.ExecContext(ctx, "UPDATE checkpoint SET blocks = $1, hash = $2", at.Blocks, at.Hash); err != nil {
			return err
		}
		for _, t := range valid {
			if err := d.transaction(ctx, tx, t); err != nil {
				return fmt.Errorf("transaction %s: %w", t.ID, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	v.hub.publish(b.Number, d.finish(ctx))
	return nil
}

// waitNoLonger forgets what waited for the acts of a block. Few do, so that they are looked up together.
func (v eventNotes) waitNoLonger(ctx context.Context, block []transaction) error {
	waiting, err := v.db.awaited(ctx)
	if err != nil || len(waiting) == 0 {
		return err
	}
	for _, t := range block {
		for _, a := range t.acts {
			if !waiting[a.Hash] {
				continue
			}
			if err := v.db.forget(ctx, a.Hash); err != nil {
				return err
			}
		}
	}
	return nil
}

// transaction is a valid one with the acts that it carries.
type transaction struct {
	ledger.Transaction
	acts []index.Sent
}

func validOf(b ledger.Block) []transaction {
	var valid []transaction
	for _, t := range b.Transactions {
		if t.Code == peer.TxValidationCode_VALID {
			valid = append(valid, transaction{t, index.ActsOf(t)})
		}
	}
	return valid
}

// each hands on the documents that the transaction wrote: kind, the rest of the key, and value.
func (t transaction) each(do func(kind string, key []string, value []byte) error) error {
	for _, w := range t.Writes {
		kind, key, ok := contract.SplitKey(w.Key)
		if !ok || w.Deleted {
			continue
		}
		if err := do(kind, key, w.Value); err != nil {
			return fmt.Errorf("%s: %w", kind, err) // the key may hold pseudonyms, which no log is to hold
		}
	}
	return nil
}

// blockDigest gathers the events of a block.
type blockDigest struct {
	turnouts
	block  ledger.Block
	events []Event
	at     int64
	voted  [][2]string // community, election
}

func (d *blockDigest) event(name EventEvent, data map[string]any) {
	d.events = append(d.events, Event{Event: name, Block: int64(d.block.Number), Data: data}) //nolint:gosec // far below
}

func (d *blockDigest) transaction(ctx context.Context, tx *sql.Tx, t transaction) error {
	d.at = max(d.at, t.Timestamp.Unix())
	for _, a := range t.acts {
		d.act(t, a)
	}
	return t.each(func(kind string, key []string, value []byte) error {
		switch kind {
		case vote.Boxes.Kind():
			return d.box(ctx, tx, key[0], key[1], value)
		case vote.Elections.Kind():
			var e vote.Election
			if err := json.Unmarshal(value, &e); err != nil {
				return err
			}
			d.event("stage", map[string]any{"community": key[0], "election": e.ID, "stage": e.Stage, "block": d.block.Number})
		case order.Orders.Kind():
			o, err := order.Orders.Decode(value)
			if err != nil {
				return err
			}
			d.event("order", map[string]any{
				"community": key[0], "order": key[1], "state": o.State, "level": o.Level, "block": d.block.Number,
			})
		}
		return nil
	})
}

func (d *blockDigest) act(t transaction, a index.Sent) {
	data := map[string]any{"community": a.Act.Community, "act": a.Hash, "type": a.Act.Type, "block": d.block.Number, "tx": t.ID}
	if election, _ := vote.Of(a.Subject); election != "" {
		data["election"] = election
	}
	d.event("act", data)
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
	if len(box.Ballots) == 0 { // one was turned down
		return nil
	}
	e, err := index.Read(ctx, d.index, vote.Elections, c, id)
	if err != nil {
		return err
	}
	right, err := index.Read(ctx, d.index, people.Rights, c, people.Version(e.Roll), box.Right)
	if err != nil {
		return err
	}
	area, _ := right.Counted(e.Rules.CountParking)
	if _, err := tx.ExecContext(ctx, `INSERT INTO boxes (community, election, right, area, ballots) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT DO UPDATE SET ballots = excluded.ballots`, c, id, box.Right, area, len(box.Ballots)); err != nil {
		return err
	}
	d.voted = append(d.voted, [2]string{c, id})
	return nil
}

// finish adds what a block is told as a whole.
func (d *blockDigest) finish(ctx context.Context) []Event {
	counted := map[[2]string]bool{}
	for _, v := range d.voted {
		if counted[v] {
			continue
		}
		counted[v] = true
		e, err := index.Read(ctx, d.index, vote.Elections, v[0], v[1])
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
