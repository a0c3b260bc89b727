// SPDX-License-Identifier: Apache-2.0

package chapters_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/election"
)

const day = 24 * 60 * 60

// corrected are the profiles of a version 2, in which Hangzhou was read again.
func corrected() election.Profiles {
	places := slices.Clone(election.FirstProfiles())
	at := slices.IndexFunc(places, func(p election.Profile) bool { return p.ID == "hangzhou" })
	places[at].NoticeDays, places[at].Read = 20, "2027-02"
	places[at].Source = election.Text{Zh: "《杭州市物业管理条例》（修订）", En: "Hangzhou's property management rules, as amended"}
	return places
}

// What was drafted under a profile keeps it when an upgrade corrects it; what is drafted later has the corrected one. The recount,
// in which each call is carried out by the version that was in force then, accepts both.
func TestACorrectedProfileIsForLaterElections(t *testing.T) {
	w := town.OnBook(t, "hangzhou").Found().Settle(town.TwoHomes)
	book := w.Book()
	two := contract.NewRules("2", people.Chapter(corrected()), vote.Chapter(corrected()))
	book.Versions = func(name string) (*contract.Rules, error) {
		if name == two.Version {
			return two, nil
		}
		return chapters.Version(name)
	}
	draft := func(id string) *town.Vote {
		return w.DraftVote(id, town.Rules(), town.Question("c0")).Drilled().Reload()
	}
	noticed := func(v *town.Vote, days int64) act.Signed {
		opens := w.Now().Unix() + days*day
		body := vote.ElectionNotice{Election: v.ID, OpensAt: act.Int(opens), ClosesAt: act.Int(opens + 6*day)}
		return w.Make("election.notice", body, w.Two()...)
	}
	before := draft("before")
	book.Version = two.Version
	after := draft("after")
	w.OK(noticed(before, 15))
	w.Refused(vote.BadElection, noticed(after, 15))
	w.OK(noticed(after, 20))
	w.Reach(w.Now().Unix() + 15*day)
	w.OK(w.Make("election.open", vote.ElectionOpen{Election: before.ID, Without: []string{}}, w.Two()...))

	for v, places := range map[*town.Vote]election.Profiles{before: election.FirstProfiles(), after: corrected()} {
		want, err := places.Of("hangzhou")
		if diff := cmp.Diff(town.Must(t, want, err), v.Reload().On.Profile); diff != "" {
			t.Errorf("the profile of %q: %s", v.ID, diff)
		}
	}
	for version, rules := range map[string]*contract.Rules{"1": chapters.Current(), "2": two} {
		alone := book.Clone()
		alone.Versions = func(string) (*contract.Rules, error) { return rules, nil }
		if alone.Accepted() == nil {
			t.Errorf("a recount by version %s alone accepts what both have made", version)
		}
	}
}
