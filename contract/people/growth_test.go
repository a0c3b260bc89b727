// SPDX-License-Identifier: Apache-2.0

package people_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// What an administrator may register is bounded.
func TestOfficersWithoutEnd(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found()
	attacker := w.Constitution.Bodies[3].ID
	next := 0
	more := func(count int) error {
		officers := make([]people.OfficerKey, count)
		for i := range officers {
			next++
			officers[i] = people.OfficerKey{ID: fmt.Sprintf("officer-without-end-%d", next), Passkey: w.Officers[attacker].Key.Passkey()}
		}
		_, err := w.Transact(w.Admin(attacker), "Found", w.ID, town.JSON(t, w.Constitution), town.JSON(t, officers))
		return err
	}
	town.Fails(t, more(51), contract.BadArguments)
	for range 19 { // one is there from the start
		town.Done(t, more(50))
	}
	town.Fails(t, more(50), contract.TooMany)
	town.Done(t, more(49)) // a thousand in all
	town.Fails(t, more(1), contract.TooMany)
	long := w.Constitution
	long.Name = strings.Repeat("长", 6000) // 18 kB
	_, err := w.Transact(w.Admin(attacker), "Found", "endless", town.JSON(t, long), "[]")
	town.Fails(t, err, contract.BadArguments)
}

// One officer issues codes to one person without end, each of which may become a passkey of that person. Another body can still
// invite him.
func TestCodesWithoutEnd(t *testing.T) {
	w := town.OnBook(t, "rehearsal").Found().Settle(town.TwoHomes)
	issue := func(by *village.Signer) act.Signed {
		signed, err := w.Act(people.TypeCodesIssue, people.CodesIssue{
			Codes: []people.IssuedCode{{Code: town.NewCode(t).Public(), Person: "ann"}}, Expires: act.Int(w.Now().Add(time.Hour).Unix()),
		}, by)
		return town.Must(t, signed, err)
	}
	for range 63 { // besides the first one, with which she enrolled
		w.OK(issue(w.Convener()))
	}
	w.Refused(contract.TooMany, issue(w.Convener()))
	w.OK(issue(w.Two()[1]))
}
