// SPDX-License-Identifier: Apache-2.0

// Package liartest holds votes on a network whose bodies all lie: their chaincode lets anyone overwrite the state. What
// they agree on is endorsed, ordered and valid to Fabric; the recount must name it all the same.
package liartest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network/networktest"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
	"github.com/linli-project/linli/verify"
)

// liar is the ledger's chaincode with one function more: lie:Put writes a value under the key of a kind's attributes.
type liar struct{ shim.Chaincode }

func (l liar) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	args := stub.GetStringArgs()
	if len(args) != 5 || args[0] != "lie:Put" {
		return l.Chaincode.Invoke(stub)
	}
	if err := stub.PutState(contract.Key(args[1], args[2], args[3]), []byte(args[4])); err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success(nil)
}

// accomplice is a replayer that takes the lie for a transaction of the ledger, so that the count alone can find it.
type accomplice struct{ verify.Contract }

func (r accomplice) Execute(tx verify.Tx, s *verify.Simulation) (verify.Answer, error) {
	if string(tx.Arguments[0]) == "lie:Put" {
		s.Put(contract.Key(string(tx.Arguments[1]), string(tx.Arguments[2]), string(tx.Arguments[3])), tx.Arguments[4])
		return verify.Answer{}, nil
	}
	return r.Contract.Execute(tx, s)
}

func TestMain(m *testing.M) {
	networktest.Main(m, func(net, version string) (shim.Chaincode, error) {
		honest, err := chaincode.New(net, version)
		return liar{honest}, err
	})
}

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	done(t, err)
	return v
}

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestAResultEditedByOneHeadIsNamed(t *testing.T) {
	n := networktest.Network(t)
	ctx := t.Context()
	l, err := village.Connect(ctx, n)
	done(t, err)
	defer l.Close()
	constitution, err := village.Constitute(n, "Edited", "rehearsal")
	v, err := village.New("edited", must(t, constitution, err))
	done(t, err)
	done(t, l.Found(ctx, v))
	var units []community.Unit
	for _, owner := range []string{"a", "b", "c"} {
		units = append(units, community.Unit{ID: owner, Kind: community.Home, Status: community.Sold, AreaDm2: 100,
			Owners: []string{owner}})
	}
	done(t, v.SetRoll(units))
	done(t, l.Settle(ctx, v))
	e, err := v.NewElection("vote")
	done(t, err)
	on, err := l.Open(ctx, e, "Vote", vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, Revote: true},
		[]vote.DraftContest{{ID: "m", Options: []string{election.Agree, "disagree"}, Seats: 1, Threshold: election.Majority, Title: "M"}})
	done(t, err)
	for _, right := range v.Rights[:2] {
		done(t, l.Do(ctx)(e.Cast(on, v.Voter(right), right.ID, 1, election.Selections{"m": {election.Agree}})))
	}
	done(t, l.CloseAndUnseal(ctx, e, on.Bodies[1:]))
	result, err := l.Tally(ctx, e, func(int, int) {})
	done(t, err)
	done(t, l.Publish(ctx, e, result))
	if report := recount(t, l, verify.Contract{}); !report.OK() {
		t.Fatalf("the honest ledger is refused: %s", text(t, report))
	}

	agree := result.Contests[0].Tally[election.Agree]
	agree.Heads++
	result.Contests[0].Tally[election.Agree] = agree
	raw, err := json.Marshal(result)
	done(t, err)
	receipt, _, err := l.Client.Submit(ctx, "lie:Put", vote.Results.Kind(), v.ID, e.ID, string(raw))
	done(t, err)

	for check, replayer := range map[string]verify.Replayer{"replay": verify.Contract{}, "recount": accomplice{}} {
		report := recount(t, l, replayer)
		c := report.Check(check)
		if report.OK() || c.Status != verify.Fail || c.Block != receipt.Block {
			t.Errorf("the edit in block %d is not named by the check %q: %s", receipt.Block, check, text(t, report))
		}
	}

	leaveOut(t, l, e)
}

// leaveOut takes a ballot's hash out of the lists of its shard: the recount names the shard.
func leaveOut(t *testing.T, l *village.Ledger, e *village.Election) {
	t.Helper()
	on, err := ledger.Read(t.Context(), l.Client, vote.Elections, e.Village.ID, e.ID)
	shard := must(t, on, err).Shard(e.Village.Rights[0].ID)
	lists, err := ledger.Read(t.Context(), l.Client, vote.Tallied, e.Village.ID, e.ID, shard)
	if must(t, lists, err); len(lists.Counted) == 0 {
		t.Fatalf("shard %s lists no ballot", shard)
	}
	lists.Counted = lists.Counted[1:]
	raw, err := json.Marshal(lists)
	done(t, err)
	_, _, err = l.Client.Submit(t.Context(), "lie:Put", vote.Tallied.Kind(), e.Village.ID, e.ID+"\x00"+shard, string(raw))
	done(t, err)
	report := recount(t, l, accomplice{})
	if want := "shard " + shard + ", counted again, lists"; report.Check("recount").Status != verify.Fail ||
		!strings.Contains(text(t, report), want) {
		t.Errorf("the ballot that was left out is not missed: %s", text(t, report))
	}
}

// recount verifies the ledger as a peer has it now.
func recount(t *testing.T, l *village.Ledger, replayer verify.Replayer) *verify.Report {
	t.Helper()
	report, err := l.Recount(t.Context(), verify.Options{Replayers: map[string]verify.Replayer{"linli": replayer}})
	return must(t, report, err)
}

func text(t *testing.T, report *verify.Report) string {
	t.Helper()
	var b strings.Builder
	done(t, report.Write(&b))
	return b.String()
}
