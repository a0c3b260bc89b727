// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
)

// checkEnrolment shows of every key how it came onto the ledger.
func (v *verification) checkEnrolment() {
	for _, s := range v.enrolled {
		if err := v.enrolledBy(s); err != nil {
			v.report.fail(checkEnrolment, fmt.Errorf("%s: %w", s.ID, err))
		}
	}
	v.report.pass(checkEnrolment, "%d keys", len(v.enrolled))
}

func (v *verification) enrolledBy(s *signer) error {
	switch s.Kind {
	case contract.Officer:
		if !v.home.Knows([]string{s.Credential.Body}) {
			return fmt.Errorf("%q is no body of the community", s.Credential.Body)
		}
		return nil
	case contract.Owner:
		return v.ownerEnrolled(s)
	case contract.Worker:
		return v.workerEnrolled(s)
	case program:
		return v.programEnrolled(s)
	}
	return fmt.Errorf("nobody knows a passkey of the kind %q", s.Kind)
}

// made is the act that a document names as the one that made it.
func made[B any](v *verification, hash, kind string) (a *accepted, body B, err error) {
	if a, err = v.need(hash); err != nil {
		return nil, body, err
	}
	if a.Type != kind {
		return nil, body, fmt.Errorf("it was made by %s", a.Type)
	}
	return a, body, act.Strict(a.Body, &body)
}

// ownerEnrolled wants the person's own act, and two officers of different bodies who confirmed it in the transaction that made the
// passkey one to act with.
func (v *verification) ownerEnrolled(s *signer) error {
	a, body, err := made[people.Enrol](v, s.Credential.Act, people.TypeCredentialEnrol)
	if err != nil {
		return err
	}
	if a.By != s.ID || body.Person != s.Credential.Person || !samePasskey(body.Passkey, s.Credential.Passkey) || a.At.Block > s.At.Block {
		return errors.New("its enrolment was of another passkey, or for another person")
	}
	for i := range v.acts {
		var body people.CredentialConfirm
		a := &v.acts[i]
		if a.err != nil || a.Type != people.TypeCredentialConfirm || a.At.Tx != s.At.Tx || act.Strict(a.Body, &body) != nil ||
			!slices.Contains(body.Credentials, s.ID) {
			continue
		}
		v.needed[i] = true
		s.By = bodiesOf(a)
		return twoBodies(a)
	}
	return errors.New("the act that confirmed it is not shown")
}

func samePasskey(a, b act.Passkey) bool {
	return bytes.Equal(a.SPKI, b.SPKI) && a.BackupEligible == b.BackupEligible
}

// twoBodies wants officers of two bodies under an act.
func twoBodies(a *accepted) error {
	if len(a.Signers) != 2 || a.Signers[0].Kind != contract.Officer || a.Signers[1].Kind != contract.Officer ||
		a.Signers[0].who() == a.Signers[1].who() {
		return fmt.Errorf("%s was not signed by officers of two bodies", a.Type)
	}
	return nil
}

// bodiesOf are the bodies whose officers signed an act.
func bodiesOf(a *accepted) string {
	var ids []string
	for _, s := range a.Signers {
		ids = append(ids, s.who())
	}
	return strings.Join(ids, ",")
}

// workerEnrolled wants an officer of the worker's body, and that the worker agreed.
func (v *verification) workerEnrolled(s *signer) error {
	a, body, err := made[order.WorkerEnrol](v, s.Credential.Act, order.TypeWorkerEnrol)
	if err != nil {
		return err
	}
	if body.Worker != s.ID || !samePasskey(body.Passkey, s.Credential.Passkey) || a.At.Tx != s.At.Tx {
		return errors.New("its enrolment was of another passkey")
	}
	if len(a.Signers) != 1 || a.Signers[0].Kind != contract.Officer || a.Signers[0].who() != s.Credential.Body {
		return errors.New("it was not enrolled by an officer of its body")
	}
	s.By = bodiesOf(a)
	agreed := act.Signature{By: s.ID, ClientData: body.Agreed.ClientData, AuthData: body.Agreed.AuthData, Sig: body.Agreed.Sig}
	text := order.AgreementText(a.Net, a.Community, s.Credential.Body, s.ID)
	return agreed.VerifyPasskey(act.HashOf(text), body.Passkey, v.home.RP)
}

// programEnrolled wants officers of two bodies.
func (v *verification) programEnrolled(s *signer) error {
	a, body, err := made[device.OracleEnrol](v, s.Oracle.Act, device.TypeOracleEnrol)
	if err != nil {
		return err
	}
	if !bytes.Equal(body.Key, s.Oracle.Key) || body.Body != s.Oracle.Body || a.At.Tx != s.At.Tx {
		return errors.New("its enrolment was of another program")
	}
	s.By = bodiesOf(a)
	return twoBodies(a)
}
