// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"cmp"

	"github.com/linli-project/linli/act"
)

// The most acts that may be numbered together: what one party leaves on the ledger in all its years.
const (
	maxOwnerActs   = 10_000  // of a person
	maxOfficerActs = 100_000 // of an officer's passkey, or a worker's
)

// Sequence is the last number used, and the act it was used for.
type Sequence struct {
	Act string `json:"act"`
	Seq int64  `json:"seq"`
}

// Sequences are those of all who number their acts (Credential.Numbering).
const Sequences Ref[Sequence] = "seq" // C~kind~by: the last number that a person, or an officer's or worker's passkey, used

// Numbering says which acts are numbered together with those of the credential, as the attributes of the document that numbers
// them. An owner's are numbered by person: whoever holds one back cannot deliver it after another one of the same person, with
// whichever passkey that was signed. An officer's and a worker's are numbered by passkey.
func (c Credential) Numbering(community string) []string {
	if c.Kind == Owner {
		return []string{community, string(Owner), c.Person}
	}
	return []string{community, string(c.Kind), c.ID}
}

// nextSeq takes the next number of the first signer.
func (c *Context) nextSeq() error {
	numbering := c.Signers[0].Numbering(c.Act.Community)
	last, _, err := Sequences.Get(c, numbering...)
	if err != nil {
		return err
	}
	if int64(c.Act.Seq) < last.Seq {
		if _, ok, err := Acts.Get(c, c.Act.Community, c.Hash); err != nil || ok {
			return cmp.Or(err, act.Refuse(Already))
		}
	}
	if err := c.Follows(last.Act, last.Seq); err != nil {
		return err
	}
	if err := c.Signers[0].checkNumber(int64(c.Act.Seq)); err != nil {
		return err
	}
	return Sequences.Put(c, Sequence{Act: c.Hash, Seq: int64(c.Act.Seq)}, numbering...)
}

// checkNumber bounds what one party can leave on the ledger.
func (c Credential) checkNumber(seq int64) error {
	switch {
	case c.Kind == Owner && seq > maxOwnerActs:
		return act.Refuse(TooMany, "of", "acts-of-person", "most", maxOwnerActs)
	case c.Kind != Owner && seq > maxOfficerActs:
		return act.Refuse(TooMany, "of", "acts-of-passkey", "most", maxOfficerActs)
	}
	return nil
}

// Follows refuses an act whose number is not the one after the last, which was used for the act with a hash; 0 and "" if there is none.
func (c *Context) Follows(lastAct string, last int64) error {
	seq := int64(c.Act.Seq)
	switch {
	case c.Hash == lastAct:
		return act.Refuse(Already)
	case seq <= last:
		return act.Refuse(Replayed)
	case seq != last+1:
		return act.Refuse(SeqGap)
	}
	return nil
}
