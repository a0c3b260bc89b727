// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// waitsFor is how long, in seconds, an act may await its signatures.
const waitsFor = 14 * 24 * 3600

// waitingAtMost is how many acts of one signer may wait.
const waitingAtMost = 20

// pendingAct is an act that was signed and awaits more signatures: one of another body's officer, or those of the other owners.
type pendingAct struct {
	hash, community, kind, text, body, by string // body is "" for an owner's
	created, expires                      int64
	signatures                            []heldSignature // the first signer's first
}

// heldSignature is a signature under a waiting act.
type heldSignature struct {
	act.Signature
	person string // pseudonym of an owner
	sent   bool   // the act was relayed with this as its last signature
}

// sent says that an act was relayed, and its outcome is not known yet.
func (p pendingAct) sent() bool {
	return slices.ContainsFunc(p.signatures, func(s heldSignature) bool { return s.sent })
}

// signed are the owners who have signed.
func (p pendingAct) signed() []string {
	people := []string{}
	for _, s := range p.signatures {
		if s.person != "" {
			people = append(people, s.person)
		}
	}
	return people
}

// with is the act as it is sent with a last signature. Of two bodies' acts that is the second one, whoever else has offered his;
// of owners' acts everybody's.
func (p pendingAct) with(last act.Signature) act.Signed {
	signed := act.Signed{Text: p.text}
	for i, s := range p.signatures {
		if s.By != last.By && (p.body == "" || i == 0) {
			signed.Signatures = append(signed.Signatures, s.Signature)
		}
	}
	signed.Signatures = append(signed.Signatures, last)
	return signed
}

// querier is the desk between transactions, or one of them.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// waiting returns the waiting acts that fit, the oldest first.
func waiting(ctx context.Context, q querier, where string, args ...any) ([]pendingAct, error) {
	rows, err := q.QueryContext(ctx, `SELECT p.act, p.community, p.type, p.text, p.body, p.by, p.created, p.expires, s.person, s.signature, s.sent
		FROM pending p JOIN signatures s ON s.act = p.act WHERE `+where+" ORDER BY p.created, p.act, s.rowid", args...)
	if err != nil {
		return nil, fmt.Errorf("list the waiting acts: %w", err)
	}
	defer rows.Close()
	var all []pendingAct
	for rows.Next() {
		var p pendingAct
		var s heldSignature
		var signature []byte
		if err := rows.Scan(&p.hash, &p.community, &p.kind, &p.text, &p.body, &p.by, &p.created, &p.expires, &s.person, &signature, &s.sent); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(signature, &s.Signature); err != nil {
			return nil, err
		}
		if len(all) == 0 || all[len(all)-1].hash != p.hash {
			all = append(all, p)
		}
		last := &all[len(all)-1]
		last.signatures = append(last.signatures, s)
	}
	return all, rows.Err()
}

