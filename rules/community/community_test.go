// SPDX-License-Identifier: Apache-2.0

package community_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/linli-project/linli/rules/community"
)

func home(id string, area int64, owners ...string) community.Unit {
	return community.Unit{ID: id, Kind: community.Home, Status: community.Sold, AreaDm2: area, Owners: owners}
}

func TestValidate(t *testing.T) {
	change := func(change func(*community.Unit)) []community.Unit {
		unit := home("u", 100, "a")
		change(&unit)
		return []community.Unit{home("v", 1, "a"), unit}
	}
	for fault, units := range map[string][]community.Unit{
		"the same unit twice":  {home("u", 1, "a"), home("u", 1, "b")},
		"no unit number":       change(func(u *community.Unit) { u.ID = "" }),
		"unknown kind":         change(func(u *community.Unit) { u.Kind = "castle" }),
		"unknown status":       change(func(u *community.Unit) { u.Status = "" }),
		"area not positive":    change(func(u *community.Unit) { u.AreaDm2 = 0 }),
		"area beyond":          change(func(u *community.Unit) { u.AreaDm2 = community.MaxAreaDm2 + 1 }),
		"owner missing":        change(func(u *community.Unit) { u.Owners = nil }),
		"the same owner twice": change(func(u *community.Unit) { u.Owners = []string{"a", "a"} }),
		"malformed owner":      change(func(u *community.Unit) { u.Owners = []string{"a\nb"} }),
	} {
		err := community.Validate(units)
		if !errors.Is(err, community.ErrInvalidRoll) || !strings.Contains(err.Error(), fault) {
			t.Errorf("%s: %v", fault, err)
		}
	}
	var many []community.Unit
	for i := range community.MaxTotalDm2/community.MaxAreaDm2 + 1 {
		many = append(many, home(strconv.FormatInt(i, 10), community.MaxAreaDm2, "a"))
	}
	if err := community.Validate(many); !errors.Is(err, community.ErrInvalidRoll) {
		t.Errorf("total beyond the bound: %v", err)
	}
	if err := community.Validate(many[1:]); err != nil {
		t.Errorf("total at the bound: %v", err)
	}
	unsold := home("u", 1)
	unsold.Status = community.Unsold
	if err := community.Validate([]community.Unit{unsold}); err != nil {
		t.Errorf("unsold without owner: %v", err)
	}
}

func TestRightID(t *testing.T) {
	digest := sha256.Sum256([]byte("a\nb"))
	want := hex.EncodeToString(digest[:])[:32]
	for _, owners := range [][]string{{"a", "b"}, {"b", "a"}} {
		if got := community.RightID(owners); got != want {
			t.Errorf("%v: %s, want %s", owners, got, want)
		}
	}
}

func TestRights(t *testing.T) {
	undelivered := home("6", 600, "a")
	undelivered.Status = community.Undelivered
	unsold := home("7", 700)
	unsold.Status = community.Unsold
	parking, lone := home("4", 10, "a"), home("5", 11, "c")
	parking.Kind, lone.Kind = community.Parking, community.Parking
	units := []community.Unit{
		home("1", 100, "a"), home("2", 200, "b", "a"), home("3", 300, "a", "b"), parking, lone, undelivered, unsold,
	}
	rights := community.Rights(units)
	weights := func(countParking bool) map[string]community.Weight {
		weights := make(map[string]community.Weight)
		for _, right := range rights {
			weights[strings.Join(right.Owners, "+")] = right.Weight(countParking)
		}
		return weights
	}
	without := map[string]community.Weight{
		"a": {Heads: 1, AreaDm2: 100}, "a+b": {Heads: 1, AreaDm2: 500}, "c": {},
		"developer": {Heads: 1, AreaDm2: 1300},
	}
	if diff := cmp.Diff(without, weights(false)); diff != "" {
		t.Errorf("without parking (-want +got):\n%s", diff)
	}
	with := map[string]community.Weight{
		"a": {Heads: 1, AreaDm2: 110}, "a+b": {Heads: 1, AreaDm2: 500}, "c": {Heads: 1, AreaDm2: 11},
		"developer": {Heads: 1, AreaDm2: 1300},
	}
	if diff := cmp.Diff(with, weights(true)); diff != "" {
		t.Errorf("with parking (-want +got):\n%s", diff)
	}
	if total := community.Total(rights, false); total != (community.Weight{Heads: 3, AreaDm2: 1900}) {
		t.Errorf("total %+v", total)
	}
	if !slices.IsSortedFunc(rights, func(a, b community.Right) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("rights are not sorted")
	}
	if units[1].Owners[0] != "b" {
		t.Error("the caller's units were changed")
	}
}

