// SPDX-License-Identifier: Apache-2.0

package contract_test

import (
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/town"
)

// An act is valid from its first second to its last, and an invitation to its last.
func TestSecondsOfAnActAndOfAnInvitation(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	const month = 30 * 24 * time.Hour
	code := w.CodesFor(month, "ann")[0]
	expires := w.Now().Add(month).Unix()
	signed := w.Make("codes.issue", people.CodesIssue{
		Codes: []people.IssuedCode{{Code: town.NewCode(t).Public(), Person: "bob"}}, Expires: act.Int(expires),
	}, w.Convener())
	a, err := act.Parse(signed.Text, 1<<16)
	town.Done(t, err)
	enrol := func() act.Signed {
		enrolment, err := w.EnrolWith(w.Signer("", "ann"), code)
		return town.Must(t, enrolment, err)
	}
	for _, at := range []struct {
		second int64
		code   act.Code
	}{
		{int64(a.NBF) - 1, contract.NotYet},
		{int64(a.Exp) + 1, contract.Expired},
		{int64(a.NBF), contract.OK},
		{int64(a.Exp), contract.OK},
	} {
		w.Reach(at.second)
		if at.code != contract.OK {
			w.Refused(at.code, signed)
		} else if o := w.Outcomes(signed)[0]; o.Code != contract.OK {
			t.Errorf("%d: %s", at.second, town.Said(o))
		}
	}
	w.OK(signed)
	w.Reach(expires + 1)
	w.Refused(contract.Expired, enrol())
	w.Reach(expires)
	w.OK(enrol())
}
