// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// privateKey is a body's election key, as it would publish it.
func (v *vote) privateKey(body string) seal.PrivateKey {
	v.w.Helper()
	var unseal contract.ElectionUnseal
	signed := v.unseal(body)
	bodyOf(v.w, signed, &unseal)
	key, _, err := seal.KeyOf(unseal.Private)
	return must(v.w, key, err)
}

// keyrings are all choices of k of the bodies' election keys.
func (v *vote) keyrings(k int) [][]seal.PrivateKey {
	v.w.Helper()
	keys := make([]seal.PrivateKey, len(v.on.Bodies))
	for i, body := range v.on.Bodies {
		keys[i] = v.privateKey(body)
	}
	var rings [][]seal.PrivateKey
	for mask := range 1 << len(keys) {
		ring := make([]seal.PrivateKey, len(keys))
		held := 0
		for i := range keys {
			if mask>>i&1 == 1 {
				ring[i] = keys[i]
				held++
			}
		}
		if held == k {
			rings = append(rings, ring)
		}
	}
	return rings
}

// encodings are the ways in which a text may stand in a file: as it is, quoted in JSON once or twice, in hex, and in
// base64 at each of the three places where it can begin.
func encodings(t testing.TB, text []byte) map[string][]byte {
	t.Helper()
	quoted := asJSON(t, string(text))
	twice := asJSON(t, quoted)
	all := map[string][]byte{
		"plain": text, "JSON": []byte(quoted[1 : len(quoted)-1]), "JSON twice": []byte(twice[1 : len(twice)-1]),
		"hex": []byte(hex.EncodeToString(text)),
	}
	for skip := range 3 {
		padded := append(make([]byte, skip), text...)
		for name, encoding := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
			encoded := encoding.EncodeToString(padded)
			// The first and the last letters depend on the neighbours too.
			all[name+" +"+number(skip)] = []byte(encoded[(skip*8+5)/6 : len(encoded)-1])
		}
	}
	return all
}

// A haystack is everything that can be read of the ledger: name → bytes.
func (w *town) haystack() map[string][]byte {
	w.Helper()
	all := map[string][]byte{}
	for key, value := range w.desk.dump(w, w.ID) {
		all["state "+key] = []byte(value)
	}
	for i, block := range w.desk.blocks(w) {
		raw, err := proto.Marshal(block)
		all["block "+number(i)] = must(w, raw, err)
	}
	done(w, filepath.WalkDir(w.n.Dir(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || filepath.Base(filepath.Dir(path)) == "bin" {
			return ignoreGone(err)
		}
		content, err := os.ReadFile(path)
		all["file "+path] = content
		return ignoreGone(err)
	}))
	return all
}

func ignoreGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a database tidied up while we looked
	}
	return err
}

func found(haystack map[string][]byte, needles map[string][]byte) []string {
	var places []string
	for place, content := range haystack {
		for name, needle := range needles {
			if bytes.Contains(content, needle) {
				places = append(places, name+" in "+place)
			}
		}
	}
	return places
}

