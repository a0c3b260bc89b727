// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/rules/election/seal"
)

// privateKey is a body's election key, as it would publish it.
func privateKey(v *town.Vote, body string) seal.PrivateKey {
	v.Town.Helper()
	var unseal vote.ElectionUnseal
	signed := v.Unseal(body)
	town.BodyOf(v.Town, signed, &unseal)
	key, _, err := seal.KeyOf(unseal.Private)
	return town.Must(v.Town, key, err)
}

// keyrings are all choices of k of the bodies' election keys.
func keyrings(v *town.Vote, k int) [][]seal.PrivateKey {
	v.Town.Helper()
	keys := make([]seal.PrivateKey, len(v.On.Bodies))
	for i, body := range v.On.Bodies {
		keys[i] = privateKey(v, body)
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
	quoted := town.JSON(t, string(text))
	twice := town.JSON(t, quoted)
	all := map[string][]byte{
		"plain": text, "JSON": []byte(quoted[1 : len(quoted)-1]), "JSON twice": []byte(twice[1 : len(twice)-1]),
		"hex": []byte(hex.EncodeToString(text)),
	}
	for skip := range 3 {
		padded := append(make([]byte, skip), text...)
		for name, encoding := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64url": base64.RawURLEncoding} {
			encoded := encoding.EncodeToString(padded)
			// The first and the last letters depend on the neighbours too.
			all[name+" +"+strconv.Itoa(skip)] = []byte(encoded[(skip*8+5)/6 : len(encoded)-1])
		}
	}
	return all
}

// A haystack is everything that can be read of the ledger: name → bytes.
func (w *site) haystack() map[string][]byte {
	w.Helper()
	all := map[string][]byte{}
	for key, value := range w.desk.dump(w, w.ID) {
		all["state "+key] = []byte(value)
	}
	for i, block := range w.desk.blocks(w) {
		raw, err := proto.Marshal(block)
		all["block "+strconv.Itoa(i)] = town.Must(w, raw, err)
	}
	town.Done(w, filepath.WalkDir(w.n.Dir(), func(path string, entry fs.DirEntry, err error) error {
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
		units = append(units, town.Home(strconv.Itoa(i), 100, person))
	}
	w := newSite(t)
	w.Found().Settle(units)
	contest := town.Question("contest-" + hex.EncodeToString(town.NewCode(t).Public())[:12])
	contest.Options = append(contest.Options, "option-"+hex.EncodeToString(town.NewCode(t).Public())[:12])
	v := w.DraftVote("vote", town.Rules(), contest).Drilled().Open()
	selections := map[string][]byte{}
	acts := map[string]act.Signed{}
	for i, person := range people {
		chosen := election.Selections{contest.ID: {contest.Options[i%len(contest.Options)]}}
		acts[person] = v.Cast(w.People[person], town.Right(person), 1, chosen)
		selections[person] = []byte(town.JSON(t, chosen))
	}
	w.OK(slices.Collect(maps.Values(acts))...)

	haystack := w.haystack()
	if places := found(haystack, encodings(t, []byte(contest.Options[3]))); len(places) < 10 {
		t.Errorf("the search finds the option's public name in %d places only: it does not work", len(places))
	}
	for person, text := range selections {
		if places := found(haystack, encodings(t, text)); len(places) > 0 {
			t.Errorf("%s's choice is readable: %v", person, places)
		}
	}
	for k := range v.On.Needed {
		for _, ring := range keyrings(v, k) {
			for _, ballot := range acts {
				if opened, err := v.On.Opener(ring).Open(ballot.Text); err == nil && opened.Reason == election.Accepted {
					t.Fatalf("opened with %d keys: %v", k, opened)
				}
			}
		}
	}
	for k := v.On.Needed; k <= len(v.On.Bodies); k++ {
		for _, ring := range keyrings(v, k) {
			for person, ballot := range acts {
				opened, err := v.On.Opener(ring).Open(ballot.Text)
				if err != nil || opened.Reason != election.Accepted || town.JSON(t, opened.Selections) != string(selections[person]) {
					t.Fatalf("with %d keys: %v, %v", k, opened, err)
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
