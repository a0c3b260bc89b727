// SPDX-License-Identifier: Apache-2.0

package dispatch

import (
	"encoding/json"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/ledger"
	rules "github.com/linli-project/linli/rules/parking"
)

// A car that has come for one booking stays on for the next one of its space, as that begins; for none of another car.
func TestCarsStayOn(t *testing.T) {
	for name, c := range map[string]struct {
		plate string
		state rules.State
		want  []string
	}{
		"its next":           {"p", rules.StateReserved, []string{parking.TxStay, "garden", "a", "b"}},
		"another car's":      {"q", rules.StateReserved, []string{parking.TxSettle, "garden", "a"}},
		"that was cancelled": {"p", rules.StateCancelled, []string{parking.TxSettle, "garden", "a"}},
	} {
		g := newGarage(t)
		town.Done(t, g.follow())
		begin := g.Now().Unix() / rules.Quarter * rules.Quarter
		span := func(n int64) rules.Span {
			return rules.Span{From: begin + n*rules.Quarter, Until: begin + (n+1)*rules.Quarter}
		}
		first := rules.Booking{
			ID: "a", Space: "s1", Plate: "p", Span: span(0), State: rules.StateEntered, Entered: rules.Passage{At: begin, Device: "g", Event: "e"},
		}
		next := rules.Booking{ID: "b", Space: "s1", Plate: c.plate, Span: span(1), State: c.state}
		var writes []ledger.Write
		for _, b := range []rules.Booking{first, next} {
			doc, err := json.Marshal(b)
			writes = append(writes, ledger.Write{Key: parking.Bookings.Key("garden", b.ID), Value: town.Must(t, doc, err)})
		}
		height := g.mirror.Height()
		town.Done(t, g.mirror.Apply(t.Context(), ledger.Block{Number: height, Hash: []byte{1}, Transactions: []ledger.Transaction{
			{ID: "tx", Code: peer.TxValidationCode_VALID, Writes: writes},
		}}))
		d := New(g, g.mirror, slog.New(slog.DiscardHandler), func() time.Time { return time.Unix(next.From, 0) })
		function, args, err := d.moving(t.Context(), "garden", "a")
		if got := append([]string{function}, args...); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}
