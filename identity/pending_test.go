// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
)

// A small community: 甲 and 乙 share a flat, 丙 and 丁 have one each.
const smallRoll = header + "1幢,1,101,住宅,88,甲,乙,,,已交付\n1幢,1,102,住宅,88,丙,,ID3,,已交付\n1幢,1,103,住宅,70,丁,,,,已交付\n"

func (town *town) small() {
	town.Helper()
	town.found()
	town.approve(town.accept(town.dryRun(strings.NewReader(smallRoll))))
}

func (town *town) pending(officer string) map[string]identity.Pending {
	town.Helper()
	list, err := town.Pending(town.Context(), garden, officer)
	if err != nil {
		town.Fatal(err)
	}
	byName := make(map[string]identity.Pending)
	for _, p := range list {
		byName[p.Name] = p
	}
	return byName
}

func TestPendingEnrolments(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		town.small()
		owners, residents := town.officers["owners"].ID, town.officers["residents"].ID
		neighbour := town.addOfficer("residents", "甲", town.person("甲").Pseudonym)
		for _, name := range []string{"甲", "乙", "丙", "丁"} {
			town.enrol(town.invite(town.person(name).Pseudonym)[0])
		}
		pending := town.pending(residents)
		if p := pending["乙"]; len(pending) != 4 || !slices.Equal(p.Houses, []string{"1幢-1-101"}) || p.OwnCase || p.Letter.Used == 0 ||
			p.HasNumber {
			t.Errorf("%d pending, %+v", len(pending), p)
		}
		if !pending["丙"].HasNumber {
			t.Error("丙 has an ID number in the register")
		}
		// Own cases: the officer himself, and who shares his flat.
		theirs := town.pending(neighbour.ID)
		if !theirs["甲"].OwnCase || !theirs["乙"].OwnCase || theirs["丙"].OwnCase {
			t.Errorf("own cases of 甲: %+v", theirs)
		}
		if err := town.Check(ctx, garden, pending["乙"].Credential, neighbour.ID, true, ""); !errors.Is(err, identity.ErrOwnCase) {
			t.Errorf("甲 checked 乙: %v", err)
		}
		// Checks: 乙 and 丙 good, 丙 doubted by the other, 丁 by delivery, 甲 not at all.
		for _, c := range []struct {
			name, officer string
			good          bool
		}{{"乙", owners, true}, {"丙", owners, true}, {"丙", residents, false}} {
			if err := town.Check(ctx, garden, pending[c.name].Credential, c.officer, c.good, "出示身份证"); err != nil {
				t.Fatal(err)
			}
		}
		letter := pending["丁"].Letter
		if err := town.MarkLetters(ctx, garden, letter.Batch, []int64{letter.Number}, identity.Delivered, owners); err != nil {
			t.Fatal(err)
		}
		if checks := town.pending(owners)["丙"].Checks; len(checks) != 2 || checks[0].Note != "出示身份证" || checks[0].Body == checks[1].Body {
			t.Errorf("checks %+v", checks)
		}
		var ready []string
		for name, p := range town.pending(neighbour.ID) {
			if p.Ready {
				ready = append(ready, name)
			}
		}
		if slices.Sort(ready); !slices.Equal(ready, []string{"丁", "乙"}) {
			t.Errorf("ready to be confirmed: %v", ready)
		}
		confirm := people.CredentialConfirm{Credentials: []string{pending["乙"].Credential, pending["丁"].Credential}}
		town.submit(town.sign("credential.confirm", confirm, town.two()...))
		if k, err := town.Passkey(ctx, garden, pending["乙"].Credential); err != nil || k.Enrolled == 0 || k.Confirmed == 0 {
			t.Errorf("%+v %v", k, err)
		}
		if left := town.pending(owners); len(left) != 2 || left["乙"].Credential != "" {
			t.Errorf("left %+v", left)
		}
		if err := town.Check(ctx, garden, pending["乙"].Credential, owners, true, ""); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("checked after confirmation: %v", err)
		}
	})
}

func TestEnrolment(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		town.small()
		codes := town.invite()
		_, signed := town.enrol(codes[0])
		if err := town.Enrolled(ctx, garden, signed); err != nil {
			t.Errorf("the same act again: %v", err)
		}
		letter, err := town.Invitation(ctx, garden, codes[1].Public())
		if err != nil {
			t.Fatal(err)
		}
		stranger := newDevice(constitution.RP)
		foreign := town.sign("credential.enrol", people.Enrol{Code: codes[1].Public(), Person: letter.Person,
			Passkey: ledgerKey(t, stranger, town)}, stranger)
		if err := town.Enrolled(ctx, garden, foreign); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("a passkey that was not registered for this person: %v", err)
		}
		if err := town.Enrolled(ctx, garden, town.sign("codes.issue", people.CodesIssue{Codes: []people.IssuedCode{}},
			stranger)); !errors.Is(err, identity.ErrConflict) {
			t.Errorf("another act: %v", err)
		}
		events, err := town.Audit(ctx, garden, 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range events {
			if e.Number != int64(i+1) || strings.ContainsAny(e.Actor+e.Action+e.Subject, "甲乙丙丁幢") {
				t.Errorf("event %+v", e)
			}
		}
	})
}

