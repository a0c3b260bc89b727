// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/ledger/number"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// Acts are found by hash, by number, and by what they are about.
func TestActs(t *testing.T) {
	ctx := t.Context()
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	book := village.Book{Handle: func(b ledger.Block) error { return x.Apply(ctx, b) }}
	done := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	v, err := village.New("garden", village.Garden())
	done(err)
	done(v.SetRoll([]community.Unit{{ID: "u", Kind: community.Home, Status: community.Sold, AreaDm2: 9000, Owners: []string{"ann"}}}))
	done(book.Found(v))
	done(book.LoadRoll(v, 1))
	done(book.Submit(v.IssueCodes()))
	done(book.Submit(v.Enrol()))
	done(book.Submit(v.Confirm()))
	e, err := v.NewElection("budget")
	done(err)
	one := func(signed act.Signed, err error) string {
		t.Helper()
		done(book.Submit([]act.Signed{signed}, err))
		return act.HashOf(signed.Text).String()
	}
	one(e.Create("Budget", 1, vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Poll, Revote: true},
		[]vote.DraftContest{
			{ID: "x", Options: []string{election.Agree, "no"}, Seats: 1, Threshold: election.NoThreshold, Title: "X"},
		}))
	on, err := index.Read(ctx, x, vote.Elections, v.ID, e.ID)
	done(err)
	early := one(e.Cast(on, v.People["ann"], v.Rights[0].ID, 1, election.Selections{}))

	got, err := x.Act(ctx, early)
	done(err)
	last := book.Blocks[len(book.Blocks)-1]
	want := index.Act{
		Hash: early, Community: v.ID, Number: number.Of(early), Type: vote.TypeBallotCast, Subject: vote.About(e.ID, v.Rights[0].ID),
		Tx: last.Transactions[0].ID, Block: int64(last.Number), At: last.Transactions[0].Timestamp.Unix(),
		Signers: []string{v.People["ann"].Key.ID()},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("a ballot that was turned down (-want +got)\n%s", diff)
	}
	numbered, err := x.ActsNumbered(ctx, v.ID, number.Of(early))
	if err != nil || len(numbered) != 1 || numbered[0].Hash != early {
		t.Errorf("by its number: %+v %v", numbered, err)
	}
	if elsewhere, err := x.ActsNumbered(ctx, "elsewhere", number.Of(early)); err != nil || len(elsewhere) != 0 {
		t.Errorf("of another community: %+v %v", elsewhere, err)
	}
	if cast, err := x.ActsAbout(ctx, v.ID, vote.About(e.ID, v.Rights[0].ID), vote.TypeBallotCast); err != nil || len(cast) != 1 ||
		cast[0].Hash != early {
		t.Errorf("of its right: %+v %v", cast, err)
	}
	if drafts, err := x.ActsAbout(ctx, v.ID, vote.About(e.ID, ""), vote.TypeElectionCreate); err != nil || len(drafts) != 1 {
		t.Errorf("of the election: %+v %v", drafts, err)
	}
	if _, err := x.Act(ctx, "none"); !errors.Is(err, index.ErrNotFound) {
		t.Errorf("an act that is not there: %v", err)
	}
	acts, err := x.Count(ctx, contract.Acts)
	done(err)
	for d, err := range x.List(ctx, contract.Acts) {
		done(err)
		if a, err := x.Act(ctx, d.Attributes[1]); err != nil || a.Tx != d.Tx || uint64(a.Block) != d.Block || a.Type == "" {
			t.Errorf("%+v, %+v %v", d, a, err)
		}
		acts--
	}
	if acts != 0 {
		t.Errorf("%d acts are not listed", acts)
	}
}

// A batch may hold the same act twice, with other signatures: who published a result are those whose signatures the ledger took.
func TestActTwiceInABatch(t *testing.T) {
	const text = `{"body":{"election":"e"},"type":"election.publish"}`
	hash := act.HashOf(text).String()
	taken := act.Signed{Text: text, Signatures: []act.Signature{{By: "zhang"}, {By: "li"}}}
	invented := act.Signed{Text: text, Signatures: []act.Signature{{By: "zhang"}, {By: "nobody"}}}
	for name, c := range map[string]struct {
		batch   []act.Signed
		refused int // by its place
	}{
		"invented first": {[]act.Signed{invented, taken}, 0},
		"invented last":  {[]act.Signed{taken, invented}, 1},
	} {
		args, err := json.Marshal(c.batch)
		if err != nil {
			t.Fatal(err)
		}
		response := fmt.Appendf(nil, `{"acts":2,"refused":[{"at":%d,"code":"NOT_ENROLLED"}]}`, c.refused)
		x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
		err = x.Apply(t.Context(), ledger.Block{Hash: []byte{1}, Transactions: []ledger.Transaction{{
			ID: "tx", Code: peer.TxValidationCode_VALID, Function: "Submit", Args: []string{string(args)}, Response: response,
			Writes: []ledger.Write{{Key: contract.Acts.Key("garden", hash), Value: []byte(`{}`)}},
		}}})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := x.Act(t.Context(), hash); err != nil || !slices.Equal(got.Signers, []string{"zhang", "li"}) {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}
