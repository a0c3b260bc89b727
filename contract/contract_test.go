// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// What these tests see needs no state. What acts do to one is tested over a book (internal/town), in the files of each subject; what
// only peers and orderers can show, in package chaincode.

func TestKeys(t *testing.T) {
	for _, parts := range [][]string{{"community", "garden"}, {"box", "garden", "vote", "a", "abc"}, {"act", "garden", ""}, {"x"}} {
		key := Key(parts[0], parts[1:]...)
		kind, attributes, ok := SplitKey(key)
		if !ok || kind != parts[0] || !slices.Equal(attributes, parts[1:]) {
			t.Errorf("%q: %q %q %v", key, kind, attributes, ok)
		}
		if !strings.HasPrefix(Key("box", "garden", "vote", "a", "abc"), Key("box", "garden", "vote")) {
			t.Error("a document's key does not begin with its group's")
		}
	}
	if strings.HasPrefix(Key("box", "garden-2", "vote"), Key("box", "garden")) {
		t.Error("two communities whose names begin alike share a range")
	}
	for _, key := range []string{"", "\x00", "\x00\x00", "box", "\x00box", "box\x00"} {
		if kind, _, ok := SplitKey(key); ok {
			t.Errorf("%q is taken for a key of kind %q", key, kind)
		}
	}
}

func TestInvokeRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, c := range []struct {
		function string
		args     []string
	}{
		{"", nil}, {"submit", []string{"[]"}}, {"Check", []string{"[]"}}, {"Submit", nil}, {"Submit", []string{"[]", "[]"}}, {"Probe", []string{""}},
		{"Submit", []string{"[]"}}, {"Submit", []string{"{}"}}, {"Submit", []string{""}}, {"Submit", []string{"null"}},
	} {
		if _, err := Invoke(nil, Tx{}, c.function, c.args); act.CodeOf(err) != BadArguments {
			t.Errorf("%s%q: %v", c.function, c.args, err)
		}
	}
	if answer, err := Invoke(nil, Tx{}, "Probe", nil); err != nil || string(answer) != "ok" {
		t.Errorf("Probe: %q, %v", answer, err)
	}
}

// Every right falls into exactly one shard, whose boxes are one range.
func TestShards(t *testing.T) {
	for rights, digits := range map[int64]int{1: 1, 4000: 1, 4001: 2, 100_000: 2, 100_001: 3, maxRights: 3} {
		if got := shardDigits(rights); got != digits {
			t.Errorf("%d rights: %d digits; want %d", rights, got, digits)
		}
	}
	for digits, count := range map[int]int{1: 16, 2: 256, 3: 4096} {
		e := Election{ID: "vote", Shards: digits}
		names := e.ShardNames()
		if len(names) != count || !slices.IsSorted(names) || slices.Contains(names, Whole) {
			t.Errorf("%d digits: %d shards %v", digits, len(names), names)
		}
		for _, owner := range []string{"ann", "bob", community.Developer} {
			id := community.RightID([]string{owner})
			if !slices.Contains(names, e.Shard(id)) || !strings.HasPrefix(boxKey("c", e, id), Key("box", "c", "vote", e.Shard(id))) {
				t.Errorf("right %s is in no shard", id)
			}
		}
	}
}

// No selections that an election admits are longer than its ballots are padded to.
func TestPadHoldsEverySelection(t *testing.T) {
	for _, contests := range [][]Contest{
		{{Contest: election.Contest{ID: "c", Options: []string{"agree"}, Seats: 1}}},
		{{Contest: election.Contest{ID: "c", Options: []string{"agree", strings.Repeat("长", 100)}, Seats: 1}}},
		{{Contest: election.Contest{ID: "<&>\u2028", Options: []string{"<<<<<<", "\"\\\x01"}, Seats: 2}}},
		{
			{Contest: election.Contest{ID: "a", Options: []string{"x", "y", "z"}, Seats: 3}},
			{Contest: election.Contest{ID: "b", Options: []string{"x", "y", "z"}, Seats: 2}},
		},
	} {
		size := pad(contests)
		if size%64 != 0 {
			t.Errorf("pad %d is no multiple of 64", size)
		}
		most := election.Selections{}
		for _, c := range contests {
			options := slices.SortedFunc(slices.Values(c.Options), func(a, b string) int { return len(b) - len(a) })
			most[c.ID] = options[:c.Seats]
		}
		if raw, err := json.Marshal(most); err != nil || len(raw) > size {
			t.Errorf("selections of %d bytes (%v) in a pad of %d", len(raw), err, size)
		}
	}
}

func TestConstitutions(t *testing.T) {
	good := func() Constitution {
		return Constitution{
			Name: "Garden", Net: strings.Repeat("a", 64), Profile: "rehearsal", RP: act.RelyingParty{ID: "x", Origins: []string{"https://x"}},
			Bodies: []Body{{ID: "owners", MSP: "OwnersMSP", Name: "Owners"}, {ID: "street", MSP: "StreetMSP", Name: "Street"}},
		}
	}
	for _, c := range []struct {
		name   string
		code   act.Code
		id     string
		change func(*Constitution)
	}{
		{"good", "", "garden", func(*Constitution) {}},
		{"id in capitals", BadArguments, "Garden", func(*Constitution) {}},
		{"id with a control character", BadArguments, "a\x00b", func(*Constitution) {}},
		{"no id", BadArguments, "", func(*Constitution) {}},
		{"one body", BadArguments, "garden", func(c *Constitution) { c.Bodies = c.Bodies[:1] }},
		{"seventeen bodies", BadArguments, "garden", func(c *Constitution) { c.Bodies = make([]Body, 17) }},
		{"a body twice", BadArguments, "garden", func(c *Constitution) { c.Bodies[1].ID = "owners" }},
		{"an MSP twice", BadArguments, "garden", func(c *Constitution) { c.Bodies[1].MSP = "OwnersMSP" }},
		{"a body without a name", BadArguments, "garden", func(c *Constitution) { c.Bodies[1].Name = "" }},
		{"no name", BadArguments, "garden", func(c *Constitution) { c.Name = "" }},
		{"no channel", BadArguments, "garden", func(c *Constitution) { c.Net = "" }},
		{"no domain", BadArguments, "garden", func(c *Constitution) { c.RP.ID = "" }},
		{"no pages", BadArguments, "garden", func(c *Constitution) { c.RP.Origins = nil }},
		{"unknown profile", BadArguments, "garden", func(c *Constitution) { c.Profile = "atlantis" }},
	} {
		constitution := good()
		c.change(&constitution)
		if err := constitution.check(c.id); act.CodeOf(err) != c.code || (c.code == "" && err != nil) {
			t.Errorf("%s: %v; want %q", c.name, err, c.code)
		}
		if got := constitution.equal(good()); got != (c.id != "garden" || c.name == "good") {
			t.Errorf("%s: equal to the good one: %v", c.name, got)
		}
	}
}

// An act that is refused leaves nothing behind for those after it in the batch, and a batch sees its own writes.
func TestViewForgetsWhatIsRefused(t *testing.T) {
	v := newView(nil)
	v.known["k"] = nil
	if err := v.store("k", "first"); err != nil {
		t.Fatal(err)
	}
	v.drop()
	var got string
	if ok, err := v.load("k", &got); ok || err != nil {
		t.Errorf("dropped, and yet there: %q, %v", got, err)
	}
	if err := v.store("k", "second"); err != nil {
		t.Fatal(err)
	}
	v.accept()
	if ok, err := v.load("k", &got); !ok || err != nil || got != "second" {
		t.Errorf("accepted, and yet %q, %v, %v", got, ok, err)
	}
}
