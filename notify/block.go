// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/mediation"
	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/election"
	rules "github.com/linli-project/linli/rules/mediation"
	bookings "github.com/linli-project/linli/rules/parking"
)

// Name is what the log calls the notices among the projections of the ledger.
func (n *Notifier) Name() string { return "notices" }

// Checkpoint is how far the ledger was turned into notices.
func (n *Notifier) Checkpoint(ctx context.Context, _ string) (ledger.Checkpoint, error) {
	var at ledger.Checkpoint
	if err := n.db.Read.QueryRowContext(ctx, "SELECT blocks, hash FROM checkpoint").Scan(&at.Blocks, &at.Hash); err != nil {
		return at, fmt.Errorf("read how far the notices are: %w", err)
	}
	return at, nil
}

// Apply turns one block, which the mirror has, into notices.
func (n *Notifier) Apply(ctx context.Context, b ledger.Block) error {
	return n.db.InTransaction(ctx, func(tx *sql.Tx) error {
		if done, err := n.isDone(ctx, tx, b.Number); done || err != nil { // by another server, which has the same blocks
			return err
		}
		at := b.Checkpoint()
		if _, err := tx.ExecContext(ctx, "UPDATE checkpoint SET blocks = $1, hash = $2", at.Blocks, at.Hash); err != nil {
			return err
		}
		for _, t := range b.Transactions {
			if t.Code != peer.TxValidationCode_VALID {
				continue
			}
			if err := n.transaction(ctx, tx, b.Number, t); err != nil {
				return fmt.Errorf("transaction %s: %w", t.ID, err)
			}
		}
		return nil
	})
}

func (n *Notifier) isDone(ctx context.Context, tx *sql.Tx, block uint64) (done bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT blocks > $1 FROM checkpoint", block).Scan(&done)
	return done, err
}

func (n *Notifier) transaction(ctx context.Context, tx *sql.Tx, block uint64, t ledger.Transaction) error {
	for _, w := range t.Writes {
		kind, key, ok := contract.SplitKey(w.Key)
		if !ok || w.Deleted || len(key) == 0 {
			continue
		}
		notices, err := n.noticesOf(ctx, t.Timestamp, kind, key, w.Value)
		if err != nil {
			return fmt.Errorf("%s: %w", kind, err)
		}
		for _, notice := range notices {
			notice.Community, notice.Tx, notice.block = key[0], t.ID, block
			if notice.At == 0 {
				notice.At = t.Timestamp.Unix()
			}
			if err := n.keep(ctx, tx, notice); err != nil {
				return err
			}
		}
	}
	return nil
}

// noticesOf is what people are told of a document that was written. Documents that hold ballots are not among them.
func (n *Notifier) noticesOf(ctx context.Context, at time.Time, kind string, key []string, value []byte) ([]Notice, error) {
	c, id := key[0], key[len(key)-1]
	switch kind {
	case vote.Elections.Kind():
		return read(value, stage)
	case contract.Credentials.Kind():
		var k contract.Credential
		if err := json.Unmarshal(value, &k); err != nil || k.Kind != contract.Owner {
			return nil, err
		}
		return n.passkey(ctx, at, c, k)
	case vote.Designations.Kind():
		return read(value, func(d vote.Designation) []Notice {
			return []Notice{{audience: d.Voter, Kind: VoterDesignated, Subject: key[1], renewed: true}}
		})
	case vote.Proxies.Kind():
		return read(value, func(p vote.ProxyOf) []Notice {
			return []Notice{{audience: p.Proxy, Kind: ProxyNamed, Election: key[1], Subject: key[2]}}
		})
	case orders.Orders.Kind():
		return of(orders.Orders, value, func(o orders.Order) ([]Notice, error) { return n.aboutOrder(ctx, c, id, anOrder(o)) })
	case points.Deeds.Kind():
		return of(points.Deeds, value, func(d points.Deed) ([]Notice, error) { return n.aboutHelp(ctx, at, c, id, d) })
	case convention.Breaches.Kind():
		return of(convention.Breaches, value, func(b convention.Breach) ([]Notice, error) { return n.aboutBreach(ctx, c, b) })
	case mediation.Cases.Kind():
		return of(mediation.Cases, value, func(doc rules.Case) ([]Notice, error) { return n.aboutCase(ctx, c, at.Unix(), doc) })
	case parking.Bookings.Kind():
		return of(parking.Bookings, value, func(b bookings.Booking) ([]Notice, error) { return n.aboutBooking(ctx, c, b) })
	case people.Objections.Kind():
		return read(value, func(o people.Objection) []Notice {
			if o.Answer != "" {
				return []Notice{{audience: o.Person, Kind: ObjectionAnswered, Subject: o.Act, renewed: true}}
			}
			return []Notice{{audience: toOfficers, Kind: ObjectionMade, Subject: o.Act}}
		})
	}
	return nil, nil
}

