// SPDX-License-Identifier: Apache-2.0

// Package examples_test runs the examples as their README shows them, against a real network.
package examples_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

func TestMain(m *testing.M) {
	networktest.Main(m, chaincode.New)
}

// TestFabricSDKGo reads an election and relays a ballot through a program on fabric-sdk-go.
func TestFabricSDKGo(t *testing.T) {
	n := networktest.Network(t)
	l, err := village.Connect(t.Context(), n)
	must(t, err)
	defer l.Close()
	t.Chdir("..")
	t.Setenv("LINLI_DATA", n.Dir())
	s := shell{T: t, dir: t.TempDir()}
	s.run("go build -o bin/linli ./cmd/linli")

	e, ballot := openVote(t, l)
	s.write("ballot.json", ballot)
	commands := s.shown("examples/fabric-sdk-go/README.md")
	if len(commands) != 4 {
		t.Fatalf("the README shows %q", commands)
	}
	s.run(commands[0])
	s.run(commands[1])
	if said := s.run(commands[2]); said != "Roof repair 屋顶维修: open\n  Repair the roof [\"agree\" \"disagree\"]\n" {
		t.Errorf("the election is read as %q", said)
	}
	said := s.run(commands[3])
	inBox(t, l, e, ballot, said)

	// The same again has no effect, and says so.
	if said := s.fail(commands[3]); !strings.Contains(said, "NO_EFFECT") {
		t.Errorf("the ballot relayed twice: %s", said)
	}
	if said := s.fail(strings.Replace(commands[2], "2026-autumn", "1999", 1)); !strings.Contains(said, "there is no election 1999") {
		t.Errorf("an election that does not exist: %s", said)
	}
	s.write("ballot.json", act.Signed{})
	if said := s.fail(commands[3]); !strings.Contains(said, "NO_EFFECT") {
		t.Errorf("a file without a signature: %s", said)
	}
}

// openVote opens an election in a community of one home, and signs its ballot.
func openVote(t *testing.T, l *village.Ledger) (*village.Election, act.Signed) {
	t.Helper()
	constitution, err := village.Constitute(l.Network, "Garden", "rehearsal")
	must(t, err)
	v, err := village.New("garden", constitution)
	must(t, err)
	must(t, v.SetRoll([]community.Unit{
		{ID: "1-101", Kind: community.Home, Status: community.Sold, AreaDm2: 9000, Owners: []string{"owner"}},
	}))
	must(t, l.Found(t.Context(), v))
	must(t, l.Settle(t.Context(), v))
	e, err := v.NewElection("2026-autumn")
	must(t, err)
	opened, err := l.Open(t.Context(), e, "Roof repair 屋顶维修", vote.DraftRules{
		Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true,
	}, []vote.DraftContest{{
		ID: "roof", Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "Repair the roof",
	}})
	must(t, err)
	right := v.Rights[0]
	ballot, err := e.Cast(opened, e.Voter(right), right.ID, 1, election.Selections{"roof": {election.Agree}})
	must(t, err)
	return e, ballot
}

// inBox looks for the ballot in its box, in the transaction that the example named.
func inBox(t *testing.T, l *village.Ledger, e *village.Election, ballot act.Signed, said string) {
	t.Helper()
	opened, err := l.Election(t.Context(), e)
	must(t, err)
	right := e.Rights[0].ID
	box, err := ledger.Read(t.Context(), l.Client, vote.Boxes, e.Village.ID, e.ID, opened.Shard(right), right)
	must(t, err)
	if len(box.Ballots) != 1 || box.Ballots[0].Act != act.HashOf(ballot.Text).String() {
		t.Fatalf("the box holds %+v", box.Ballots)
	}
	kept, err := l.Kept(t.Context())
	must(t, err)
	if txs := kept[box.Ballots[0].Act]; len(txs) != 1 || said != "1 of 1 acts took effect in transaction "+txs[0]+"\n" {
		t.Errorf("the example says %q of the ballot that took effect in %q", said, txs)
	}
}

// shell runs command lines in the repository's folder. What they name in bin/, and the files of the README, lie in dir.
type shell struct {
	*testing.T
	dir string
}

// shown are the lines of a document's shell block.
func (s shell) shown(document string) []string {
	s.Helper()
	raw, err := os.ReadFile(document)
	must(s.T, err)
	_, block, _ := strings.Cut(string(raw), "```sh\n")
	block, _, _ = strings.Cut(block, "\n```")
	return strings.Split(block, "\n")
}

func (s shell) write(name string, document any) {
	s.Helper()
	raw, err := json.Marshal(document)
	must(s.T, err)
	must(s.T, os.WriteFile(filepath.Join(s.dir, name), raw, 0o600))
}

// run returns what a command says on its standard output.
func (s shell) run(line string) string {
	s.Helper()
	var words strings.Builder
	cmd := s.command(line)
	cmd.Stderr = &words
	out, err := cmd.Output()
	if err != nil {
		s.Fatalf("%s: %v\n%s%s", line, err, out, words.String())
	}
	return string(out)
}

// fail returns what a command says that must not succeed.
func (s shell) fail(line string) string {
	s.Helper()
	out, err := s.command(line).CombinedOutput()
	if err == nil {
		s.Errorf("%s succeeds:\n%s", line, out)
	}
	return string(out)
}

func (s shell) command(line string) *exec.Cmd {
	words := strings.Fields(line)
	for i, word := range words {
		if name := strings.TrimPrefix(word, "../../"); strings.HasPrefix(name, "bin/") ||
			slices.Contains([]string{"owners.yaml", "ballot.json"}, name) {
			words[i] = filepath.Join(s.dir, name)
		}
	}
	return exec.Command(words[0], words[1:]...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
