// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"errors"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/convention"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/people"
)

// Note brings the store up to date with an act that took effect on the ledger: codes.withdraw, credential.enrol, credential.confirm,
// credential.revoke, worker.revoke and report.file; others are of no concern to it. Noting an act again changes nothing, so that a
// follower may begin anew. An approved roll is noted by Approved, once its chunks are loaded. ErrNotFound and ErrConflict say, as in
// Enrolled, that the ledger has an enrolment which did not pass through this store.
func (s *Store) Note(ctx context.Context, signed act.Signed) error {
	a, err := act.Parse(signed.Text, len(signed.Text))
	if err != nil {
		return err
	}
	switch a.Type {
	case people.TypeCodesWithdraw:
		return noteBy(ctx, s, a, func(b people.CodesWithdraw, by string) error { return s.CodesWithdrawn(ctx, a.Community, b.Codes, by) })
	case people.TypeCredentialEnrol:
		return s.Enrolled(ctx, a.Community, signed)
	case people.TypeCredentialConfirm:
		var body people.CredentialConfirm
		if err := act.Strict(a.Body, &body); err != nil {
			return err
		}
		return s.Confirmed(ctx, a.Community, body.Credentials)
	case people.TypeCredentialRevoke:
		return noteBy(ctx, s, a, func(b people.CredentialRevoke, by string) error { return s.Revoked(ctx, a.Community, b.Credential, by) })
	case convention.TypeReportFile:
		var body convention.ReportFile
		if err := act.Strict(a.Body, &body); err != nil {
			return err
		}
		return s.ReportsFiled(ctx, a.Community, body.Signed, act.HashOf(signed.Text).String())
	case order.TypeWorkerRevoke:
		return noteBy(ctx, s, a, func(b order.WorkerRevoke, by string) error { return s.WorkerRevoked(ctx, a.Community, b.Worker, by) })
	}
	return nil
}

// noteBy notes an act by its body and who signed it first.
func noteBy[B any](ctx context.Context, s *Store, a act.Act, note func(body B, by string) error) error {
	var body B
	if err := act.Strict(a.Body, &body); err != nil {
		return err
	}
	by, err := s.signer(ctx, a)
	if err != nil {
		return err
	}
	return note(body, by)
}

// signer is who signed an act first, or "" if the store does not know his passkey.
func (s *Store) signer(ctx context.Context, a act.Act) (string, error) {
	k, err := s.Passkey(ctx, a.Community, a.By)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return k.actor(), err
}