// ledgerKey is the passkey of a device that registers for 丁.
func ledgerKey(t *testing.T, d *device, town *town) (key act.Passkey) {
	t.Helper()
	k := d.mustRegister(t, town.rp, identity.Holder{Person: town.person("丁").Pseudonym})
	key, err := k.Ledger()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestRecovery(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		town.small()
		person := town.person("乙").Pseudonym
		own := town.addOfficer("residents", "甲", town.person("甲").Pseudonym)
		old, _ := town.enrol(town.invite(person)[0])
		opener := town.officers["owners"].ID
		if _, err := town.OpenRecovery(ctx, garden, person, "手机丢了", own.ID); !errors.Is(err, identity.ErrOwnCase) {
			t.Errorf("opened for who shares a unit: %v", err)
		}
		r, err := town.OpenRecovery(ctx, garden, person, "手机丢了", opener)
		if err != nil {
			t.Fatal(err)
		}
		if err := town.CancelRecovery(ctx, garden, r.ID, own.ID); !errors.Is(err, identity.ErrOwnCase) {
			t.Errorf("cancelled for who shares a unit: %v", err)
		}
		if _, err := town.OpenRecovery(ctx, garden, person, "又丢了", opener); !errors.Is(err, identity.ErrConflict) {
			t.Errorf("opened twice: %v", err)
		}
		agree := func(officer string, want error) {
			t.Helper()
			if _, err := town.AgreeRecovery(ctx, garden, r.ID, officer); !errors.Is(err, want) {
				t.Errorf("%s agreed: %v, want %v", officer, err, want)
			}
		}
		agree(own.ID, identity.ErrOwnCase)
		agree(town.officers["owners"].ID, nil)
		agree(town.officers["owners"].ID, identity.ErrConflict)
		var pdf bytes.Buffer
		if _, _, err := town.FinishRecovery(ctx, garden, r.ID, town.order(), &pdf); !errors.Is(err, identity.ErrConflict) || pdf.Len() > 0 {
			t.Errorf("finished by one body: %v", err)
		}
		agree(town.officers["residents"].ID, nil)
		partial := town.order()
		partial.Officer = own.ID
		if _, _, err := town.FinishRecovery(ctx, garden, r.ID, partial, &pdf); !errors.Is(err, identity.ErrOwnCase) || pdf.Len() > 0 {
			t.Errorf("a letter printed by who shares a unit: %v", err)
		}
		if _, _, err := town.FinishRecovery(ctx, garden, r.ID, town.order(),
			printer(func([]byte) error { return io.ErrClosedPipe })); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("the letter was not printed: %v", err)
		}
		done, printed, err := town.FinishRecovery(ctx, garden, r.ID, town.order(), printer(func([]byte) error {
			_, _, err := town.FinishRecovery(ctx, garden, r.ID, town.order(), &pdf)
			if !errors.Is(err, identity.ErrNotFound) {
				t.Errorf("finished while it is being finished: %v", err)
			}
			return nil
		}))
		if err != nil || done.Person != person || done.Reason != r.Reason || done.Done == 0 || printed.Letters != 1 {
			t.Fatalf("%+v %v", done, err)
		}
		if _, _, err := town.FinishRecovery(ctx, garden, r.ID, town.order(), &pdf); !errors.Is(err, identity.ErrNotFound) {
			t.Errorf("finished twice: %v", err)
		}
		// The old passkey is revoked on the ledger, and the new letter gives a new one.
		town.submit(town.sign("credential.revoke", people.CredentialRevoke{Credential: old.id(), Reason: done.Reason}, town.two()...))
		if got := town.actions(old.id()); !strings.HasSuffix(got, " passkey.revoked") {
			t.Errorf("audit %s", got)
		}
		if err := town.Used(ctx, garden, old.id()); !errors.Is(err, identity.ErrRevoked) {
			t.Errorf("a revoked passkey logs in: %v", err)
		}
		town.submit(town.sign("codes.issue", printed.Issue[0], town.officer("owners")))
		drawn := town.drawn.Drawn()
		fresh, _ := town.enrol(drawn[len(drawn)-1])
		if p := town.pending(town.officers["owners"].ID)["乙"]; p.Credential != fresh.id() || p.Others != 0 {
			t.Errorf("pending %+v", p)
		}
		if _, err := town.Revoke(ctx, garden, person, fresh.id(), "不是本人", own.ID); !errors.Is(err, identity.ErrOwnCase) {
			t.Errorf("revoked for who shares a unit: %v", err)
		}
		revoke, err := town.Revoke(ctx, garden, person, fresh.id(), "不是本人", opener)
		if err != nil {
			t.Fatal(err)
		}
		town.submit(town.sign("credential.revoke", revoke, town.two()...))
		if text, err := town.Text(ctx, garden, person, revoke.Reason); err != nil || text.Text != "不是本人" || text.Person != person {
			t.Errorf("%+v %v", text, err)
		}
		list, err := town.Recoveries(ctx, garden)
		if err != nil || len(list) != 1 || list[0].Done == 0 || !slices.Equal(list[0].Agreed, []string{"owners", "residents"}) {
			t.Errorf("recoveries %+v %v", list, err)
		}
	})
}

// printer is what a letter is written to.
type printer func(pdf []byte) error

func (p printer) Write(pdf []byte) (int, error) { return len(pdf), p(pdf) }
