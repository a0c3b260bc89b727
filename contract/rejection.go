// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/election"
)

// Rejection is a ballot that does not count, with the rule it breaks.
type Rejection struct {
	Act      string           `json:"act"`
	Election string           `json:"election"`
	Right    string           `json:"right"`
	Person   string           `json:"person"`
	Channel  election.Channel `json:"channel"`
	Reason   election.Reason  `json:"reason"`
	Tx       string           `json:"tx"`
}

// Rejections are the rejected ballots that one account answers for in one election, in block order: at most
// election.MaxRejections.
type Rejections struct {
	Ballots []Rejection `json:"ballots"`
}

// RejectionAccount names who answers for the rejected ballots that a person cast for a right, as the last three attributes of their
// document "reject~C~E". A person answers for what he casts online, a right for the sheets that officers key in for it, so that
// nobody uses up what another one may leave.
func (e Election) RejectionAccount(channel election.Channel, person, right string) []string {
	if channel == election.Paper {
		return []string{e.Shard(right), string(channel), right}
	}
	sum := sha256.Sum256([]byte(person))
	return []string{e.Shard(hex.EncodeToString(sum[:])), string(channel), person}
}

// rejected is a ballot that its signer was free to cast but that a rule of the election turns down.
type rejected struct {
	rejection Rejection
	account   string // key of the document that it is kept in
}

func (r *rejected) Error() string { return string(r.rejection.Reason) }

// turnDown is a ballot's rejection, for reject.
func (c *call) turnDown(e Election, right string, ballot Ballot, reason election.Reason) error {
	account := e.RejectionAccount(ballot.Channel, ballot.Person, right)
	return &rejected{
		Rejection{
			Act: c.hash, Election: e.ID, Right: right, Person: ballot.Person, Channel: ballot.Channel, Reason: reason, Tx: c.tx.ID,
		},
		Key("reject", append([]string{c.act.Community, e.ID}, account...)...),
	}
}

// reject keeps a ballot with the reason why it does not count, unless its account is full.
func (c *call) reject(r rejected) error {
	code, reason := rejectionCode(r.rejection.Reason), r.rejection.Reason
	var kept Rejections
	if _, err := c.load(r.account, &kept); err != nil {
		return err
	}
	if len(kept.Ballots) >= election.MaxRejections {
		return act.Refuse(code, "the ballot is rejected: %s; it is not kept, as %d such ballots are", reason, election.MaxRejections)
	}
	kept.Ballots = append(kept.Ballots, r.rejection)
	if err := c.store(r.account, kept); err != nil {
		return err
	}
	if err := c.store(c.actKey(), Kept{Tx: c.tx.ID, Rejected: reason}); err != nil {
		return err
	}
	c.accept()
	return act.Refuse(code, "the ballot is rejected: %s", reason)
}
