// SPDX-License-Identifier: Apache-2.0

package parking

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	rules "github.com/linli-project/linli/rules/parking"
)

// Regulation is what a community adopts for its parking. Without one its spaces are for its households alone: spaces serve the owners and
// users of an estate first (Shanghai, Art. 62).
type Regulation struct {
	Ahead  act.Int `json:"ahead"`  // seconds before a booking begins from which on others may ask for it; 0: at any time
	Others bool    `json:"others"` // whether bodies may book for their people
}

// Hash is what a contest puts to the vote that is to adopt it: SHA-256 (hex) of its canonical JSON (RFC 8785).
func (r Regulation) Hash() (string, error) {
	text, err := act.Canonical(r)
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:]), err
}

// ReadRegulation reads one that is put to the vote. The text has to be canonical, as its hash is.
func ReadRegulation(text string) (r Regulation, err error) {
	if err := act.Strict([]byte(text), &r); err != nil {
		return r, err
	}
	return r, r.check()
}

func (r Regulation) check() error {
	if r.Ahead > rules.MaxAhead || r.Ahead > 0 && !r.Others {
		return act.Refuse(act.BadField, "of", "parking-ahead", "most", rules.MaxAhead)
	}
	return nil
}

// Adopted is the regulation in force.
type Adopted struct {
	Regulation
	Act      string `json:"act"` // hash of the act that put it in force
	At       int64  `json:"at"`  // Unix time
	Contest  string `json:"contest"`
	Election string `json:"election"`
	Voted    int64  `json:"voted"` // when the result was published, Unix time
}

// Regulations are the communities' in force.
const Regulations contract.Ref[Adopted] = "regulation" // C: whether others than households may book spaces, as adopted last

// ParkingAdopt is the body of parking.adopt: two bodies put a regulation in force that the owners have adopted. The contest names it by its
// hash.
type ParkingAdopt struct {
	Contest    string     `json:"contest"`
	Election   string     `json:"election"`
	Regulation Regulation `json:"regulation"`
}

func adopt(c *contract.Context, b ParkingAdopt) error {
	if err := b.Regulation.check(); err != nil {
		return err
	}
	hash, err := b.Regulation.Hash()
	if err != nil {
		return err
	}
	voted, err := vote.AgreedTo(c, b.Election, b.Contest, hash)
	if err != nil {
		return err
	}
	before, _, err := Regulations.Get(c, c.Act.Community)
	switch {
	case err != nil:
		return err
	case voted <= before.Voted:
		return act.Refuse(contract.Exists, "of", "regulation")
	}
	return Regulations.Put(c, Adopted{
		Regulation: b.Regulation, Act: c.Hash, At: c.Tx.Time, Contest: b.Contest, Election: b.Election, Voted: voted,
	}, c.Act.Community)
}
