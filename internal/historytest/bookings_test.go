// SPDX-License-Identifier: Apache-2.0

package historytest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/rules/calendar"
	"github.com/linli-project/linli/rules/community"
	rules "github.com/linli-project/linli/rules/parking"
	purse "github.com/linli-project/linli/rules/points"
)

// bookingsEnv is how many cars TestBookingsAtOnce has ask for spaces at once:
//
//	LINLI_BOOKINGS=10000 go test ./internal/historytest -run TestBookingsAtOnce -timeout 1h
const bookingsEnv = "LINLI_BOOKINGS"

const (
	ofASpace = 12 // cars that ask for a space, on average
	ofAHome  = 15 // cars of a household: fewer than it may have
	quarters = 24 // of a day, in which all of them want to come
)

// lot is a car park whose spaces are asked for by many at once, through the servers of all bodies.
type lot struct {
	*testing.T
	*village.Village

	net    *net
	relays []*ledger.Relay
	homes  int
	spaces int
	offers []string // hashes of the acts, by space
	night  int64    // the midnight of the day for which all ask

	mu      sync.Mutex
	history []porcupine.Operation
}

// asked is what somebody asks of a space.
type asked struct {
	space  int
	span   rules.Piece
	cancel bool
}

// Ten thousand cars ask for spaces at once, and some give them back: no quarter of an hour is anybody's twice, what each was told can be
// put into one order in which it is true, and what is held is the price of what is booked.
func TestBookingsAtOnce(t *testing.T) {
	n, count := connect(t), 300
	if text := os.Getenv(bookingsEnv); text != "" {
		more, err := strconv.Atoi(text)
		count = town.Must(t, more, err)
	}
	l := opened(t, n, count)
	began := time.Now()
	codes := l.rush(count)
	t.Logf("%d cars asked for %d spaces in %s: %v", count, l.spaces, time.Since(began).Round(time.Millisecond), codes)
	if codes[contract.OK] == 0 || codes[parking.SpaceTaken] == 0 || codes[contract.OK]+codes[parking.SpaceTaken] != count {
		t.Errorf("they were told %v", codes)
	}
	l.balanced()
	if !porcupine.CheckOperations(model, l.history) {
		t.Errorf("%d answers fit in no order", len(l.history))
	}
}

// opened is a car park whose guests have points, for so many cars.
func opened(t *testing.T, n *net, count int) *lot {
	t.Helper()
	v, err := village.New("bookings", n.constitution(t))
	l := &lot{T: t, Village: town.Must(t, v, err), net: n, homes: 2 + count/ofAHome, spaces: 2 + count/ofASpace}
	l.night = (calendar.DayOf(time.Now().Unix())+1)*calendar.Day - calendar.Beijing
	var units []community.Unit
	for i := range l.homes + 1 { // the last one's are the spaces
		units = append(units, town.Home(named("home", i), 9000, named("p", i)))
	}
	town.Done(t, v.SetRoll(units))
	town.Done(t, n.Found(t.Context(), v))
	town.Done(t, n.Settle(t.Context(), v))
	town.Done(t, n.Adopt(t.Context(), v, points.Plan{Rules: []points.Rule{
		{Rule: "garden", Budget: points.MaxBudget, DayCap: 600, Points: 60, Title: "Gardening", Way: points.Volunteer},
	}}))
	for _, c := range n.clients {
		relay := ledger.NewRelay(c, ledger.Options{})
		t.Cleanup(relay.Close)
		l.relays = append(l.relays, relay)
	}
	l.earn()
	l.offer()
	return l
}

// earn is that every household has helped for ten hours.
func (l *lot) earn() {
	l.Helper()
	told, confirmed := make([]act.Signed, l.homes), make([]act.Signed, l.homes)
	day, officer := act.Int(calendar.DayOf(time.Now().Unix())), l.Convener()
	for i := range l.homes {
		var err error
		told[i], err = l.Act(points.TypeHelpDone, points.HelpDone{
			Day: day, Helper: named("home", i), Minutes: 600, Rule: "garden",
		}, l.guest(i))
		town.Done(l, err)
		confirmed[i], err = village.Sign(l.Draft(points.TypeHelpConfirm, 1, officer), points.HelpConfirm{
			Help: hashOf(told[i]), Helper: named("home", i), Rule: "garden",
		}, officer)
		town.Done(l, err)
	}
	town.Done(l, l.sent(told...))
	town.Done(l, l.sent(confirmed...))
}

