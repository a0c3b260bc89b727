// SPDX-License-Identifier: Apache-2.0

package people

import (
	"cmp"
	"encoding/json"
	"strconv"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/community"
)

// Roll is one version of the owners' roll (业主名册). Two bodies approve its root and totals; its chunks are then loaded
// one after the other, each checked against the root.
type Roll struct {
	Version        int64            `json:"version"`
	Root           string           `json:"root"`   // hex, RFC 6962 over the chunks
	Chunks         int64            `json:"chunks"` // how many there are
	Approved       Totals           `json:"approved"`
	Loaded         Totals           `json:"loaded"`
	LoadedChunks   int64            `json:"loadedChunks"`
	Act            string           `json:"act"` // hash of the approval
	WithParking    community.Weight `json:"withParking"`
	WithoutParking community.Weight `json:"withoutParking"`
}

// Totals of a roll, by which people recognise it.
type Totals struct {
	Rights int64 `json:"rights"`
	Units  int64 `json:"units"`
}

// Complete says whether all chunks of the roll are on the ledger.
func (r Roll) Complete() bool { return r.LoadedChunks == r.Chunks }

// Total is the weight of all heads in an election.
func (r Roll) Total(countParking bool) community.Weight {
	if countParking {
		return r.WithParking
	}
	return r.WithoutParking
}

// Documents of a community's rolls, by version.
const (
	Rolls  contract.Ref[Roll]            = "roll"  // C~V: a roll
	Rights contract.Ref[community.Right] = "right" // C~V~id: a right of the roll
	Units  contract.Ref[string]          = "unit"  // C~V~id: a unit's right
	Owned  contract.Ref[string]          = "owner" // C~V~person~right: a right of an owner
)

// Version is a roll's version as an attribute of its documents.
func Version(version int64) string { return strconv.FormatInt(version, 10) }

// MaxRights is how many rights a roll has at most.
const MaxRights = 1_000_000

// IsRight says whether a text can be a right's id, as community.RightID returns it. A key that is made of anything else could
// spoil a batch.
func IsRight(id string) bool { return act.IsHex(id, 32) }

// RollApprove is the body of roll.approve.
type RollApprove struct {
	Chunks  act.Int `json:"chunks"`
	Rights  act.Int `json:"rights"`
	Root    string  `json:"root"`
	Units   act.Int `json:"units"`
	Version act.Int `json:"version"`
}

func approveRoll(c *contract.Context, b RollApprove) error {
	if int64(b.Version) <= c.Community.Roll {
		return act.Refuse(BadRoll, "of", "version", "version", b.Version, "force", c.Community.Roll)
	}
	if !contract.IsHash(b.Root) || b.Chunks < 1 {
		return act.Refuse(act.BadField, "of", "roll")
	}
	if b.Rights > MaxRights {
		return act.Refuse(BadRoll, "of", "rights", "most", MaxRights)
	}
	version := Version(int64(b.Version))
	if _, ok, err := Rolls.Get(c, c.Act.Community, version); err != nil || ok {
		return cmp.Or(err, act.Refuse(contract.Exists, "of", "roll", "version", b.Version))
	}
	return Rolls.Put(c, Roll{
		Version: int64(b.Version), Root: b.Root, Chunks: int64(b.Chunks), Act: c.Hash,
		Approved: Totals{Rights: int64(b.Rights), Units: int64(b.Units)},
	}, c.Act.Community, version)
}