func of[D any](ref contract.Ref[D], value []byte, tell func(D) ([]Notice, error)) ([]Notice, error) {
	doc, err := ref.Decode(value)
	if err != nil {
		return nil, err
	}
	return tell(doc)
}

func read[D any](value []byte, tell func(D) []Notice) ([]Notice, error) {
	var doc D
	if err := json.Unmarshal(value, &doc); err != nil {
		return nil, err
	}
	return tell(doc), nil
}

// stages are those that everybody is told of.
var stages = map[election.Stage]Kind{
	election.StageNotice: ElectionNotice, election.StageOpen: ElectionOpened, election.StageClosed: ElectionClosed,
	election.StagePublished: ElectionPublished, election.StageFinal: ElectionFinal, election.StageAnnulled: ElectionAnnulled,
}

func stage(e vote.Election) []Notice {
	kind, ok := stages[e.Stage]
	if !ok || e.Times[string(election.StageNotice)] == 0 { // a draft that was annulled is nobody's news
		return nil
	}
	return []Notice{{audience: toOwners, Kind: kind, Election: e.ID, At: e.Times[string(e.Stage)]}}
}

// passkey tells of a change of a person's passkeys: himself, and everybody who owns something together with him.
func (n *Notifier) passkey(ctx context.Context, at time.Time, c string, k contract.Credential) ([]Notice, error) {
	kinds := map[contract.Status][2]Kind{
		contract.StatusPending: {PasskeyAdded, CoOwnerPasskeyAdded}, contract.StatusRevoked: {PasskeyRevoked, CoOwnerPasskeyRevoked},
	}[k.Status]
	if k.Status == contract.Active {
		return []Notice{{audience: k.Person, Kind: EnrolmentConfirmed, Subject: k.ID}}, nil
	}
	notices := []Notice{{audience: k.Person, Kind: kinds[0], Subject: k.ID}}
	others, err := n.coOwners(ctx, c, k.Person)
	for _, other := range others {
		notices = append(notices, Notice{audience: other, Kind: kinds[1], Subject: k.ID})
	}
	if k.Status == contract.StatusPending { // one notice a day, however many enrol
		day := at.In(china).Format(time.DateOnly)
		notices = append(notices, Notice{audience: toOfficers, Kind: EnrolmentWaits, Subject: day})
	}
	return notices, err
}

// coOwners are who owns something together with a person, in the roll in force: the ledger knows it on every body's server.
func (n *Notifier) coOwners(ctx context.Context, c, person string) ([]string, error) {
	place, err := index.Read(ctx, n.Index, contract.Communities, c)
	if err != nil {
		return nil, err
	}
	version := people.Version(place.Roll)
	var others []string
	for d, err := range n.Index.List(ctx, people.Owned, c, version, person) {
		if err != nil {
			return nil, err
		}
		right, err := index.Read(ctx, n.Index, people.Rights, c, version, d.Attributes[3])
		if err != nil {
			return nil, err
		}
		for _, owner := range right.Owners {
			if owner != person && !slices.Contains(others, owner) {
				others = append(others, owner)
			}
		}
	}
	return others, nil
}
