// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"errors"
	"fmt"
	"math"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
)

// signer is a key under which something is signed, as the ledger had it.
type signer struct {
	ID         string
	Kind       contract.CredentialKind // or program
	Credential contract.Credential     // of a person
	Oracle     device.Oracle           // of a program
	At         written                 // where it was written
	By         string                  // the bodies whose officers enrolled it
}

// program is the kind of a signer that is nobody's passkey.
const program contract.CredentialKind = "oracle"

// who is the body or the person that a signer acts for.
func (s *signer) who() string {
	switch s.Kind {
	case contract.Owner:
		return s.Credential.Person
	case program:
		return s.Oracle.Body
	case contract.Officer, contract.Worker:
	}
	return s.Credential.Body
}

// checkSignatures verifies every signature under the key that the ledger has for it.
func (v *verification) checkSignatures() {
	count := 0
	if err := v.findHome(); err != nil && len(v.acts) > 0 {
		v.report.fail(checkSignatures, err)
	}
	for i := range v.acts {
		a := &v.acts[i]
		if a.err != nil {
			continue // which is said
		}
		if err := v.authenticate(a); err != nil {
			v.report.fail(checkSignatures, fmt.Errorf("act %d (%s): %w", i, a.Type, err))
		}
		count += len(a.Signatures)
	}
	v.report.pass(checkSignatures, "%d signatures", count)
}

// findHome reads the community, whose pages passkeys are for.
func (v *verification) findHome() (err error) {
	if v.home, _, err = use(v, contract.Communities, math.MaxUint64, v.Claim.Community); err != nil {
		v.home = contract.Community{} // nothing of one that cannot be read
		return err
	}
	if v.home.ID != v.Claim.Community || v.home.Net != v.head.Genesis.String() {
		return errors.New("the community is of another ledger")
	}
	return nil
}

func (v *verification) authenticate(a *accepted) error {
	if err := checkNames(a); err != nil {
		return err
	}
	if a.Type == people.TypeCredentialEnrol {
		return v.enrolment(a)
	}
	for _, s := range a.Signatures {
		by, err := v.signer(s, a.At.Block)
		if err != nil {
			return err
		}
		if by.Kind == program {
			err = s.VerifyKey(a.Text, by.Oracle.Key)
		} else {
			err = s.VerifyPasskey(act.HashOf(a.Text), by.Credential.Passkey, v.home.RP)
		}
		if err != nil {
			return fmt.Errorf("signature of %s: %w", s.By, err)
		}
		a.Signers = append(a.Signers, by)
	}
	return asked(a)
}

// asked wants those under an act whom its type asks for, and nobody else: a signature that was left out, or added later, is no part of what
// took effect.
func asked(a *accepted) error {
	declared, ok := chapters.Current().Act(a.Type)
	if !ok {
		return errors.New("there is no such act")
	}
	var persons []contract.Credential
	for _, s := range a.Signers {
		if s.Kind != program {
			persons = append(persons, s.Credential)
		}
	}
	switch by := declared.SignedBy(); by.Name {
	case contract.ByOracle.Name, contract.ByOracleOrOfficer.Name:
		if len(a.Signers) != 1 || by.Name == contract.ByOracle.Name && len(persons) > 0 {
			return errors.New("it is not signed by one program")
		}
		return by.Check(persons)
	default:
		if len(persons) < len(a.Signers) {
			return errors.New("a program signed it")
		}
		return by.Check(persons)
	}
}

// checkNames looks at who an act says has signed it.
func checkNames(a *accepted) error {
	switch n := len(a.Signatures); {
	case n == 0 || n > contract.MaxSignatures:
		return fmt.Errorf("it has %d signatures", n)
	case a.Signatures[0].By != a.By:
		return errors.New("its first signature is not by whom it names")
	}
	seen := map[string]bool{}
	for _, s := range a.Signatures {
		if seen[s.By] {
			return errors.New("somebody signed it twice")
		}
		seen[s.By] = true
	}
	return nil
}

// enrolment is signed by the passkey that it enrols, and by the code of the letter.
func (v *verification) enrolment(a *accepted) error {
	var body people.Enrol
	if err := act.Strict(a.Body, &body); err != nil {
		return err
	}
	if len(a.Signatures) != 2 {
		return errors.New("an enrolment has two signatures")
	}
	if err := a.Signatures[0].VerifyPasskey(act.HashOf(a.Text), body.Passkey, v.home.RP); err != nil {
		return err
	}
	return a.Signatures[1].VerifyInvite(a.Text, body.Code)
}

// signer finds whose key it is, as the ledger had it up to a block: a person's, or a program's, whose signature has no parts.
func (v *verification) signer(s act.Signature, block uint64) (by *signer, err error) {
	by = &signer{ID: s.By}
	if len(s.ClientData) == 0 && len(s.AuthData) == 0 {
		by.Kind = program
		if by.Oracle, by.At, err = use(v, device.Oracles, block, v.Claim.Community, s.By); err != nil {
			return nil, err
		}
		if by.Oracle.Retired != "" {
			return nil, fmt.Errorf("the program %s was ended before", s.By)
		}
		return v.known(by), nil
	}
	if by.Credential, by.At, err = use(v, contract.Credentials, block, v.Claim.Community, s.By); err != nil {
		return nil, err
	}
	if by.Kind = by.Credential.Kind; by.Credential.ID != s.By || by.Credential.Status != contract.Active {
		return nil, fmt.Errorf("the passkey %s was not in force: %s", s.By, by.Credential.Status)
	}
	return v.known(by), nil
}

// known is a signer that is in the list of those whose enrolment is checked.
func (v *verification) known(by *signer) *signer {
	for _, other := range v.enrolled {
		if other.ID == by.ID && other.At.Block == by.At.Block && other.At.Index == by.At.Index {
			return other
		}
	}
	v.enrolled = append(v.enrolled, by)
	return by
}
