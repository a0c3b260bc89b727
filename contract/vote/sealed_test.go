// SPDX-License-Identifier: Apache-2.0

package vote_test

import (
	"crypto/rand"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// A ballot that was sealed wrongly is accepted while nobody can see it, rejected with its reason once it is opened, and
// keeps no other ballot from being counted.
func TestWronglySealedBallots(t *testing.T) {
	const unasked = 1 // the residents' committee does not publish its key
	faults := map[string]struct {
		reason election.Reason
		seal   func(f *forger) seal.Sealed
	}{
		"good": {election.Accepted, func(f *forger) seal.Sealed { return f.sealed(town.Agree()) }},
		"share-of-other": {"bad-seal", func(f *forger) seal.Sealed {
			s := f.sealed(town.Agree())
			s.Shares[unasked] = f.sealed(town.Agree()).Shares[unasked]
			return s
		}},
		"asked-share": {"bad-key-commitment", func(f *forger) seal.Sealed {
			s := f.sealed(town.Agree())
			s.Shares[0] = f.sealed(town.Agree()).Shares[0]
			return s
		}},
		"shares-swapped": {"bad-share", func(f *forger) seal.Sealed {
			s := f.sealed(town.Agree())
			s.Shares[0], s.Shares[1] = s.Shares[1], s.Shares[0]
			return s
		}},
		"share-flipped": {"bad-share", func(f *forger) seal.Sealed { s := f.sealed(town.Agree()); s.Shares[0][40] ^= 1; return s }},
		"other-keys":    {"bad-share", func(f *forger) seal.Sealed { return f.sealedTo(f.otherKeys()) }},
		"one-other-key": {"bad-seal", func(f *forger) seal.Sealed {
			keys := slices.Clone(f.On.Keys)
			keys[unasked] = f.otherKeys()[unasked]
			return f.sealedTo(keys)
		}},
		"another-right":  {"bad-share", func(f *forger) seal.Sealed { return f.sealedFor(town.Right("good"), f.a) }},
		"another-number": {"bad-share", func(f *forger) seal.Sealed { a := f.a; a.Seq++; return f.sealedFor(f.right, a) }},
		"content-other": {"cannot-open", func(f *forger) seal.Sealed {
			s := f.sealed(town.Agree())
			s.Content = f.sealed(town.Disagree()).Content
			return s
		}},
		"content-flipped": {"cannot-open", func(f *forger) seal.Sealed { s := f.sealed(town.Agree()); s.Content[0] ^= 1; return s }},
		"commitment": {"bad-key-commitment",
			func(f *forger) seal.Sealed { s := f.sealed(town.Agree()); s.Commitment[0] ^= 1; return s }},
		"no-json":         {election.BadSelection, func(f *forger) seal.Sealed { return f.raw(`agree`) }},
		"a-number":        {election.BadSelection, func(f *forger) seal.Sealed { return f.raw(`1`) }},
		"spaces":          {election.BadSelection, func(f *forger) seal.Sealed { return f.raw(`{"c0": "agree"}`) }},
		"twice":           {election.BadSelection, func(f *forger) seal.Sealed { return f.raw(`{"c0":"agree","c0":"disagree"}`) }},
		"unknown-option":  {election.BadSelection, func(f *forger) seal.Sealed { return f.raw(`{"c0":"maybe"}`) }},
		"unknown-contest": {election.BadSelection, func(f *forger) seal.Sealed { return f.raw(`{"c1":"agree"}`) }},
		"two-options":     {election.BadSelection, func(f *forger) seal.Sealed { return f.raw(`{"c0":["agree","disagree"]}`) }},
		"not-utf8":        {election.BadSelection, func(f *forger) seal.Sealed { return f.raw("{\"c0\":\"\xff\"}") }},
		"blank":           {election.Accepted, func(f *forger) seal.Sealed { return f.raw(`{}`) }},
	}
	var units []community.Unit
	for person := range faults {
		units = append(units, town.Home(person, 100, person))
	}
	units = append(units, town.Home("shapes", 100, "shapes"), town.Home("copycat", 100, "copycat"))
	w := town.OnBook(t, "rehearsal").Found().Settle(units)
	v := w.OpenVote("vote", town.Rules())
	want := map[string]election.Reason{}
	var acts []act.Signed
	good := 0
	for _, person := range slices.Sorted(maps.Keys(faults)) {
		f := forge(v, w.People[person])
		ballot := w.Sign(f.a, vote.BallotCast{Election: "vote", Right: f.right, Sealed: faults[person].seal(f)}, w.People[person])
		acts = append(acts, ballot)
		if reason := faults[person].reason; reason == election.Accepted {
			good++
		} else {
			want[act.HashOf(ballot.Text).String()] = reason
		}
	}
	w.OK(acts...)
	copied := copycat(v, acts[slices.Index(slices.Sorted(maps.Keys(faults)), "good")])
	w.OK(copied)
	want[act.HashOf(copied.Text).String()] = "bad-share"
	for _, ballot := range misshapen(v) {
		w.Recorded(vote.BadSeal, ballot)
		want[act.HashOf(ballot.Text).String()] = "bad-seal-shape"
	}
	result := v.Unsealed("street", "property", "owners").Counted()
	got := map[string]election.Reason{}
	rejected, _ := v.Listed()
	for _, r := range rejected {
		got[r.ID] = r.Reason
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("rejected (-want +got):\n%s", diff)
	}
	if yes := result.Contests[0].Tally["agree"].Heads; result.Counted != good || yes != 1 || result.Took.Heads != int64(good) {
		t.Errorf("%d counted, %d agree; want %d and 1", result.Counted, yes, good)
	}
}

// A forger seals one person's ballot for one right, in his own way.
type forger struct {
	*town.Vote
	a     act.Act
	right string
}

func forge(v *town.Vote, by *village.Signer) *forger {
	return &forger{Vote: v, a: v.Town.Draft("ballot.cast", 1, by), right: town.Right(by.Person)}
}

func (f *forger) sealed(s election.Selections) seal.Sealed {
	raw, err := json.Marshal(s)
	return f.raw(string(town.Must(f.Town, raw, err)))
}

func (f *forger) raw(text string) seal.Sealed {
	sealed, err := f.On.Seal().Seal(rand.Reader, vote.BallotContext(f.a, f.ID, f.right), []byte(text))
	return town.Must(f.Town, sealed, err)
}

func (f *forger) sealedFor(right string, a act.Act) seal.Sealed {
	sealed, err := f.Seal(f.On, a, right, town.Agree())
	return town.Must(f.Town, sealed, err)
}

func (f *forger) sealedTo(keys []act.Bytes) seal.Sealed {
	params := f.On.Seal()
	params.Keys = keys
	sealed, err := params.Seal(rand.Reader, vote.BallotContext(f.a, f.ID, f.right), []byte(town.JSON(f.Town, town.Agree())))
	return town.Must(f.Town, sealed, err)
}

func (f *forger) otherKeys() []act.Bytes {
	keys := make([]act.Bytes, len(f.On.Keys))
	for i := range keys {
		private, err := seal.NewKey(rand.Reader)
		_, public, err2 := seal.KeyOf(town.Must(f.Town, private, err))
		keys[i] = town.Must(f.Town, public, err2)
	}
	return keys
}

// copycat casts the sealed selections of somebody else's ballot, unread, as its own.
func copycat(v *town.Vote, of act.Signed) act.Signed {
	v.Town.Helper()
	var body vote.BallotCast
	town.BodyOf(v.Town, of, &body)
	f := forge(v, v.Town.People["copycat"])
	return v.Town.Sign(f.a, vote.BallotCast{Election: v.ID, Right: f.right, Sealed: body.Sealed}, v.Town.People["copycat"])
}

// misshapen are ballots that can be seen to be wrong without being opened.
func misshapen(v *town.Vote) []act.Signed {
	v.Town.Helper()
	f := forge(v, v.Town.People["shapes"])
	var all []act.Signed
	for _, spoil := range []func(*seal.Sealed){
		func(s *seal.Sealed) { s.Shares = s.Shares[:3] },
		func(s *seal.Sealed) { s.Shares = append(s.Shares, s.Shares[0]) },
		func(s *seal.Sealed) { s.Shares = []act.Bytes{} },
		func(s *seal.Sealed) { s.Shares[2] = s.Shares[2][:79] },
		func(s *seal.Sealed) { s.Content = s.Content[1:] },
		func(s *seal.Sealed) { s.Content = act.Bytes{} },
		func(s *seal.Sealed) { s.Commitment = s.Commitment[:31] },
	} {
		sealed := f.sealed(town.Agree())
		spoil(&sealed)
		all = append(all, v.Town.Sign(f.a, vote.BallotCast{Election: v.ID, Right: f.right, Sealed: sealed}, v.Town.People["shapes"]))
	}
	return all
}
