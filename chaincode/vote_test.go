// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

func (w *town) signersOf(list string) []*village.Signer {
	var signers []*village.Signer
	for _, owner := range owners(list) {
		signers = append(signers, w.People[owner])
	}
	return signers
}

// garden is a roll with a head of every sort.
var garden = []community.Unit{
	home("1-101", 10000, "ann"), home("1-102", 9000, "bob"),
	home("1-103", 8000, "cat", "dan"), // designated: cat
	home("1-104", 7000, "eve", "fay"), // nobody designated
	{ID: "P-1", Kind: community.Parking, Status: community.Sold, AreaDm2: 1200, Owners: []string{"gus"}},
	home("1-201", 11000, "hal"), home("1-202", 12000, "hal"),
	{ID: "P-2", Kind: community.Parking, Status: community.Sold, AreaDm2: 1300, Owners: []string{"hal"}},
	home("1-301", 6000, "ivy"), home("1-302", 6100, "jon"), home("1-303", 6200, "kim"), home("1-304", 6300, "lee"), home("1-305", 6400, "moe"),
	{ID: "1-401", Kind: community.Home, Status: community.Unsold, AreaDm2: 5000},
	{ID: "S-1", Kind: community.Shop, Status: community.Undelivered, AreaDm2: 5500, Owners: []string{"nan"}},
}

// One vote from the draft to the final result, with every channel and every way in which a ballot is turned down. The
// result is that of the rules alone on the same ballots.
func TestWholeVote(t *testing.T) {
	w := newTown(t, "", "rehearsal").found().settle(garden)
	rules := contract.DraftRules{
		Barred: []string{"moe"}, Collision: election.Last, Kind: election.Owners, ProxyCap: 2, ProxyMustOwn: true, Revote: true,
	}
	s := newScript(w.draftVote("vote", rules, question("c0"), question("c1")), garden)
	s.reload()
	s.designate("cat+dan", "cat")
	s.online("NOT_OPEN", "ann", "ann", 50, agree)
	s.drilled()
	notice, err := s.Notice()
	w.ok(must(t, notice, err))
	s.online("NOT_OPEN", "bob", "bob", 60, agree)
	s.grant("jon", "kim", election.Accepted)
	s.grant("jon", "ann", election.HasProxy)
	w.ok(s.step("election.open"))
	s.reload()
	for _, ballot := range s.early {
		w.refused("NOT_OPEN", ballot) // once rejected, always rejected
	}
	s.castAll()
	s.finish(t)
}

// castAll casts every sort of ballot.
func (s *script) castAll() {
	s.w.Helper()
	const during = 150
	both := election.Selections{"c0": {"agree"}, "c1": {"disagree"}}
	s.grant("lee", "kim", election.Accepted)
	s.grant("ann", "kim", election.ProxyAtCap)
	s.grant("ivy", "moe", election.ProxyBarred)
	s.grant("ivy", "nan", election.ProxyNotHead) // undelivered: the developer's
	s.grant("ivy", "gus", election.ProxyNotHead) // a parking space is no head here
	s.grant("gus", "ann", election.NoSuchRight)

	s.online("OK", "ann", "ann", during, agree)
	s.online("OK", "ann", "ann", during, both) // revotes
	s.online("OK", "bob", "bob", during, agree)
	s.onPaper("OK", "bob", "bob", during, disagree()) // last: the paper
	s.onPaper("ALREADY_VOTED", "bob", "bob", during, agree)
	s.onPaper("OK", "hal", "hal", during, disagree())
	s.online("OK", "hal", "hal", during, both) // last: online
	s.online("OK", "cat", "cat+dan", during, agree)
	s.online("NOT_ENTITLED", "dan", "cat+dan", during, disagree())
	s.online("NOT_ENTITLED", "eve", "eve+fay", during, agree)
	s.onPaper("NOT_ENTITLED", "fay", "eve+fay", during, agree)
	s.online("NOT_ENTITLED", "ann", "bob", during, agree)
	s.online("NO_SUCH_RIGHT", "gus", "gus", during, agree)
	s.w.refused("NO_SUCH_RIGHT", s.cast(s.w.People["ann"], right("nobody"), 1, agree)) // the roll has none: nothing is kept
	s.online("OK", community.Developer, community.Developer, during, both)
	s.online("OK", "kim", "jon", during, disagree()) // the proxy's; jon's own beats it
	s.online("OK", "jon", "jon", during, agree)
	s.online("OK", "kim", "jon", during, disagree())
	s.online("OK", "kim", "lee", during, agree) // the proxy's stands
	s.online("NOT_ENTITLED", "kim", "ann", during, agree)
	s.online("OK", "kim", "kim", during, election.Selections{})                      // blank
	s.online("OK", "ivy", "ivy", during, election.Selections{"c0": {"perhaps"}})     // seen at the tally
	s.online("OK", "moe", "moe", during, election.Selections{"c9": {"agree"}})       // seen at the tally
	s.online("OK", "moe", "moe", during, election.Selections{"c1": {"abstain"}})     // and this one counts
	s.onPaper("OK", "ivy", "ivy", during, election.Selections{"c0": {"a", "agree"}}) // too many for one seat
}

