// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"github.com/linli-project/linli/act"
)

// The most acts that may be numbered together: what one party leaves on the ledger in all its years.
const (
	maxOwnerActs   = 10_000  // of a person
	maxOfficerActs = 100_000 // of an officer's passkey
)

// sequence is the last number used, and the act it was used for.
type sequence struct {
	Act string `json:"act"`
	Seq int64  `json:"seq"`
}

// Numbering says which acts are numbered together with those of the credential, as the last two attributes of their document
// "seq~C". An owner's are numbered by person: whoever holds one back cannot deliver it after another one of the same person, with
// whichever passkey that was signed. An officer's are numbered by passkey.
func (c Credential) Numbering() []string {
	if c.Kind == Owner {
		return []string{string(Owner), c.Person}
	}
	return []string{string(Officer), c.ID}
}

func seqKey(community string, by Credential) string {
	return Key("seq", append([]string{community}, by.Numbering()...)...)
}

// nextSeq takes the next number of the first signer.
func (c *call) nextSeq() error {
	var last sequence
	key := seqKey(c.act.Community, c.signers[0])
	if _, err := c.load(key, &last); err != nil {
		return err
	}
	if int64(c.act.Seq) < last.Seq {
		if ok, err := c.load(c.actKey(), &Kept{}); err != nil || ok {
			return orElse(err, act.Refuse(Already, "this act took effect before"))
		}
	}
	if err := checkSeq(c, last); err != nil {
		return err
	}
	if err := c.signers[0].checkNumber(int64(c.act.Seq)); err != nil {
		return err
	}
	return c.store(key, sequence{Act: c.hash, Seq: int64(c.act.Seq)})
}

// checkNumber bounds what one party can leave on the ledger.
func (c Credential) checkNumber(seq int64) error {
	switch {
	case c.Kind == Owner && seq > maxOwnerActs:
		return act.Refuse(TooMany, "a person makes %d acts at most, besides ballots", maxOwnerActs)
	case c.Kind == Officer && seq > maxOfficerActs:
		return act.Refuse(TooMany, "an officer's passkey makes %d acts at most; have another passkey registered", maxOfficerActs)
	}
	return nil
}

// checkSeq refuses every number but the one after last.
func checkSeq(c *call, last sequence) error {
	seq := int64(c.act.Seq)
	switch {
	case c.hash == last.Act:
		return act.Refuse(Already, "this act took effect before")
	case seq <= last.Seq:
		return act.Refuse(Replayed, "number %d was used before; the next is %d", seq, last.Seq+1)
	case seq != last.Seq+1:
		return act.Refuse(SeqGap, "number %d is not the next one, which is %d", seq, last.Seq+1)
	}
	return nil
}

// NumberedByPerson says whether an act of this type, with so many signatures, is one of an owner's that are numbered by person. Its
// envelope names the passkey only.
func NumberedByPerson(kind string, signatures int) bool {
	switch kind {
	case "roll.object", "election.object", "voter.designate", "proxy.grant":
		return true
	case "credential.revoke":
		return signatures == 1 // of two bodies it has two
	}
	return false
}
