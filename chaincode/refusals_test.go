// SPDX-License-Identifier: Apache-2.0

package chaincode_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// Who somebody is to the contract, Fabric says by his certificate; and its codes come back through peers and gateway. What is
// refused, and why, is tested in package contract.
func TestRefusedTransactions(t *testing.T) {
	w := newSite(t)
	owners, street := w.Constitution.Bodies[0].ID, w.Constitution.Bodies[3].ID
	town.Fails(t, w.FoundAs(w.Client(owners), w.Officers[owners]), people.NotAdmin)
	elsewhere := w.Constitution
	elsewhere.Net = strings.Repeat("0", 64)
	_, err := w.Transact(w.Admin(owners), "Found", w.ID, town.JSON(t, elsewhere), "[]")
	town.Fails(t, err, contract.OtherNet)
	town.Fails(t, w.Load(1, 0, "[]", "[]"), contract.NotFound)
	w.Found().Settle(town.Homes(2))
	town.Fails(t, w.FoundAs(w.Admin(owners), w.Officers[owners]), contract.Exists)

	revoke := func(by village.User) error {
		_, err := w.Transact(by, "RevokeOfficer", w.ID, w.Officers[street].Key.ID())
		return err
	}
	for _, other := range []village.User{w.Client(street), w.Admin(owners)} {
		town.Fails(t, revoke(other), people.NotAdmin)
	}
	town.Fails(t, w.OpenVote("vote", town.Rules()).Tally("0"), vote.WrongStage)
	town.Done(t, revoke(w.Admin(street)))
	w.Refused(contract.Revoked, w.Make(people.TypeCodesIssue, people.CodesIssue{Codes: []people.IssuedCode{}}, w.Officers[street]))
}

// A handful of acts, among them the longest and the oddest texts, is refused with the same codes as over a book, and leaves nothing.
func TestRefusedActs(t *testing.T) {
	w := newSite(t)
	w.Found().Settle(town.Homes(2))
	v := w.OpenVote("vote", town.Rules())
	ann, bob := w.Voter(w.Rights[0]), w.Voter(w.Rights[1])
	good := v.Cast(ann, w.Rights[0].ID, 1, town.Agree())
	text := func(path, value string) act.Signed {
		return town.SignedText(t, town.With(t, good.Text, path, value), ann)
	}
	signature := good.Signatures[0]
	signature.Sig = slices.Concat(signature.Sig, []byte{0})
	before := w.desk.dump(t, w.ID)
	for name, r := range map[string]town.Refusal{
		"altered":         {Code: act.WrongChallenge, Act: town.Changed(t, good, "disp", town.Quote(strings.Repeat("0", 64)))},
		"not signed":      {Code: act.NoSignature, Act: town.WithSignatures(good)},
		"by another":      {Code: act.WrongSigner, Act: town.WithSignatures(good, town.Good(good.Text).By(t, bob))},
		"two encodings":   {Code: act.BadDER, Act: town.WithSignatures(good, signature)},
		"another channel": {Code: contract.OtherNet, Act: text("net", town.Quote(strings.Repeat("a", 64)))},
		"unknown":         {Code: contract.UnknownType, Act: text("type", `"ballot.burn"`)},
		"not canonical":   {Code: act.NotCanonical, Act: town.SignedText(t, good.Text+"\n", ann)},
		"half a letter":   {Code: act.NotCanonical, Act: town.SignedText(t, town.Replace(good.Text, `"vote"`, `"\ud800"`), ann)},
		"a NUL":           {Code: act.NotJSON, Act: town.SignedText(t, good.Text+"\x00", ann)},
		"nested":          {Code: act.NotJSON, Act: town.SignedText(t, strings.Repeat("[", 100_000), ann)},
		"too large":       {Code: act.TooLarge, Act: text("body.election", town.Quote(strings.Repeat("选", 80<<10)))},
		"a letter":        {Code: act.BadField, Act: text("body.right", `"é"`)},
		"a number":        {Code: contract.SeqGap, Act: text("seq", `"9223372036854775807"`)},
		"one officer": {Code: contract.TwoBodies, Act: w.Make(vote.TypeElectionClose, vote.ElectionStep{Election: "vote"},
			w.Convener())},
	} {
		t.Run(name, func(t *testing.T) { w.under(t).Refused(r.Code, r.Act) })
	}
	unchanged(t, before, w.desk.dump(t, w.ID))
	w.OK(good)
}