// finish closes, counts and publishes, and tries each step before its time.
func (s *script) finish(t *testing.T) {
	w := s.w
	bodies := w.Constitution.Bodies
	late := s.cast(w.People["kim"], right("kim"), 2, agree)
	publish := func(result string, signers ...*village.Signer) act.Signed {
		return w.make("election.publish", contract.ElectionPublish{Election: s.ID, Result: result}, signers...)
	}
	w.refused(contract.WrongStage, w.make("election.unseal", contract.ElectionUnseal{Election: s.ID, Private: make([]byte, 32)}, w.Convener()))
	w.ok(s.step("election.close"))
	s.reload()
	w.recorded("CLOSED", late)
	s.note(late, "kim", "kim", election.Online, 250, agree)
	w.refused(contract.WrongStage, w.make("proxy.grant", contract.ProxyGrant{Election: s.ID, Right: right("ivy"), Proxy: "ann"}, w.People["ivy"]))
	w.refused(contract.WrongKey, w.make("election.unseal", contract.ElectionUnseal{Election: s.ID, Private: make([]byte, 32)}, w.Convener()))
	w.refused(contract.WrongKey, w.make("election.unseal", contract.ElectionUnseal{Election: s.ID, Private: []byte{1}}, w.Convener()))
	w.ok(s.unseal(bodies[3].ID), s.unseal(bodies[1].ID))
	fails(t, s.tally("0"), contract.WrongStage)
	w.ok(s.unseal(bodies[2].ID))
	s.reload()
	fails(t, s.tally("zz"), contract.BadArguments)
	fails(t, s.tally(""), contract.BadArguments)
	fails(t, s.tally(contract.Whole), contract.Incomplete)
	w.refused(contract.WrongStage, publish(strings.Repeat("0", 64), w.Two()...))

	result := s.counted()
	s.compare(t, result)
	fails(t, s.tally("0"), contract.WrongStage)
	w.refused("CLOSED", s.cast(w.People["kim"], right("kim"), 2, disagree()))
	w.refused(contract.WrongResult, publish(strings.Repeat("0", 64), w.Two()...))
	w.refused(contract.TwoBodies, publish(s.on.Result, w.Convener()))
	w.refused(contract.WrongStage, w.make("election.hear", contract.ElectionStep{Election: s.ID}, w.Convener()))
	hash, err := result.Hash()
	if must(t, hash, err); hash != s.on.Result {
		t.Errorf("the election says %s, its result is %s", s.on.Result, hash)
	}
	s.settleObjections(t)
}

// settleObjections publishes the result, hears an objection, and makes the result final.
func (s *script) settleObjections(t *testing.T) {
	w := s.w
	signed, err := s.Publish(s.on.Result)
	must(t, signed, err)
	w.ok(signed)
	w.refused(contract.WrongStage, w.make("election.final", contract.ElectionStep{Election: s.ID}, w.Two()...))
	objection := w.make("election.object", contract.ElectionObject{Election: s.ID, Text: w.Constitution.Net}, w.People["ann"])
	w.ok(objection)
	hear, err := s.Hear()
	w.ok(must(t, hear, err))
	answer, err := w.Act("roll.answer", contract.RollAnswer{Objection: act.HashOf(objection.Text).String(), Answer: w.Constitution.Net}, w.Two()...)
	w.ok(must(t, answer, err), s.step("election.final"))
	w.refused(contract.WrongStage, w.make("election.annul", contract.ElectionStep{Election: s.ID}, w.Two()...))
	w.refused(contract.WrongStage, w.make("election.object", contract.ElectionObject{Election: s.ID, Text: w.Constitution.Net}, w.People["bob"]))
	if s.reload(); s.on.Stage != election.StageFinal {
		t.Errorf("the election ends %q", s.on.Stage)
	}
}

