// SPDX-License-Identifier: Apache-2.0

package index_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/rules/analysis"
	rules "github.com/linli-project/linli/rules/points"
	"github.com/linli-project/linli/sqlitefile"
)

// writes is a block that writes documents.
type writes struct {
	*testing.T
	all []ledger.Write
}

func put[D any](w *writes, ref contract.Ref[D], id string, doc D) {
	value, err := json.Marshal(doc)
	if err != nil {
		w.Fatal(err)
	}
	w.all = append(w.all, ledger.Write{Key: ref.Key("garden", id), Value: value})
}

func (w *writes) into(x *index.Index) {
	w.Helper()
	if err := x.Apply(w.Context(), ledger.Block{Number: x.Height(), Hash: []byte{1, byte(x.Height())},
		Transactions: []ledger.Transaction{{ID: "tx", Code: peer.TxValidationCode_VALID, Writes: w.all}}}); err != nil {
		w.Fatal(err)
	}
}

func moved(cause points.Cause, of, from, to string, amount int64) points.Transfer {
	t := points.Transfer{Cause: cause, Of: of, Moves: []rules.Transfer{{From: from, To: to, Amount: amount}}}
	if from == rules.Issued || to == rules.Issued {
		t.Rule = "neighbours"
	}
	return t
}

// lived is a community with many households, and two that everything has happened to.
func lived(t *testing.T, x *index.Index) {
	t.Helper()
	for i := range 200 {
		others := &writes{T: t}
		home := fmt.Sprintf("other-%03d", i)
		put(others, points.Transfers, "earn-"+home, moved("help", "", rules.Issued, home, 10))
		put(others, points.Deeds, "deed-"+home, points.Deed{HelpDone: points.HelpDone{Helper: home, Helped: "other-000", Minutes: 1}})
		put(others, points.Vouchers, "hold-"+home, points.Voucher{Hold: rules.Hold{From: home, State: rules.HoldReleased, Until: 99}})
		put(others, points.Accounts, home, rules.Account{ID: home, Lots: []rules.Lot{{Amount: 10}}})
		others.into(x)
	}
	mine := &writes{T: t}
	put(mine, points.Deeds, "z", points.Deed{HelpDone: points.HelpDone{Helper: "one", Helped: "two", Minutes: act.Int(60)}})
	put(mine, points.Transfers, "z", moved("help", "", rules.Issued, "one", 100))
	put(mine, points.Transfers, "y", moved(points.Gift, "", "one", "two", 30))
	put(mine, points.Transfers, "x", moved(points.Reverse, "z", "one", rules.Issued, 5))
	put(mine, points.Transfers, "w", moved(points.Redeem, "w", "one", rules.Held, 40))
	put(mine, points.Vouchers, "w", points.Voucher{Service: "haircut", Hold: rules.Hold{From: "one", State: rules.HoldOpen, Until: 70}})
	put(mine, points.Transfers, "v", moved(points.Redeem, "v", "two", rules.Held, 20))
	put(mine, points.Vouchers, "v", points.Voucher{Service: "haircut", Hold: rules.Hold{From: "two", State: rules.HoldOpen, Until: 80}})
	put(mine, points.Accounts, "one", rules.Account{ID: "one", Lots: []rules.Lot{{Amount: 9, Until: 50}, {Amount: 16}}})
	mine.into(x)
	later := &writes{T: t}
	put(later, points.Vouchers, "v", points.Voucher{Service: "haircut", Hold: rules.Hold{From: "two", State: rules.HoldPosted, Until: 80}})
	put(later, points.Transfers, "u", moved(points.Use, "v", rules.Held, rules.Spent, 20))
	put(later, points.Transfers, "t", moved(points.Expire, "", "two", rules.Expired, 4))
	put(later, points.Deeds, "z", points.Deed{HelpDone: points.HelpDone{Helper: "one", Helped: "two"}, Confirmed: "a"})
	later.into(x)
}