// keepSignature adds a signature to a waiting act, in the place of an earlier one of the same passkey.
func keepSignature(ctx context.Context, tx *sql.Tx, hash string, s heldSignature) error {
	raw, err := json.Marshal(s.Signature)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO signatures (act, by, person, signature, sent) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (act, by) DO UPDATE SET signature = excluded.signature, sent = excluded.sent`, hash, s.By, s.person, raw, s.sent)
	if err != nil {
		return fmt.Errorf("keep a signature: %w", err)
	}
	return nil
}

// takeBackSent forgets the last signatures of acts that were being sent when the process ended. What has become of them nobody told:
// those that are on the ledger wait no longer with its block, the others can be signed again.
func (d *desk) takeBackSent(ctx context.Context) error {
	if _, err := d.write.ExecContext(ctx, "DELETE FROM signatures WHERE sent"); err != nil {
		return fmt.Errorf("take back what was being sent: %w", err)
	}
	return nil
}

// leave keeps an act with its first signature. Acts of the same signer that it takes the place of are forgotten.
func (d *desk) leave(ctx context.Context, p pendingAct, instead []string) error {
	return d.inTransaction(ctx, func(tx *sql.Tx) error {
		for _, hash := range instead {
			if _, err := tx.ExecContext(ctx, "DELETE FROM pending WHERE act = ?", hash); err != nil {
				return err
			}
		}
		var others int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM pending WHERE community = ? AND by = ? AND act <> ?", p.community, p.by, p.hash).Scan(&others); err != nil {
			return err
		}
		if others >= waitingAtMost {
			return refuse("not-possible-now", "等待签名的事项过多，请先处理。", "Too many of your acts await signatures already.")
		}
		added, err := tx.ExecContext(ctx, `INSERT INTO pending (act, community, type, text, body, by, created, expires)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`, p.hash, p.community, p.kind, p.text, p.body, p.by, p.created, p.expires)
		if err != nil {
			return fmt.Errorf("keep an act that waits: %w", err)
		}
		if n, err := added.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return keepSignature(ctx, tx, p.hash, p.signatures[0])
	})
}

// needed are the owners who have to sign an act together, by their pseudonyms; of other acts nobody.
func (s *Server) needed(ctx context.Context, c, kind, text string) ([]string, error) {
	a, err := act.Parse(text, len(text))
	if err != nil {
		return nil, err
	}
	switch kind {
	case "voter.designate":
		var b vote.VoterDesignate
		if err := act.Strict(a.Body, &b); err != nil {
			return nil, err
		}
		_, rolls, err := s.inUse(ctx, c)
		if err != nil {
			return nil, err
		}
		right, err := s.right(ctx, c, b.Right, rolls)
		return right.Owners, err
	case "proxy.grant":
		var b vote.ProxyGrant
		if err := act.Strict(a.Body, &b); err != nil {
			return nil, err
		}
		return s.granting(ctx, c, b)
	}
	return nil, nil
}

// granting are who grants a proxy for a right: the voter its owners designated, or all of them.
func (s *Server) granting(ctx context.Context, c string, b vote.ProxyGrant) ([]string, error) {
	e, err := index.Read(ctx, s.Index, vote.Elections, c, b.Election)
	if err != nil {
		return nil, err
	}
	designation, err := optional(ctx, s.Index, vote.Designations, c, b.Right)
	if err != nil {
		return nil, err
	}
	right, err := index.Read(ctx, s.Index, people.Rights, c, version(e.Roll), b.Right)
	return vote.WhoDecides(right, designation), err
}

// overtaken says that an act's number was used for another act since it was signed first.
func (s *Server) overtaken(ctx context.Context, p pendingAct) (bool, error) {
	a, err := act.Parse(p.text, len(p.text))
	if err != nil {
		return false, err
	}
	last, err := s.lastLike(ctx, p, a)
	if err != nil || last < int64(a.Seq) {
		return false, err
	}
	_, err = s.Index.Get(ctx, contract.Acts, p.community, p.hash)
	if errors.Is(err, index.ErrNotFound) {
		return true, nil
	}
	return false, err
}

// lastLike is the last number that was used where a waiting act is numbered: a sheet's among the ballots of who filled it in.
func (s *Server) lastLike(ctx context.Context, p pendingAct, a act.Act) (int64, error) {
	if a.Type == "ballot.paper" {
		return s.lastBallot(ctx, p.community, a)
	}
	by, err := index.Read(ctx, s.Index, contract.Credentials, p.community, p.by)
	if err != nil {
		return 0, err
	}
	return s.lastSeq(ctx, p.community, by)
}

func (s *Server) lastBallot(ctx context.Context, community string, a act.Act) (int64, error) {
	var sheet vote.BallotPaper
	if err := act.Strict(a.Body, &sheet); err != nil {
		return 0, err
	}
	e, err := optional(ctx, s.Index, vote.Elections, community, sheet.Election) // the ledger says if there is none
	if err != nil {
		return 0, err
	}
	box, err := s.box(ctx, community, e, sheet.Right)
	last := int64(0)
	for _, b := range box.Ballots {
		if b.Person == sheet.Person {
			last = b.Seq
		}
	}
	return last, err
}

// replaced are the waiting acts of a signer that he signs anew with this one, because its number was used.
func (s *Server) replaced(ctx context.Context, p pendingAct) ([]string, error) {
	all, err := waiting(ctx, s.desk.read, "p.community = ? AND p.by = ? AND p.type = ? AND p.act <> ?", p.community, p.by, p.kind, p.hash)
	if err != nil {
		return nil, err
	}
	var hashes []string
	for _, old := range all {
		over, err := s.overtaken(ctx, old)
		if err != nil {
			return nil, err
		}
		if over && sameBody(old.text, p.text) {
			hashes = append(hashes, old.hash)
		}
	}
	return hashes, nil
}

func sameBody(a, b string) bool {
	first, err1 := act.Parse(a, len(a))
	second, err2 := act.Parse(b, len(b))
	return err1 == nil && err2 == nil && string(first.Body) == string(second.Body)
}