// Before the close nobody reads a choice: not from the state, not from the blocks, not from any file of any node, and
// not with the keys of fewer than t bodies.
func TestNothingIsReadableBeforeTheClose(t *testing.T) {
	people := []string{"ann", "bob", "cat", "dan", "eve", "fay"}
	var units []community.Unit
	for i, person := range people {
		units = append(units, home(number(i), 100, person))
	}
	w := newTown(t, "", "rehearsal").found().settle(units)
	contest := question("contest-" + hex.EncodeToString(newCode(t).Public())[:12])
	contest.Options = append(contest.Options, "option-"+hex.EncodeToString(newCode(t).Public())[:12])
	v := w.draftVote("vote", plainRules, contest).drilled().open()
	selections := map[string][]byte{}
	acts := map[string]act.Signed{}
	for i, person := range people {
		chosen := election.Selections{contest.ID: {contest.Options[i%len(contest.Options)]}}
		acts[person] = v.cast(w.People[person], right(person), 1, chosen)
		selections[person] = []byte(asJSON(t, chosen))
	}
	w.ok(slices.Collect(maps.Values(acts))...)

	haystack := w.haystack()
	if places := found(haystack, encodings(t, []byte(contest.Options[3]))); len(places) < 10 {
		t.Errorf("the search finds the option's public name in %d places only: it does not work", len(places))
	}
	for person, text := range selections {
		if places := found(haystack, encodings(t, text)); len(places) > 0 {
			t.Errorf("%s's choice is readable: %v", person, places)
		}
	}
	for k := range v.on.Needed {
		for _, ring := range v.keyrings(k) {
			for _, ballot := range acts {
				if opened, reason, err := contract.OpenBallot(v.on, ring, ballot.Text); err == nil && reason == election.Accepted {
					t.Fatalf("opened with %d keys: %v", k, opened)
				}
			}
		}
	}
	for k := v.on.Needed; k <= len(v.on.Bodies); k++ {
		for _, ring := range v.keyrings(k) {
			for person, ballot := range acts {
				opened, reason, err := contract.OpenBallot(v.on, ring, ballot.Text)
				if err != nil || reason != election.Accepted || asJSON(t, opened) != string(selections[person]) {
					t.Fatalf("with %d keys: %v, %s, %v", k, opened, reason, err)
				}
			}
		}
	}
	lengths := map[int]bool{}
	for _, ballot := range acts {
		lengths[len(ballot.Text)] = true
	}
	if len(lengths) != 1 {
		t.Errorf("ballots have lengths %v, which tells choices apart", lengths)
	}
}

// A ballot that was sealed wrongly is accepted while nobody can see it, rejected with its reason once it is opened, and
// keeps no other ballot from being counted.
func TestWronglySealedBallots(t *testing.T) {
	const unasked = 1 // the residents' committee does not publish its key
	faults := map[string]struct {
		reason election.Reason
		seal   func(f *forger) seal.Sealed
	}{
		"good": {election.Accepted, func(f *forger) seal.Sealed { return f.sealed(agree) }},
		"share-of-other": {"bad-seal", func(f *forger) seal.Sealed {
			s := f.sealed(agree)
			s.Shares[unasked] = f.sealed(agree).Shares[unasked]
			return s
		}},
		"asked-share": {"bad-key-commitment", func(f *forger) seal.Sealed { s := f.sealed(agree); s.Shares[0] = f.sealed(agree).Shares[0]; return s }},
		"shares-swapped": {"bad-share", func(f *forger) seal.Sealed {
			s := f.sealed(agree)
			s.Shares[0], s.Shares[1] = s.Shares[1], s.Shares[0]
			return s
		}},
		"share-flipped": {"bad-share", func(f *forger) seal.Sealed { s := f.sealed(agree); s.Shares[0][40] ^= 1; return s }},
		"other-keys":    {"bad-share", func(f *forger) seal.Sealed { return f.sealedTo(f.otherKeys()) }},
		"one-other-key": {"bad-seal", func(f *forger) seal.Sealed {
			keys := slices.Clone(f.on.Keys)
			keys[unasked] = f.otherKeys()[unasked]
			return f.sealedTo(keys)
		}},
		"another-right":   {"bad-share", func(f *forger) seal.Sealed { return f.sealedFor(right("good"), f.a) }},
		"another-number":  {"bad-share", func(f *forger) seal.Sealed { a := f.a; a.Seq++; return f.sealedFor(f.right, a) }},
		"content-other":   {"cannot-open", func(f *forger) seal.Sealed { s := f.sealed(agree); s.Content = f.sealed(disagree()).Content; return s }},
		"content-flipped": {"cannot-open", func(f *forger) seal.Sealed { s := f.sealed(agree); s.Content[0] ^= 1; return s }},
		"commitment":      {"bad-key-commitment", func(f *forger) seal.Sealed { s := f.sealed(agree); s.Commitment[0] ^= 1; return s }},
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
		units = append(units, home(person, 100, person))
	}
	units = append(units, home("shapes", 100, "shapes"), home("copycat", 100, "copycat"))
	w := newTown(t, "", "rehearsal").found().settle(units)
	v := w.openVote("vote", plainRules)
	want := map[string]election.Reason{}
	var acts []act.Signed
	good := 0
	for _, person := range slices.Sorted(maps.Keys(faults)) {
		f := v.forger(w.People[person])
		ballot := w.sign(f.a, contract.BallotCast{Election: "vote", Right: f.right, Sealed: faults[person].seal(f)}, w.People[person])
		acts = append(acts, ballot)
		if reason := faults[person].reason; reason == election.Accepted {
			good++
		} else {
			want[act.HashOf(ballot.Text).String()] = reason
		}
	}
	w.ok(acts...)
	copied := v.copycat(acts[slices.Index(slices.Sorted(maps.Keys(faults)), "good")])
	w.ok(copied)
	want[act.HashOf(copied.Text).String()] = "bad-share"
	for _, ballot := range v.misshapen() {
		w.recorded(contract.BadSeal, ballot)
		want[act.HashOf(ballot.Text).String()] = "bad-seal-shape"
	}
	result := v.unsealed("street", "property", "owners").counted()
	got := map[string]election.Reason{}
	rejected, _ := v.listed()
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
	*vote
	a     act.Act
	right string
}

