// SPDX-License-Identifier: Apache-2.0

package election_test

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// TestAlteredVectors alters every value of every expectation, one at a time:
// each must make the comparison fail.
func TestAlteredVectors(t *testing.T) {
	for _, c := range vectors(t) {
		result, err := election.Run(c.Case)
		if err != nil {
			t.Fatal(err)
		}
		got := document(t, result)
		altered := 0
		alter(document(t, c.Expect), func(expect any) {
			altered++
			if reflect.DeepEqual(expect, got) {
				t.Errorf("%s: alteration %d goes unnoticed", c.Name, altered)
			}
		})
		if altered < 10 {
			t.Errorf("%s: only %d alterations", c.Name, altered)
		}
	}
}

// alter calls try with the document once for each leaf, changed.
func alter(document any, try func(any)) {
	var walk func(value any, set func(any))
	walk = func(value any, set func(any)) {
		switch value := value.(type) {
		case map[string]any:
			for key, inner := range value {
				walk(inner, func(other any) { value[key] = other })
			}
		case []any:
			for i, inner := range value {
				walk(inner, func(other any) { value[i] = other })
			}
		case bool:
			set(!value)
			try(document)
			set(value)
		case float64:
			set(value + 1)
			try(document)
			set(value)
		case string:
			set(value + "x")
			try(document)
			set(value)
		}
	}
	walk(document, nil)
}

func right(owners ...string) community.Right { return community.Right{Owners: owners} }

func TestRoleOf(t *testing.T) {
	for name, c := range map[string]struct {
		right            community.Right
		voter, proxy, by string
		role             election.Role
		reason           election.Reason
	}{
		"sole owner":                     {right("a"), "", "", "a", election.Own, election.Accepted},
		"stranger":                       {right("a"), "", "", "b", "", election.NotEntitled},
		"proxy":                          {right("a"), "", "b", "b", election.Proxy, election.Accepted},
		"principal beside the proxy":     {right("a"), "", "b", "a", election.Own, election.Accepted},
		"co-owner without designation":   {right("a", "b"), "", "", "a", "", election.NotEntitled},
		"co-owners' proxy":               {right("a", "b"), "", "c", "c", election.Proxy, election.Accepted},
		"designated":                     {right("a", "b"), "b", "", "b", election.Own, election.Accepted},
		"not designated":                 {right("a", "b"), "b", "", "a", "", election.NotEntitled},
		"the developer's agent":          {right("developer"), "agent", "", "agent", election.Own, election.Accepted},
		"the developer beside its agent": {right("developer"), "agent", "", "developer", "", election.NotEntitled},
		"nobody":                         {right("a", "b"), "", "", "", "", election.NotEntitled},
		"designated and proxy":           {right("a", "b"), "b", "b", "b", election.Own, election.Accepted},
	} {
		role, reason := election.RoleOf(c.right, c.voter, c.proxy, c.by)
		if role != c.role || reason != c.reason {
			t.Errorf("%s: %q, %q", name, role, reason)
		}
	}
}

