// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"regexp"
	"strconv"

	"github.com/linli-project/linli/act"
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

func (r Roll) complete() bool { return r.LoadedChunks == r.Chunks }

// Total is the weight of all heads in an election.
func (r Roll) Total(countParking bool) community.Weight {
	if countParking {
		return r.WithParking
	}
	return r.WithoutParking
}

// rightID is what community.RightID returns.
var rightID = regexp.MustCompile(`^[0-9a-f]{32}$`)

func rollKey(id string, version int64) string {
	return Key("roll", id, strconv.FormatInt(version, 10))
}

func rightKey(id string, version int64, right string) string {
	return Key("right", id, strconv.FormatInt(version, 10), right)
}

// RollApprove is the body of roll.approve.
type RollApprove struct {
	Chunks  act.Int `json:"chunks"`
	Rights  act.Int `json:"rights"`
	Root    string  `json:"root"`
	Units   act.Int `json:"units"`
	Version act.Int `json:"version"`
}

func approveRoll(c *call, b RollApprove) error {
	if int64(b.Version) <= c.community.Roll {
		return act.Refuse(BadRoll, "version %d is not newer than %d, which is in force", b.Version, c.community.Roll)
	}
	if !hexHash.MatchString(b.Root) || b.Chunks < 1 {
		return act.Refuse(act.BadField, "a roll has a root (64 hex digits) and at least one chunk")
	}
	if b.Rights > maxRights {
		return act.Refuse(BadRoll, "a roll has %d rights at most", maxRights)
	}
	key := rollKey(c.act.Community, int64(b.Version))
	if ok, err := c.load(key, &Roll{}); err != nil || ok {
		return orElse(err, act.Refuse(Exists, "version %d was approved before", b.Version))
	}
	return c.store(key, Roll{
		Version: int64(b.Version), Root: b.Root, Chunks: int64(b.Chunks), Act: c.hash,
		Approved: Totals{Rights: int64(b.Rights), Units: int64(b.Units)},
	})
}

// loadRoll loads the next chunk of an approved roll: community, version, index, chunk, and the inclusion proof as a JSON
// array of base64 hashes. It needs no signature, as the approved root says what the chunk must be.
func loadRoll(s State, _ Tx, args []string) error {
	id, chunk := args[0], args[3]
	version, err1 := strconv.ParseInt(args[1], 10, 64)
	index, err2 := strconv.ParseInt(args[2], 10, 64)
	var path [][]byte
	if err := json.Unmarshal([]byte(args[4]), &path); err != nil || err1 != nil || err2 != nil || index < 0 {
		return act.Refuse(BadArguments, "LoadRoll takes community, version, index, chunk and proof")
	}
	v := newView(s)
	var roll Roll
	if ok, err := v.load(rollKey(id, version), &roll); err != nil || !ok {
		return orElse(err, act.Refuse(NotFound, "version %d of the roll is not approved", version))
	}
	switch {
	case index < roll.LoadedChunks:
		return act.Refuse(Already, "chunk %d is loaded", index)
	case index > roll.LoadedChunks:
		return act.Refuse(Incomplete, "chunk %d must be loaded first", roll.LoadedChunks)
	}
	rights, err := community.CheckChunk(roll.Root, uint64(roll.Chunks), uint64(index), []byte(chunk), path) //nolint:gosec // both are at least 0
	if err != nil {
		return act.Refuse(BadRoll, "%v", err)
	}
	if err := storeRights(v, id, &roll, rights); err != nil {
		return err
	}
	if err := finishRoll(v, id, roll); err != nil {
		return err
	}
	v.accept()
	return v.flush()
}

func storeRights(v *view, id string, roll *Roll, rights []community.Right) error {
	version := strconv.FormatInt(roll.Version, 10)
	if err := v.prefetch(rightKeys(id, version, rights)); err != nil {
		return err
	}
	for _, right := range rights {
		if err := storeNew(v, rightKey(id, roll.Version, right.ID), right); err != nil {
			return err
		}
		for _, unit := range right.Units {
			if err := storeNew(v, Key("unit", id, version, unit.ID), right.ID); err != nil {
				return err
			}
		}
		for _, owner := range right.Owners {
			if err := v.store(Key("owner", id, version, owner, right.ID), right.ID); err != nil {
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
		keys = append(keys, Key("right", id, version, right.ID))
		for _, unit := range right.Units {
			keys = append(keys, Key("unit", id, version, unit.ID))
		}
	}
	return keys
}

// storeNew stores a document that must not exist yet: no right and no unit may stand in two chunks.
func storeNew(v *view, key string, doc any) error {
	var known json.RawMessage
	if ok, err := v.load(key, &known); err != nil || ok {
		return orElse(err, act.Refuse(BadRoll, "%q stands in the roll twice", key))
	}
	return v.store(key, doc)
}

// finishRoll stores the roll's progress; with the last chunk its totals must be those that were approved.
func finishRoll(v *view, id string, roll Roll) error {
	roll.LoadedChunks++
	if roll.complete() {
		if roll.Loaded != roll.Approved {
			return act.Refuse(BadRoll, "the roll has %d rights and %d units, not %d and %d as approved",
				roll.Loaded.Rights, roll.Loaded.Units, roll.Approved.Rights, roll.Approved.Units)
		}
		var c Community
		if _, err := v.load(communityKey(id), &c); err != nil {
			return err
		}
		c.Roll = max(c.Roll, roll.Version)
		if err := v.store(communityKey(id), c); err != nil {
			return err
		}
	}
	return v.store(rollKey(id, roll.Version), roll)
}

// loadCompleteRoll reads a roll all of whose chunks are on the ledger.
func (c *call) loadCompleteRoll(version int64) (Roll, error) {
	var roll Roll
	ok, err := c.load(rollKey(c.act.Community, version), &roll)
	switch {
	case err != nil:
		return roll, err
	case !ok:
		return roll, act.Refuse(NotFound, "version %d of the roll is not approved", version)
	case !roll.complete():
		return roll, act.Refuse(Incomplete, "%d of %d chunks of the roll are loaded", roll.LoadedChunks, roll.Chunks)
	}
	return roll, nil
}