func (l *lot) sent(acts ...act.Signed) error {
	_, err := l.net.Batch(l.Context(), acts...)
	return err
}

func (l *lot) guest(home int) *village.Signer { return l.People[named("p", home)] }

// offer has the last household offer all spaces, a point for each quarter of an hour.
func (l *lot) offer() {
	l.Helper()
	acts := []act.Signed{l.made(parking.TypeLotSet, parking.LotSet{
		Body: l.Convener().Body, Gates: []parking.Gate{}, Lot: "east", Name: "East",
	}, l.Two()...)}
	for i := range l.spaces {
		acts = append(acts, l.made(parking.TypeSpaceSet, parking.SpaceSet{
			Host: rules.Party{Home: named("home", l.homes)}, Label: strconv.Itoa(i), Lot: "east", Space: named("s", i),
		}, l.Two()...))
	}
	town.Done(l, l.sent(acts...))
	acts = nil
	for i := range l.spaces {
		acts = append(acts, l.made(parking.TypeOfferSet, parking.OfferSet{
			Except: []act.Int{}, From: act.Int(l.night), Space: named("s", i), Until: act.Int(l.night + calendar.Day),
			Terms:   parking.Terms{Bands: []parking.Band{}, Hour: 4},
			Windows: []parking.Window{{Days: []act.Int{0, 1, 2, 3, 4, 5, 6}, From: 0, To: 1440}},
		}, l.guest(l.homes)))
		l.offers = append(l.offers, hashOf(acts[i]))
	}
	town.Done(l, l.sent(acts...))
}

func (l *lot) made(kind string, body any, by ...*village.Signer) act.Signed {
	l.Helper()
	signed, err := l.Act(kind, body, by...)
	return town.Must(l, signed, err)
}

// rush has all cars ask at once. Each third one that has a space gives it back.
func (l *lot) rush(count int) map[act.Code]int {
	l.Helper()
	random := rand.New(rand.NewPCG(uint64(count), 43))
	books, bodies := make([]act.Signed, count), make([]asked, count)
	for i := range count {
		from := random.IntN(quarters)
		bodies[i] = asked{space: random.IntN(l.spaces), span: rules.Piece{From: from, To: from + 1 + random.IntN(8)}}
		s := bodies[i]
		var err error
		books[i], err = village.Sign(l.Draft(parking.TypeBook, 1, l.guest(i%l.homes)), parking.Book{
			From: act.Int(l.night + int64(s.span.From)*rules.Quarter), Home: named("home", i%l.homes), Offer: l.offers[s.space],
			Plate: fmt.Sprintf("%064x", i), Space: named("s", s.space), Until: act.Int(l.night + int64(s.span.To)*rules.Quarter),
		}, l.guest(i%l.homes))
		town.Done(l, err)
	}
	codes, turns := map[act.Code]int{}, make([]sync.Mutex, l.homes)
	group, ctx := errgroup.WithContext(l.Context())
	for i := range count {
		group.Go(func() error {
			code, err := l.tell(ctx, i, bodies[i], books[i])
			l.mu.Lock()
			codes[code]++
			l.mu.Unlock()
			if err != nil || code != contract.OK || i%3 > 0 {
				return err
			}
			home := i % l.homes // whose acts are numbered, one after the other
			turns[home].Lock()
			defer turns[home].Unlock()
			back := bodies[i]
			back.cancel = true
			cancel, err := l.Act(parking.TypeCancel, parking.Cancel{Booking: hashOf(books[i])}, l.guest(home))
			if err == nil {
				code, err = l.tell(ctx, home, back, cancel)
			}
			if err == nil && code != contract.OK {
				err = fmt.Errorf("what was booked is not given back: %s", code)
			}
			return err
		})
	}
	town.Done(l, group.Wait())
	return codes
}