func TestGrantProxy(t *testing.T) {
	rules := election.Rules{ProxyCap: 2, ProxyMustOwn: true, Barred: []string{"staff"}}
	good := election.Grant{PrincipalIsHead: true, Proxy: "p", ProxyOwns: true, ProxyHolds: 1}
	for want, change := range map[election.Reason]func(*election.Grant){
		election.Accepted:     func(*election.Grant) {},
		election.NoSuchRight:  func(g *election.Grant) { g.PrincipalIsHead = false },
		election.HasProxy:     func(g *election.Grant) { g.HasProxy = true },
		election.ProxyBarred:  func(g *election.Grant) { g.Proxy = "staff" },
		election.ProxyNotHead: func(g *election.Grant) { g.ProxyOwns = false },
		election.ProxyAtCap:   func(g *election.Grant) { g.ProxyHolds = 2 },
	} {
		grant := good
		change(&grant)
		if got := election.GrantProxy(rules, grant); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := election.GrantProxy(election.Rules{}, election.Grant{PrincipalIsHead: true}); got != election.ProxyAtCap {
		t.Errorf("a cap of 0 allows a grant: %q", got)
	}
}

func cast(id string, role election.Role, channel election.Channel) election.Ballot {
	return election.Ballot{ID: id, Role: role, Channel: channel}
}

func TestStanding(t *testing.T) {
	box := []election.Ballot{
		cast("1", election.Proxy, election.Paper),
		cast("2", election.Own, election.Online),
		cast("3", election.Own, election.Paper),
		cast("4", election.Own, election.Online),
		cast("5", election.Proxy, election.Online),
	}
	for collision, want := range map[election.Collision]string{
		election.First: "4", election.Last: "4", election.PaperWins: "3", election.OnlineWins: "4",
	} {
		if got := election.Standing(election.Rules{Collision: collision}, box); got.ID != want {
			t.Errorf("%s: %s, want %s", collision, got.ID, want)
		}
	}
	proxies := []election.Ballot{box[0], box[4]}
	for collision, want := range map[election.Collision]string{
		election.First: "1", election.Last: "5", election.PaperWins: "1", election.OnlineWins: "5",
	} {
		if got := election.Standing(election.Rules{Collision: collision}, proxies); got.ID != want {
			t.Errorf("proxy, %s: %s, want %s", collision, got.ID, want)
		}
	}
	if election.Standing(election.Rules{}, nil) != nil {
		t.Error("an empty box has a standing ballot")
	}
}

// TestSpoiled: a ballot that does not open must not keep a good one out.
func TestSpoiled(t *testing.T) {
	box := []election.Ballot{
		cast("1", election.Own, election.Online),
		cast("2", election.Own, election.Online),
		cast("3", election.Own, election.Online),
	}
	rules := election.Rules{Collision: election.Last}
	got := election.Settle(rules, box, map[string]election.Reason{"1": "cannot-open"})
	want := []election.Rejection{{ID: "1", Reason: "cannot-open"}, {ID: "3", Reason: election.AlreadyVoted}}
	if got.Standing == nil || got.Standing.ID != "2" {
		t.Errorf("standing %+v", got.Standing)
	}
	if diff := cmp.Diff(want, got.Rejected); diff != "" {
		t.Errorf("rejected (-want +got):\n%s", diff)
	}
}

func TestSelections(t *testing.T) {
	contests := []election.Contest{
		{ID: "one", Options: []string{"a", "b"}},
		{ID: "two", Options: []string{"x", "y", "z"}, Seats: 2},
	}
	for data, want := range map[string]election.Reason{
		`{}`:                    election.Accepted,
		`{"one":"a"}`:           election.Accepted,
		`{"one":["a"]}`:         election.Accepted,
		`{"two":["x","z"]}`:     election.Accepted,
		`{"two":[]}`:            election.Accepted,
		`{"one":["a","b"]}`:     election.BadSelection,
		`{"two":["x","x"]}`:     election.BadSelection,
		`{"two":"q"}`:           election.BadSelection,
		`{"none":"a"}`:          election.BadSelection,
		`{"one":""}`:            election.BadSelection,
		`{"two":["x","y","z"]}`: election.BadSelection,
	} {
		var selections election.Selections
		if err := json.Unmarshal([]byte(data), &selections); err != nil {
			t.Fatal(err)
		}
		if got := selections.Check(contests); got != want {
			t.Errorf("%s: %q, want %q", data, got, want)
		}
	}
	for _, data := range []string{`{"one":1}`, `{"one":null}`, `{"one":[1]}`, `{"one":{}}`} {
		var selections election.Selections
		if json.Unmarshal([]byte(data), &selections) == nil {
			t.Errorf("%s was read as %v", data, selections)
		}
	}
	out, err := json.Marshal(election.Selections{"one": {"a"}, "two": {"x", "z"}})
	if err != nil || string(out) != `{"one":"a","two":["x","z"]}` {
		t.Errorf("%s, %v", out, err)
	}
}

func count(contest election.Contest, total, part int64, votes map[string]int64) election.Count {
	c := election.NewCount([]election.Contest{contest})
	c.Total, c.Participating = community.Weight{Heads: total}, community.Weight{Heads: part}
	for option, n := range votes {
		c.Contests[0].Tally[option] = community.Weight{Heads: n}
	}
	return c
}

func TestCommittee(t *testing.T) {
	contest := election.Contest{ID: "c", Options: []string{"a", "b", "c", "d"}, Threshold: election.Elect, Seats: 2}
	rules := election.Rules{Kind: election.Committee}
	for name, c := range map[string]struct {
		total, part   int64
		votes         map[string]int64
		elected, tied []string
		passed        bool
	}{
		"by votes":           {20, 11, map[string]int64{"a": 6, "b": 9, "c": 8}, []string{"b", "c"}, nil, true},
		"half is no quorum":  {20, 10, map[string]int64{"a": 9, "b": 9}, nil, nil, false},
		"half elects nobody": {18, 10, map[string]int64{"a": 5, "b": 6}, []string{"b"}, nil, false},
		"tie at the last":    {18, 10, map[string]int64{"a": 6, "b": 9, "d": 6}, []string{"b"}, []string{"a", "d"}, false},
		"tie within":         {18, 10, map[string]int64{"a": 6, "b": 9, "d": 9}, []string{"b", "d"}, nil, true},
		"three tied for two": {18, 10, map[string]int64{"a": 7, "b": 7, "d": 7}, nil, []string{"a", "b", "d"}, false},
		"nobody takes part":  {18, 0, nil, nil, nil, false},
	} {
		result := election.Decide(rules, []election.Contest{contest}, count(contest, c.total, c.part, c.votes)).Contests[0]
		if !slices.Equal(result.Elected, c.elected) || !slices.Equal(result.Tied, c.tied) || result.Passed != c.passed {
			t.Errorf("%s: elected %v, tied %v, passed %t", name, result.Elected, result.Tied, result.Passed)
		}
	}
}

func TestPoll(t *testing.T) {
	contest := election.Contest{ID: "c", Options: []string{"a", "b", "c"}, Threshold: election.NoThreshold}
	result := election.Decide(election.Rules{Kind: election.Poll}, []election.Contest{contest},
		count(contest, 9, 9, map[string]int64{"a": 4, "b": 1, "c": 4}))
	if result.Quorum != nil || result.Contests[0].Met != nil || result.Contests[0].Passed {
		t.Error("a poll decided something")
	}
	if !slices.Equal(result.Contests[0].Leading, []string{"a", "c"}) {
		t.Errorf("leading %v", result.Contests[0].Leading)
	}
	empty := election.Decide(election.Rules{Kind: election.Poll}, []election.Contest{contest}, count(contest, 9, 0, nil))
	if empty.Contests[0].Leading != nil {
		t.Errorf("nobody voted and %v leads", empty.Contests[0].Leading)
	}
}

func TestDecideBeyondInt64(t *testing.T) {
	contest := election.Contest{ID: "c", Options: []string{"agree"}, Threshold: election.ThreeQuarters}
	c := election.NewCount([]election.Contest{contest})
	c.Total = community.Weight{Heads: math.MaxInt64, AreaDm2: math.MaxInt64}
	c.Participating = c.Total
	c.Contests[0].Tally["agree"] = c.Total
	if !election.Decide(election.Rules{}, []election.Contest{contest}, c).Contests[0].Passed {
		t.Error("overflow")
	}
}

func TestValidate(t *testing.T) {
	owners := election.Rules{Collision: election.Last}
	committee := election.Rules{Collision: election.Last, Kind: election.Committee}
	for name, c := range map[string]struct {
		rules    election.Rules
		contests []election.Contest
	}{
		"no contest":         {owners, nil},
		"no ID":              {owners, []election.Contest{{Options: []string{"agree"}, Threshold: election.Majority}}},
		"no agree":           {owners, []election.Contest{{ID: "c", Options: []string{"yes"}, Threshold: election.Majority}}},
		"option twice":       {owners, []election.Contest{{ID: "c", Options: []string{"agree", "agree"}, Threshold: election.Majority}}},
		"empty option":       {owners, []election.Contest{{ID: "c", Options: []string{"agree", ""}, Threshold: election.Majority}}},
		"owners elect":       {owners, []election.Contest{{ID: "c", Options: []string{"agree"}, Threshold: election.Elect}}},
		"committee majority": {committee, []election.Contest{{ID: "c", Options: []string{"agree"}, Threshold: election.Majority}}},
		"option spaced":      {committee, []election.Contest{{ID: "c", Options: []string{"王伟", "王 伟"}, Threshold: election.Elect}}},
		"option not seen":    {committee, []election.Contest{{ID: "c", Options: []string{"王伟", "李娜\u200b"}, Threshold: election.Elect}}},
		"option turned":      {committee, []election.Contest{{ID: "c", Options: []string{"王伟", "\u202eab"}, Threshold: election.Elect}}},
		"option in capitals": {owners, []election.Contest{{ID: "c", Options: []string{"agree", "Agree"}, Threshold: election.Majority}}},
		"option in Cyrillic": {owners, []election.Contest{{ID: "c", Options: []string{"agree", "аgrее"}, Threshold: election.Majority}}},
		"id not seen":        {committee, []election.Contest{{ID: "c\ufeff", Options: []string{"a"}, Threshold: election.Elect}}},
		"ids look the same": {committee, []election.Contest{
			{ID: "c 1", Options: []string{"a"}, Threshold: election.Elect}, {ID: "C1", Options: []string{"a"}, Threshold: election.Elect},
		}},
		"too many seats": {committee, []election.Contest{{ID: "c", Options: []string{"a"}, Threshold: election.Elect, Seats: 2}}},
	} {
		if err := election.ValidateContests(c.rules, c.contests); !errors.Is(err, election.ErrInvalidRules) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, rules := range []election.Rules{{}, {Collision: "both"}, {Kind: "x", Collision: election.Last},
		{Collision: election.Last, ProxyCap: -1}} {
		if err := rules.Validate(); !errors.Is(err, election.ErrInvalidRules) {
			t.Errorf("%+v: %v", rules, err)
		}
	}
}

func TestInvalidCases(t *testing.T) {
	for name, change := range map[string]func(*election.Case){
		"ballot twice": func(c *election.Case) { c.Ballots = append(c.Ballots, c.Ballots[0]) },
		"channel":      func(c *election.Case) { c.Ballots[0].Channel = "pigeon" },
		"unit twice":   func(c *election.Case) { c.Roll = append(c.Roll, c.Roll[0]) },
		"no contest":   func(c *election.Case) { c.Contests = nil },
		"collision":    func(c *election.Case) { c.Rules.Collision = "" },
		"placeholder":  func(c *election.Case) { c.Roll[0].Owners = []string{"甲", "/"} },
		"ditto":        func(c *election.Case) { c.Roll[0].Owners = []string{"同上"} },
		"spelled":      func(c *election.Case) { c.Roll[0].Owners, c.Roll[1].Owners = []string{"王五"}, []string{"王 五"} },
		"unit spelled": func(c *election.Case) { c.Roll[0].ID, c.Roll[1].ID = "1幢-101", "1栋-101室" },
		"ballot's right": func(c *election.Case) {
			c.Roll[0].Owners, c.Ballots[0].Right = []string{"阿依·古丽"}, []string{"阿依.古丽"}
		},
		"barred": func(c *election.Case) {
			c.Roll[0].Owners, c.BarredProxies = []string{"王五"}, []string{"王五\u200b"}
		},
	} {
		c := vectors(t)[0].Case
		c.Roll = slices.Clone(c.Roll)
		if _, err := election.Run(c); err != nil {
			t.Fatal(err)
		}
		change(&c)
		if _, err := election.Run(c); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