// loadRoll loads the next chunk of an approved roll: community, version, index, chunk, and the inclusion proof as a JSON
// array of base64 hashes. It needs no signature, as the approved root says what the chunk must be.
func loadRoll(s contract.State, _ contract.Tx, args []string) error {
	id, chunk := args[0], args[3]
	version, err1 := strconv.ParseInt(args[1], 10, 64)
	index, err2 := strconv.ParseInt(args[2], 10, 64)
	var path [][]byte
	if err := json.Unmarshal([]byte(args[4]), &path); err != nil || err1 != nil || err2 != nil || index < 0 {
		return act.Refuse(contract.BadArguments, "of", "load-roll")
	}
	v := contract.NewView(s)
	roll, ok, err := Rolls.Get(v, id, Version(version))
	if err != nil || !ok {
		return cmp.Or(err, act.Refuse(contract.NotFound, "of", "roll", "version", version))
	}
	switch {
	case index < roll.LoadedChunks:
		return act.Refuse(contract.Already, "of", "chunk", "chunk", index)
	case index > roll.LoadedChunks:
		return act.Refuse(Incomplete, "of", "chunk-order", "chunk", roll.LoadedChunks)
	}
	of, at := uint64(roll.Chunks), uint64(index) //nolint:gosec // both are at least 0
	rights, err := community.CheckChunk(roll.Root, of, at, []byte(chunk), path)
	if err != nil {
		return act.Refuse(BadRoll, "of", "chunk", "chunk", index)
	}
	if err := storeRights(v, id, &roll, rights); err != nil {
		return err
	}
	if err := finishRoll(v, id, roll); err != nil {
		return err
	}
	return v.Commit()
}

func storeRights(v *contract.View, id string, roll *Roll, rights []community.Right) error {
	version := Version(roll.Version)
	if err := v.Prefetch(rightKeys(id, version, rights)); err != nil {
		return err
	}
	for _, right := range rights {
		if err := storeNew(v, Rights, right, id, version, right.ID); err != nil {
			return err
		}
		for _, unit := range right.Units {
			if err := storeNew(v, Units, right.ID, id, version, unit.ID); err != nil {
				return err
			}
		}
		for _, owner := range right.Owners {
			if err := Owned.Put(v, right.ID, id, version, owner, right.ID); err != nil {
				return err
			}
		}
		roll.Loaded.Rights++
		roll.Loaded.Units += int64(len(right.Units))
		roll.WithParking = roll.WithParking.Plus(right.Weight(true))
		roll.WithoutParking = roll.WithoutParking.Plus(right.Weight(false))
	}
	return nil
}

func rightKeys(id, version string, rights []community.Right) []string {
	var keys []string
	for _, right := range rights {
		keys = append(keys, Rights.Key(id, version, right.ID))
		for _, unit := range right.Units {
			keys = append(keys, Units.Key(id, version, unit.ID))
		}
	}
	return keys
}

// storeNew stores a document that must not exist yet: no right and no unit may stand in two chunks.
func storeNew[D any](v *contract.View, ref contract.Ref[D], doc D, attributes ...string) error {
	if _, ok, err := ref.Get(v, attributes...); err != nil || ok {
		return cmp.Or(err, act.Refuse(BadRoll, "of", "twice"))
	}
	return ref.Put(v, doc, attributes...)
}

// finishRoll stores the roll's progress; with the last chunk its totals must be those that were approved.
func finishRoll(v *contract.View, id string, roll Roll) error {
	roll.LoadedChunks++
	if roll.Complete() {
		if roll.Loaded != roll.Approved {
			return act.Refuse(BadRoll, "of", "sum", "rights", roll.Loaded.Rights, "units", roll.Loaded.Units, "approved-rights",
				roll.Approved.Rights, "approved-units", roll.Approved.Units)
		}
		c, _, err := contract.Communities.Get(v, id)
		if err != nil {
			return err
		}
		c.Roll = max(c.Roll, roll.Version)
		if err := contract.Communities.Put(v, c, id); err != nil {
			return err
		}
	}
	return Rolls.Put(v, roll, id, Version(roll.Version))
}

// LoadCompleteRoll reads a roll all of whose chunks are on the ledger.
func LoadCompleteRoll(c *contract.Context, version int64) (Roll, error) {
	roll, ok, err := Rolls.Get(c, c.Act.Community, Version(version))
	switch {
	case err != nil:
		return roll, err
	case !ok:
		return roll, act.Refuse(contract.NotFound, "of", "roll", "version", version)
	case !roll.Complete():
		return roll, act.Refuse(Incomplete, "of", "chunks", "have", roll.LoadedChunks, "need", roll.Chunks)
	}
	return roll, nil
}
