// SPDX-License-Identifier: Apache-2.0

package vote

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
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

// Rejected are the documents of rejected ballots.
const Rejected contract.Ref[Rejections] = "reject" // C~E~shard~channel~by: ballots turned down at once: online of a person, on paper for a right

// RejectionAccount names who answers for the rejected ballots that a person cast for a right, as the attributes of their document. A
// person answers for what he casts online, a right for the sheets that officers key in for it, so that nobody uses up what another
// one may leave.
func (e Election) RejectionAccount(community string, channel election.Channel, person, right string) []string {
	if channel == election.Paper {
		return []string{community, e.ID, e.Shard(right), string(channel), right}
	}
	sum := sha256.Sum256([]byte(person))
	return []string{community, e.ID, e.Shard(hex.EncodeToString(sum[:])), string(channel), person}
}

// RejectionCode is a reason as an outcome's code: "not-open" is NOT_OPEN.
func RejectionCode(r election.Reason) act.Code {
	return act.Code(strings.ToUpper(strings.ReplaceAll(string(r), "-", "_")))
}

// ReasonOf is the reason that a rejection's code says.
func ReasonOf(code act.Code) election.Reason {
	return election.Reason(strings.ToLower(strings.ReplaceAll(string(code), "_", "-")))
}

// turnDown rejects a ballot that its signer was free to cast but that a rule of the election turns down. It is kept with the reason,
// unless the account of who answers for it is full.
func turnDown(c *contract.Context, e Election, box Box, ballot Ballot, reason election.Reason) error {
	code, account := RejectionCode(reason), e.RejectionAccount(c.Act.Community, ballot.Channel, ballot.Person, box.Right)
	rejection := Rejection{
		Act: c.Hash, Election: e.ID, Right: box.Right, Person: ballot.Person, Channel: ballot.Channel, Reason: reason, Tx: c.Tx.ID,
	}
	return contract.Reject(act.Refuse(code), func() error {
		kept, _, err := Rejected.Get(c, account...)
		if err != nil {
			return err
		}
		if len(kept.Ballots) >= election.MaxRejections {
			return act.Refuse(code)
		}
		kept.Ballots = append(kept.Ballots, rejection)
		if !box.TurnedDown {
			box.TurnedDown = true
			if err := Boxes.Put(c, box, e.BoxOf(c.Act.Community, box.Right)...); err != nil {
				return err
			}
		}
		return Rejected.Put(c, kept, account...)
	})
}