func (v *vote) forger(by *village.Signer) *forger {
	return &forger{vote: v, a: v.w.Draft("ballot.cast", 1, by), right: right(by.Person)}
}

func (f *forger) sealed(s election.Selections) seal.Sealed {
	raw, err := json.Marshal(s)
	return f.raw(string(must(f.w, raw, err)))
}

func (f *forger) raw(text string) seal.Sealed {
	sealed, err := f.on.Seal().Seal(randomness, contract.BallotContext(f.a, f.ID, f.right), []byte(text))
	return must(f.w, sealed, err)
}

func (f *forger) sealedFor(right string, a act.Act) seal.Sealed {
	sealed, err := f.Seal(f.on, a, right, agree)
	return must(f.w, sealed, err)
}

func (f *forger) sealedTo(keys []act.Bytes) seal.Sealed {
	params := f.on.Seal()
	params.Keys = keys
	sealed, err := params.Seal(randomness, contract.BallotContext(f.a, f.ID, f.right), []byte(asJSON(f.w, agree)))
	return must(f.w, sealed, err)
}

func (f *forger) otherKeys() []act.Bytes {
	keys := make([]act.Bytes, len(f.on.Keys))
	for i := range keys {
		private, err := seal.NewKey(randomness)
		_, public, err2 := seal.KeyOf(must(f.w, private, err))
		keys[i] = must(f.w, public, err2)
	}
	return keys
}

// copycat casts the sealed selections of somebody else's ballot, unread, as its own.
func (v *vote) copycat(of act.Signed) act.Signed {
	v.w.Helper()
	var body contract.BallotCast
	bodyOf(v.w, of, &body)
	f := v.forger(v.w.People["copycat"])
	return v.w.sign(f.a, contract.BallotCast{Election: v.ID, Right: f.right, Sealed: body.Sealed}, v.w.People["copycat"])
}

// misshapen are ballots that can be seen to be wrong without being opened.
func (v *vote) misshapen() []act.Signed {
	v.w.Helper()
	f := v.forger(v.w.People["shapes"])
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
		sealed := f.sealed(agree)
		spoil(&sealed)
		all = append(all, v.w.sign(f.a, contract.BallotCast{Election: v.ID, Right: f.right, Sealed: sealed}, v.w.People["shapes"]))
	}
	return all
}