func drawUnits(t *rapid.T) []community.Unit {
	owner := rapid.StringMatching(`[a-f]{1,2}`)
	var units []community.Unit
	for i := range rapid.IntRange(1, 40).Draw(t, "units") {
		units = append(units, community.Unit{
			ID: fmt.Sprint(i, "-室<&>"), Kind: rapid.SampledFrom(community.Kinds()).Draw(t, "kind"),
			Status:  rapid.SampledFrom([]community.Status{community.Sold, community.Unsold, community.Undelivered}).Draw(t, "status"),
			AreaDm2: rapid.Int64Range(1, 1e6).Draw(t, "area"),
			Owners:  rapid.SliceOfNDistinct(owner, 1, 3, rapid.ID).Draw(t, "owners"),
		})
	}
	return units
}

// TestRollProves: every chunk checks against the root at its own place and no
// other, and the chunks together are the rights, whatever order units came in.
func TestRollProves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := drawUnits(t)
		perChunk := rapid.IntRange(1, 5).Draw(t, "perChunk")
		roll, err := community.NewRoll(units, perChunk)
		if err != nil {
			t.Fatal(err)
		}
		var rights []community.Right
		for i := range roll.Size {
			path, err := roll.Proof(i)
			if err != nil {
				t.Fatal(err)
			}
			chunk, err := community.CheckChunk(roll.Root, roll.Size, i, roll.Chunks[i], path)
			if err != nil {
				t.Fatal(err)
			}
			rights = append(rights, chunk...)
			if roll.Size > 1 {
				if _, err := community.CheckChunk(roll.Root, roll.Size, (i+1)%roll.Size, roll.Chunks[i], path); err == nil {
					t.Fatal("a chunk passed at another place")
				}
			}
		}
		if !reflect.DeepEqual(rights, community.Rights(units)) {
			t.Fatal("chunks are not the rights")
		}
		again, err := community.NewRoll(rapid.Permutation(units).Draw(t, "order"), perChunk)
		if err != nil || again.Root != roll.Root {
			t.Fatalf("another order, another root: %v", err)
		}
	})
}

func TestCheckChunkRefuses(t *testing.T) {
	roll, err := community.NewRoll([]community.Unit{home("1", 100, "a"), home("2", 100, "b"), home("3", 100, "c")}, 1)
	if err != nil {
		t.Fatal(err)
	}
	path, err := roll.Proof(0)
	if err != nil {
		t.Fatal(err)
	}
	changed := slices.Clone(roll.Chunks[0])
	changed[len(changed)/2] ^= 1
	for name, err := range map[string]error{
		"a byte":  second(community.CheckChunk(roll.Root, roll.Size, 0, changed, path)),
		"size":    second(community.CheckChunk(roll.Root, 9, 0, roll.Chunks[0], path)),
		"index":   second(community.CheckChunk(roll.Root, roll.Size, 3, roll.Chunks[0], path)),
		"no path": second(community.CheckChunk(roll.Root, roll.Size, 0, roll.Chunks[0], nil)),
		"root":    second(community.CheckChunk("zz", roll.Size, 0, roll.Chunks[0], path)),
	} {
		if !errors.Is(err, community.ErrInvalidRoll) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := roll.Proof(3); err == nil {
		t.Error("a chunk that does not exist was proved")
	}
}

// TestCheckChunkWantsCanonicalRights: a root may be approved by mistake over
// rights that do not follow from their units.
func TestCheckChunkWantsCanonicalRights(t *testing.T) {
	good, err := community.NewRoll([]community.Unit{home("1", 100, "a")}, 1)
	if err != nil {
		t.Fatal(err)
	}
	for name, chunk := range map[string]string{
		"stray space": string(good.Chunks[0]) + " ",
		"other ID":    strings.Replace(string(good.Chunks[0]), community.RightID([]string{"a"}), community.RightID([]string{"b"}), 1),
		"stray field": strings.Replace(string(good.Chunks[0]), `{"right"`, `{"x":1,"right"`, 1),
		"no area":     strings.Replace(string(good.Chunks[0]), `"areaDm2":100`, `"areaDm2":-1`, 1),
		"not JSON":    "rights",
	} {
		// The root of a single chunk is its leaf hash.
		leaf := sha256.Sum256(append([]byte{0}, chunk...))
		root := hex.EncodeToString(leaf[:])
		if _, err := community.CheckChunk(root, 1, 0, []byte(chunk), nil); !errors.Is(err, community.ErrInvalidRoll) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second(_ []community.Right, err error) error { return err }

func TestNewRollRefuses(t *testing.T) {
	for name, err := range map[string]error{
		"nothing":  func() error { _, err := community.NewRoll(nil, 1); return err }(),
		"no chunk": func() error { _, err := community.NewRoll([]community.Unit{home("1", 1, "a")}, 0); return err }(),
		"a fault":  func() error { _, err := community.NewRoll([]community.Unit{home("1", 0, "a")}, 1); return err }(),
	} {
		if !errors.Is(err, community.ErrInvalidRoll) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
