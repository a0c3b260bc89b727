// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
)

// proposeAs is what one body's administrator can do alone: found a community on a constitution of his own.
func proposeAs(t *testing.T, l *village.Ledger, body, id string, c contract.Constitution, officers ...people.OfficerKey) (people.Founding, error) {
	t.Helper()
	var founding people.Founding
	admin, err := l.Network.Connect(t.Context(), body, network.Admin)
	must(t, admin, err)
	defer admin.Close()
	constitution, err := json.Marshal(c)
	must(t, constitution, err)
	keys, err := json.Marshal(append([]people.OfficerKey{}, officers...))
	must(t, keys, err)
	receipt, answer, err := admin.Submit(t.Context(), "Found", id, string(constitution), string(keys))
	if err != nil {
		return founding, err
	}
	done(t, l.CatchUp(t.Context(), receipt.Block))
	return founding, json.Unmarshal(answer, &founding)
}

// A community that binds its acts to another channel would have the honest ledger refused for ever.
func TestFoundingForAnotherChannel(t *testing.T) {
	l := connect(t)
	constitution, err := village.Constitute(l.Network, "foreign", "rehearsal")
	must(t, constitution, err)
	constitution.Net = strings.Repeat("ab", 32)
	if _, err := proposeAs(t, l, constitution.Bodies[3].ID, "foreign", constitution); act.CodeOf(err) != contract.OtherNet {
		t.Errorf("founded for another channel: %v", err)
	}
}

// One administrator is the first to name a community, in another way than the others, and again in the middle: they found it all
// the same.
func TestAnIDTakenByOneAdministrator(t *testing.T) {
	l := connect(t)
	constitution, err := village.Constitute(l.Network, "taken", "rehearsal")
	v, err := village.New("taken", must(t, constitution, err))
	must(t, v, err)
	attacker := constitution.Bodies[3]
	own := constitution
	own.Name, own.Bodies = "Mine", constitution.Bodies[2:]
	founding, err := proposeAs(t, l, attacker.ID, "taken", own)
	if must(t, founding, err); founding.Founded {
		t.Fatal("founded by one body")
	}
	if _, err := proposeAs(t, l, constitution.Bodies[0].ID, "taken", own); act.CodeOf(err) != people.NotAdmin {
		t.Errorf("proposed for others: %v", err)
	}
	if err := l.Found(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if _, err := proposeAs(t, l, attacker.ID, "taken", own); act.CodeOf(err) != people.Differs {
		t.Errorf("another constitution for a founded community: %v", err)
	}
	done(t, v.SetRoll(homes("a")))
	done(t, l.LoadRoll(t.Context(), v, 1, func(int, int) {}))
	done(t, l.EnrolAll(t.Context(), v))
}

// What an administrator may register is bounded.
func TestOfficersWithoutEnd(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "crowd", "rehearsal", "a")
	attacker := v.Constitution.Bodies[3].ID
	next := 0
	more := func(count int) act.Code {
		officers := make([]people.OfficerKey, count)
		for i := range officers {
			next++
			officers[i] = people.OfficerKey{ID: fmt.Sprintf("officer-without-end-%d", next), Passkey: v.Officers[attacker].Key.Passkey()}
		}
		_, err := proposeAs(t, l, attacker, v.ID, v.Constitution, officers...)
		return act.CodeOf(err)
	}
	if got := more(51); got != contract.BadArguments {
		t.Errorf("51 officers at once: %s", got)
	}
	for i := range 21 {
		if got := more(50); got != "" {
			if i < 19 || got != contract.TooMany { // one is there from the start
				t.Errorf("after %d officers: %s", i*50, got)
			}
			break
		} else if i == 20 {
			t.Error("more than 1,000 officers of one body")
		}
	}
	long := v.Constitution
	long.Name = strings.Repeat("长", 6000)
	if _, err := proposeAs(t, l, attacker, "endless", long); act.CodeOf(err) != contract.BadArguments {
		t.Errorf("a constitution of 18 kB: %v", err)
	}
}

// A body founds again what is founded, while acts are on their way: they take effect.
func TestFoundingAgainWithActsInFlight(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "again", "rehearsal", "a")
	e, on := open(t, l, v, "vote")
	ballot := endorsed(t, l, newDraft(userOf(t, l, "residents", network.Client), "Submit", batchOf(t, yes(t, e, on, v.Rights[0], 1))))
	_, err := proposeAs(t, l, "street", v.ID, v.Constitution)
	done(t, err)
	if commit := ballot.send(t, l); commit.Code != peer.TxValidationCode_VALID {
		t.Errorf("a ballot in flight is %s", commit.Code)
	}
}