// tell sends an act through the server of some body until it is known what it came to, and notes when that was.
func (l *lot) tell(ctx context.Context, i int, body asked, signed act.Signed) (code act.Code, err error) {
	operation := porcupine.Operation{ClientId: i, Input: body, Call: time.Now().UnixNano()}
	for {
		_, err = l.relays[i%l.homes%len(l.relays)].Cast(ctx, signed)
		code = act.CodeOf(err)
		if err == nil {
			code = contract.OK // or it had taken effect before, unknown to who sends it again
		}
		if code != "" || ctx.Err() != nil || errors.Is(err, ledger.ErrClosed) {
			break
		}
	}
	operation.Return, operation.Output = time.Now().UnixNano(), code == contract.OK
	if code == "" {
		return code, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.history = append(l.history, operation)
	return code, nil
}

// model is a space: who asks for what is free has it, who asks for what is not has nothing, and what is given back is free.
var model = porcupine.Model{
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		by := map[int][]porcupine.Operation{}
		for _, o := range history {
			space := o.Input.(asked).space //nolint:forcetypeassert // it stands above
			by[space] = append(by[space], o)
		}
		var parts [][]porcupine.Operation
		for _, part := range by {
			parts = append(parts, part)
		}
		return parts
	},
	Init: func() any { return rules.Day{} },
	Step: func(state, input, output any) (bool, any) {
		day, a, ok := state.(rules.Day), input.(asked), output.(bool) //nolint:forcetypeassert // they stand above
		switch {
		case a.cancel:
			return ok, day.Leave(a.span)
		case day.Free(a.span):
			return ok, day.Take(a.span)
		}
		return !ok, day
	},
}

// balanced compares what is booked, what is taken of each space, and what is held.
func (l *lot) balanced() {
	l.Helper()
	var price, held, kept int64
	taken, days := map[string]rules.Day{}, map[string]rules.Day{}
	for key, value := range of(l.net.state(l.T), l.ID) {
		kind, names, _ := contract.SplitKey(key)
		switch kind {
		case parking.Bookings.Kind():
			b, err := parking.Bookings.Decode(value)
			if town.Done(l, err); b.State != rules.StateReserved {
				continue
			}
			price += b.Held
			for _, p := range b.Pieces() {
				if !taken[b.Space].Free(p) {
					l.Errorf("%s is booked twice", b.Space)
				}
				taken[b.Space] = taken[b.Space].Take(p)
			}
		case parking.Days.Kind():
			d, err := parking.Days.Decode(value)
			town.Done(l, err)
			days[names[1]] = d.Day
		case points.Escrows.Kind():
			h, err := points.Escrows.Decode(value)
			if town.Done(l, err); h.State == purse.HoldOpen {
				held += h.Amount()
			}
		case points.Accounts.Kind():
			a, err := points.Accounts.Decode(value)
			town.Done(l, err)
			kept += a.Held
		}
	}
	if price == 0 || price != held || held != kept {
		l.Errorf("%d points are the price of what is booked, %d are in escrow, %d are missing in accounts", price, held, kept)
	}
	for space, day := range days {
		if day != taken[space] {
			l.Errorf("of %s is taken %v, and booked %v", space, day, taken[space])
		}
	}
}

// No order makes it true that two had the same quarter, or that somebody was turned away from what was free all along.
func TestWhatFitsInNoOrder(t *testing.T) {
	told := func(call, end int64, from, to int, ok bool) porcupine.Operation {
		return porcupine.Operation{Input: asked{span: rules.Piece{From: from, To: to}}, Output: ok, Call: call, Return: end}
	}
	back := porcupine.Operation{Input: asked{span: rules.Piece{From: 0, To: 4}, cancel: true}, Output: true, Call: 3, Return: 4}
	for name, is := range map[string]struct {
		fits    bool
		history []porcupine.Operation
	}{
		"one after the other": {true, []porcupine.Operation{told(1, 2, 0, 4, true), back, told(5, 6, 3, 5, true)}},
		"at once":             {true, []porcupine.Operation{told(1, 5, 0, 4, true), back, told(2, 6, 3, 5, false)}},
		"booked twice":        {false, []porcupine.Operation{told(1, 2, 0, 4, true), told(1, 2, 3, 5, true)}},
		"turned away":         {false, []porcupine.Operation{told(1, 2, 0, 4, true), back, told(5, 6, 3, 5, false)}},
	} {
		if fits := porcupine.CheckOperations(model, is.history); fits != is.fits {
			t.Errorf("%s: %v", name, fits)
		}
	}
}
