// SPDX-License-Identifier: Apache-2.0

package device_test

import (
	"strconv"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/town"
)

// What is refused of what oracles append.
func TestRefusalsOfAppends(t *testing.T) {
	b := town.NewBench(t)
	b.Refuses(t, b.Good(), 19, town.Theme("appends", appends(b)))
}

// appends are those that an oracle may not make, or that are not an oracle's.
func appends(b *town.Bench) []town.Refusal {
	h := &town.History{By: b.EnrolledOracle(b.Convener().Body)}
	retired, other, stranger := b.EnrolledOracle(h.By.Body), b.EnrolledOracle(b.Two()[1].Body), town.NewProgram(b, h.By.Body)
	b.OK(b.Make(device.TypeOracleRetire, device.OracleRetire{Oracle: retired.ID()}, b.Convener()), h.Append(b.Town, ids("a", "b")...))

	good := h.Fork().Append(b.Town, ids("c", "d")...)
	by := func(p town.Program) act.Signed { return (&town.History{By: p}).Append(b.Town, ids("c")...) }
	signed := func(s ...act.Signature) act.Signed { return act.Signed{Text: good.Text, Signatures: s} }
	named := act.SignWithKey(other.Key, good.Text)
	named.By = h.By.ID()
	passkey := town.Good(good.Text).By(b, b.Convener())
	passkey.By = h.By.ID()
	written := func(name string, code act.Code, path, value string) town.Refusal {
		return town.Refuse(name, code, h.By.SignText(town.With(b, good.Text, path, value)))
	}
	moment := func(name string, code act.Code, nbf, exp int64) town.Refusal {
		text := town.With(b, good.Text, "nbf", town.Quote(strconv.FormatInt(b.Now().Unix()+nbf, 10)))
		return town.Refuse(name, code, h.By.SignText(town.With(b, text, "exp", town.Quote(strconv.FormatInt(b.Now().Unix()+exp, 10)))))
	}
	leaves := func(n int) string { return town.JSON(b, make(act.Bytes, n)) }
	return []town.Refusal{
		town.Refuse("by an oracle that is not enrolled", contract.NotFound, by(stranger)),
		town.Refuse("by an oracle that was retired", contract.Revoked, by(retired)),
		town.Refuse("by an officer", contract.NotFound,
			b.Make(device.TypeEventsAppend, device.EventsAppend{Root: b.Constitution.Net}, b.Convener())),
		town.Refuse("with another body's oracle's key", act.BadSignature, signed(named)),
		town.Refuse("in another oracle's name", act.WrongSigner, signed(act.SignWithKey(other.Key, good.Text))),
		town.Refuse("with an officer's passkey", act.NoSignature, signed(passkey)),
		town.Refuse("with two signatures", act.NoSignature, signed(good.Signatures[0], act.SignWithKey(other.Key, good.Text))),
		town.Refuse("without a signature", act.NoSignature, signed()),
		town.Refuse("altered after it was signed", act.BadSignature, town.Changed(b, good, "body.leaves", leaves(32))),
		town.Refuse("carried to another community", contract.NotFound, h.By.SignText(town.With(b, good.Text, "community",
			town.Quote(b.Neutral.ID)))),
		written("of nothing", act.BadField, "body.leaves", `""`),
		written("of half an event", act.BadField, "body.leaves", leaves(16)),
		written("of more events than at a time", act.BadField, "body.leaves", leaves(32*(device.MaxLeaves+1))),
		written("with another number", contract.SeqGap, "seq", `"2"`),
		written("to a longer log", contract.SeqGap, "body.before", `"3"`),
		written("to a log of another root", device.LogDiffers, "body.root", town.Quote(b.Constitution.Net)),
		written("to a log without a root", device.LogDiffers, "body.root", `""`),
		moment("from the future", contract.NotYet, 60, 120),
		moment("from the past", contract.Expired, -120, -60),
	}
}
