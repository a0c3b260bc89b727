// SPDX-License-Identifier: Apache-2.0

package village

import (
	"crypto/rand"
	"slices"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/community"
)

// Village is a community and the people in it.
type Village struct {
	ID           string
	Constitution contract.Constitution
	Officers     map[string]*Signer // by body id
	People       map[string]*Signer // by pseudonym, once enrolled
	Roll         community.Roll
	Rights       []community.Right
	Now          func() time.Time          // by which acts are dated; nil is the system's clock
	Good         time.Duration             // for which acts are; 0: as long as the pages' own
	codes        map[string]act.InviteCode // by pseudonym
}

// New makes the people of a community with one officer a body.
func New(id string, constitution contract.Constitution) (*Village, error) {
	v := &Village{
		ID: id, Constitution: constitution, Officers: map[string]*Signer{}, People: map[string]*Signer{},
		codes: map[string]act.InviteCode{},
	}
	for _, body := range constitution.Bodies {
		officer, err := v.newSigner(body.ID, "")
		if err != nil {
			return nil, err
		}
		v.Officers[body.ID] = officer
	}
	return v, nil
}

func (v *Village) now() time.Time {
	if v.Now == nil {
		return time.Now()
	}
	return v.Now()
}

// Two are the officers of the first two bodies, in that order.
func (v *Village) Two() []*Signer {
	return []*Signer{v.Officers[v.Constitution.Bodies[0].ID], v.Officers[v.Constitution.Bodies[1].ID]}
}

// Convener is the officer of the first body.
func (v *Village) Convener() *Signer { return v.Two()[0] }

// rightsPerChunk keeps a chunk of the roll, with its keys, well inside one transaction.
const rightsPerChunk = 250

// SetRoll makes units the roll that the bodies are to approve.
func (v *Village) SetRoll(units []community.Unit) error {
	var err error
	if v.Roll, err = community.NewRoll(units, rightsPerChunk); err != nil {
		return err
	}
	v.Rights = community.Rights(units)
	return nil
}

// ApproveRoll is the two bodies' approval of the roll.
func (v *Village) ApproveRoll(version int64) (act.Signed, error) {
	return v.Act(people.TypeRollApprove, people.RollApprove{
		Version: act.Int(version), Root: v.Roll.Root, Chunks: act.Int(len(v.Roll.Chunks)),
		Rights: act.Int(v.Roll.Rights), Units: act.Int(v.Roll.Units),
	}, v.Two()...)
}

// persons are the distinct owners, in the order of the rights.
func (v *Village) persons() []string {
	var all []string
	seen := map[string]bool{}
	for _, right := range v.Rights {
		for _, owner := range right.Owners {
			if !seen[owner] {
				seen[owner] = true
				all = append(all, owner)
			}
		}
	}
	return all
}

// bulk is how many credentials or codes one act names.
const bulk = 500

// confirmed is how many passkeys an act confirms: whoever shows a stranger that one of them was enrolled shows all of them.
const confirmed = 100

// IssueCodes are the acts that invite every owner who has no invitation yet, and draws the codes.
func (v *Village) IssueCodes() ([]act.Signed, error) {
	var acts []act.Signed
	uninvited := slices.DeleteFunc(v.persons(), func(person string) bool { return v.codes[person] != act.InviteCode{} })
	for batch := range chunks(uninvited, bulk) {
		body := people.CodesIssue{Expires: act.Int(v.now().Add(30 * 24 * time.Hour).Unix())}
		for _, person := range batch {
			code, err := act.NewInviteCode(rand.Reader)
			if err != nil {
				return nil, err
			}
			v.codes[person] = code
			body.Codes = append(body.Codes, people.IssuedCode{Person: person, Code: code.Public()})
		}
		signed, err := v.Act(people.TypeCodesIssue, body, v.Convener())
		if err != nil {
			return nil, err
		}
		acts = append(acts, signed)
	}
	return acts, nil
}

// Enrol makes one passkey for every invited owner, and the acts that enrol them.
func (v *Village) Enrol() ([]act.Signed, error) {
	var acts []act.Signed
	for _, person := range v.persons() {
		signer, err := v.newSigner("", person)
		if err != nil {
			return nil, err
		}
		signed, err := v.EnrolWith(signer, v.codes[person])
		if err != nil {
			return nil, err
		}
		v.People[person] = signer
		acts = append(acts, signed)
	}
	return acts, nil
}

// EnrolWith enrols a signer's passkey with an invitation code.
func (v *Village) EnrolWith(s *Signer, code act.InviteCode) (act.Signed, error) {
	signed, err := Sign(v.Draft(people.TypeCredentialEnrol, 1, s), people.Enrol{
		Code: code.Public(), Person: s.Person, Passkey: s.Key.Passkey(),
	}, s)
	if err != nil {
		return act.Signed{}, err
	}
	signed.Signatures = append(signed.Signatures, code.Sign(signed.Text))
	return signed, nil
}

// Confirm are the acts by which two bodies confirm everybody who enrolled.
func (v *Village) Confirm() ([]act.Signed, error) {
	var acts []act.Signed
	for batch := range chunks(v.persons(), confirmed) {
		var body people.CredentialConfirm
		for _, person := range batch {
			body.Credentials = append(body.Credentials, v.People[person].Key.ID())
		}
		signed, err := v.Act(people.TypeCredentialConfirm, body, v.Two()...)
		if err != nil {
			return nil, err
		}
		acts = append(acts, signed)
	}
	return acts, nil
}

// Designate are the acts by which the owners of each co-owned right agree on the first of them as its voter.
func (v *Village) Designate() ([]act.Signed, error) {
	var acts []act.Signed
	for _, right := range v.Rights {
		if len(right.Owners) < 2 {
			continue
		}
		var signers []*Signer
		for _, owner := range right.Owners {
			signers = append(signers, v.People[owner])
		}
		signed, err := v.Act(vote.TypeVoterDesignate, vote.VoterDesignate{
			Right: right.ID, Owners: right.Owners, Voter: right.Owners[0],
		}, signers...)
		if err != nil {
			return nil, err
		}
		acts = append(acts, signed)
	}
	return acts, nil
}

// Voter is who casts for a right: its owner, or the first of its owners once Designate has taken effect.
func (v *Village) Voter(right community.Right) *Signer { return v.People[right.Owners[0]] }

// Heads are the rights that count in an election without parking.
func (v *Village) Heads() []community.Right {
	return slices.DeleteFunc(slices.Clone(v.Rights), func(r community.Right) bool { return r.Weight(false).Heads == 0 })
}