// spoil makes all documents unreadable but these, so that who reads another one fails.
func spoil(t *testing.T, path string, but ...string) {
	t.Helper()
	file, err := sqlitefile.Open(path, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}()
	query, args := "UPDATE documents SET json = '!' WHERE true", []any{}
	for _, key := range but {
		query, args = query+" AND key <> ?", append(args, []byte(key))
	}
	if _, err := file.Write.ExecContext(t.Context(), query, args...); err != nil {
		t.Fatal(err)
	}
}

func owned[D any](t *testing.T, x *index.Index, ref contract.Ref[D], households ...string) (ids []string) {
	t.Helper()
	for o, err := range index.OfHouseholds(t.Context(), x, ref, "garden", households...) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, o.ID)
	}
	return ids
}

// What a household is shown reads what is its own, and the sheet reads no document, however much others have done.
func TestPointsReadWhatTheyShow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index.db")
	x := openIndex(t, path)
	lived(t, x)
	spoil(t, path, points.Deeds.Key("garden", "z"), points.Vouchers.Key("garden", "w"), points.Transfers.Key("garden", "z"),
		points.Transfers.Key("garden", "y"), points.Transfers.Key("garden", "x"), points.Transfers.Key("garden", "w"))
	for name, c := range map[string]struct{ got, want []string }{
		"deeds":             {owned(t, x, points.Deeds, "one"), []string{"z"}},
		"deeds of both":     {owned(t, x, points.Deeds, "one", "two"), []string{"z"}},
		"vouchers":          {owned(t, x, points.Vouchers, "one"), []string{"w"}},
		"transfers":         {owned(t, x, points.Transfers, "one"), []string{"z", "y", "x", "w"}},
		"of no home":        {owned(t, x, points.Transfers), nil},
		"of a home unknown": {owned(t, x, points.Transfers, "three"), nil},
	} {
		if !slices.Equal(c.got, c.want) {
			t.Errorf("%s: %v", name, c.got)
		}
	}
	sums, at, err := x.PointsSums(t.Context(), "garden")
	want := analysis.PointsSheet{
		Issued: 2095, Reversed: 5, Spent: 20, Expired: 4, Held: 40, Accounts: 2031, Households: 202,
		Earned:   []analysis.PointsGroup{{Names: []string{"help/neighbours"}, Points: 2100, Households: 201}},
		Services: []analysis.PointsGroup{{Names: []string{"haircut"}, Points: 20}},
	}
	if diff := cmp.Diff(want, sums.Sheet(), cmpopts.IgnoreUnexported(analysis.PointsGroup{})); diff != "" || err != nil {
		t.Errorf("the sheet (-want +got): %v\n%s", err, diff)
	}
	if at.Blocks != 202 || !slices.Equal(at.Hash, []byte{1, 201}) {
		t.Errorf("it is true for %+v", at)
	}
	if sums, _, err := x.PointsSums(t.Context(), "elsewhere"); err != nil || sums.Sheet().Issued != 0 {
		t.Errorf("of another community: %+v %v", sums, err)
	}
}

// A long list comes whole, in the order of the ledger.
func TestManyTransfersOfAHousehold(t *testing.T) {
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	var want []string
	for block := range 3 {
		w := &writes{T: t}
		for i := range 70 {
			id := fmt.Sprintf("%d-%d", 9-block, 99-i)
			want = append(want, id)
			put(w, points.Transfers, id, moved("help", "", rules.Issued, "one", 1))
		}
		w.into(x)
	}
	if got := owned(t, x, points.Transfers, "one", "two"); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
}

// What ends is an account of which a lot has an end, and a voucher that is open.
func TestPointsDue(t *testing.T) {
	x := openIndex(t, filepath.Join(t.TempDir(), "index.db"))
	lived(t, x)
	due, err := x.Due(t.Context(), 71, points.Accounts.Kind(), points.Vouchers.Kind())
	want := []index.Due{
		{Kind: points.Accounts.Kind(), Community: "garden", ID: "one", At: 50},
		{Kind: points.Vouchers.Kind(), Community: "garden", ID: "w", At: 70},
	}
	if diff := cmp.Diff(want, due); diff != "" || err != nil {
		t.Errorf("(-want +got): %v\n%s", err, diff)
	}
}