// Every collision rule, with and without revoting, counts as the rules alone do.
func TestCollisions(t *testing.T) {
	units := []community.Unit{home("1", 100, "ann"), home("2", 110, "bob"), home("3", 120, "cat"), home("4", 130, "dan")}
	w := newTown(t, "", "rehearsal").found().settle(units)
	for _, collision := range []election.Collision{election.First, election.Last, election.PaperWins, election.OnlineWins} {
		for _, revote := range []bool{true, false} {
			id := string(collision)
			if revote {
				id += "-revote"
			}
			t.Run(id, func(t *testing.T) {
				w := w.under(t)
				s := newScript(w.openVote(id, contract.DraftRules{Barred: []string{}, Collision: collision, Kind: election.Owners, Revote: revote}), units)
				again := act.Code("OK")
				if !revote {
					again = "ALREADY_VOTED"
				}
				s.online("OK", "ann", "ann", 150, agree)
				s.onPaper("OK", "ann", "ann", 150, disagree())
				s.online(again, "ann", "ann", 150, election.Selections{})
				s.onPaper("OK", "bob", "bob", 150, disagree())
				s.online("OK", "bob", "bob", 150, agree)
				s.onPaper("ALREADY_VOTED", "bob", "bob", 150, agree)
				s.online("OK", "cat", "cat", 150, election.Selections{"c0": {"abstain"}})
				s.compare(t, s.unsealed("owners", "residents", "street").counted())
			})
		}
	}
}

// The other rule sets, a committee's election and a poll, count as the rules alone do.
func TestOtherRuleSets(t *testing.T) {
	units := []community.Unit{home("1", 100, "ann"), home("2", 110, "bob"), home("3", 120, "cat"), home("4", 130, "dan", "eve")}
	w := newTown(t, "", "rehearsal").found().settle(units).designate()
	for _, c := range []struct {
		kind     election.Kind
		contest  contract.DraftContest
		ballots  map[string][]string
		finished func(election.ContestResult) []string
		want     []string
	}{
		{
			election.Committee,
			contract.DraftContest{ID: "c0", Options: []string{"x", "y", "z"}, Seats: 2, Threshold: election.Elect, Title: "Committee"},
			map[string][]string{"ann": {"x", "y"}, "bob": {"y"}, "cat": {"y", "x"}, "dan+eve": {"x", "y", "z"}},
			func(r election.ContestResult) []string { return r.Elected }, []string{"y", "x"},
		},
		{
			election.Poll,
			contract.DraftContest{ID: "c0", Options: []string{"red", "blue"}, Seats: 1, Threshold: election.NoThreshold, Title: "Poll"},
			map[string][]string{"ann": {"red"}, "bob": {"blue"}, "cat": {"red"}},
			func(r election.ContestResult) []string { return r.Leading }, []string{"red"},
		},
	} {
		t.Run(string(c.kind), func(t *testing.T) {
			w := w.under(t)
			rules := contract.DraftRules{Barred: []string{}, Collision: election.Last, Kind: c.kind}
			s := newScript(w.draftVote(string(c.kind), rules, c.contest).drilled().open(), units)
			s.recount.Designations = []election.Designation{{Owners: []string{"dan", "eve"}, Voter: "dan"}}
			for list, options := range c.ballots {
				s.online("OK", owners(list)[0], list, 150, election.Selections{"c0": options})
			}
			result := s.unsealed("owners", "property", "street").counted()
			s.compare(t, result)
			if got := c.finished(result.Contests[0]); !slices.Equal(got, c.want) {
				t.Errorf("%v; want %v", got, c.want)
			}
		})
	}
}
