// SPDX-License-Identifier: Apache-2.0

package fleet

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/linli-project/linli/rules/device"
)

// Said is one thing that a device says, in the terms of all dialects. Its values are strings, bools and whole numbers; a direction is
// "in" or "out", whatever a camera calls it.
type Said struct {
	Device int // its place in the fleet
	Kind   device.Kind
	Values device.Values

	Ref     int64         // the camera's number of what it saw, which a correction and a repetition share; 0: one of its own
	Late    time.Duration // how long ago it was
	Offline bool          // it comes from the camera's own store
	Clock   time.Duration // by how much the device's clock is ahead
}

// Story is what happens in a community: cars come and go, and none goes that has not come; bins fill and are emptied; doors and locks
// open and close; e-bikes and prams are pushed into lifts; a button is pressed; smoke rises and clears. The same seed tells the same story.
type Story struct {
	random  *rand.Rand
	things  []Thing
	estate  estate
	weights []int
	next    int // who says something for the first time
}

// estate is how everything stands.
type estate struct {
	inside, outside []string
	is              []bool // of a device: open, raised, or in alarm
	percent         []int64
	stream          []string
	cards           []string // with which bins are opened
}

// How often things say something, compared with each other, and in alarm, which is soon over.
var (
	weights = map[Thing]int{Gate: 800, Bin: 150, Door: 120, Lock: 60, Lift: 4, Button: 4, Smoke: 4, Water: 4}
	inAlarm = 200
)

const (
	cars  = 120
	cards = 40
)

var (
	streams = []string{"recyclable", "hazardous", "kitchen", "other"}
	letters = []rune("ABCDEFGHJKLMNPQRSTUVWXYZ") // of plates: no I and no O
)

// NewStory begins a story of things.
func NewStory(things []Thing, seed uint64) *Story {
	s := &Story{random: rand.New(rand.NewPCG(seed, seed)), things: things} //nolint:gosec // the same story again, and no secret
	s.estate = estate{is: make([]bool, len(things)), percent: make([]int64, len(things)), stream: make([]string, len(things))}
	taken := map[string]bool{}
	for len(s.estate.outside) < cars {
		if plate := s.plate(); !taken[plate] {
			taken[plate] = true
			s.estate.outside = append(s.estate.outside, plate)
		}
	}
	for range cards {
		s.estate.cards = append(s.estate.cards, fmt.Sprintf("%016x%016x", s.random.Uint64(), s.random.Uint64()))
	}
	for i, thing := range things {
		s.weights = append(s.weights, weights[thing])
		s.estate.stream[i] = streams[i%len(streams)]
	}
	return s
}

// plate is a made-up number plate.
func (s *Story) plate() string {
	return fmt.Sprintf("粤%c0%04d", letters[s.random.IntN(len(letters))], s.random.IntN(10_000))
}

// Opening is how everything stands when the story begins, which devices say when they are switched on.
func (s *Story) Opening() []Said {
	var all []Said
	for i, thing := range s.things {
		switch thing {
		case Gate, Button, Lift: // they say what happens, and never how something is
		case Bridge:
			all = append(all, Said{Device: i, Kind: device.Bridge, Values: device.Values{"online": true}})
		default:
			all = append(all, s.stands(i))
		}
	}
	return all
}

// Next is what happens next. At first each device says something once, so that a short story has all of them in it. ok is false if there
// is nobody who ever says anything.
func (s *Story) Next() (said Said, ok bool) {
	for ; s.next < len(s.things); s.next++ {
		if s.weights[s.next] > 0 {
			s.next++
			return s.says(s.next - 1), true
		}
	}
	sum := 0
	for i := range s.things {
		sum += s.weight(i)
	}
	if sum == 0 {
		return Said{}, false
	}
	at := s.random.IntN(sum)
	for i := range s.things {
		if at -= s.weight(i); at < 0 {
			return s.says(i), true
		}
	}
	panic("a weight below none")
}

func (s *Story) weight(i int) int {
	if s.estate.is[i] && (s.things[i] == Smoke || s.things[i] == Water) {
		return inAlarm
	}
	return s.weights[i]
}

// says has a device say what is new of it.
func (s *Story) says(i int) Said {
	switch s.things[i] {
	case Gate:
		return s.drives(i)
	case Button:
		return Said{Device: i, Kind: device.SOS, Values: device.Values{"active": true}}
	case Bin:
		return s.used(i)
	default:
		s.estate.is[i] = !s.estate.is[i]
		return s.stands(i)
	}
}

// drives has a car come in or go out, more likely in the fewer are there.
func (s *Story) drives(i int) Said {
	from, to, direction := &s.estate.outside, &s.estate.inside, "in"
	if s.random.IntN(cars) < len(s.estate.inside) {
		from, to, direction = to, from, "out"
	}
	at := s.random.IntN(len(*from))
	plate := (*from)[at]
	(*from)[at] = (*from)[len(*from)-1]
	*from, *to = (*from)[:len(*from)-1], append(*to, plate)
	sure := int64(900 + 10*s.random.IntN(10))
	return Said{Device: i, Kind: device.Plate, Values: device.Values{"plate": plate, "direction": direction, "confidence_permille": sure}}
}

// nearlyFull is when a bin is emptied, in percent.
const nearlyFull = 90

// used has somebody put something into a bin, which then is fuller, or has it emptied.
func (s *Story) used(i int) Said {
	switch {
	case s.estate.is[i]: // something was put in, and it has not said how full it is now
		s.estate.is[i] = false
		s.estate.percent[i] = min(100, s.estate.percent[i]+int64(1+s.random.IntN(12)))
		return s.stands(i)
	case s.estate.percent[i] >= nearlyFull:
		s.estate.percent[i] = 0
		return s.stands(i)
	}
	s.estate.is[i] = true
	grams := int64(50 + s.random.IntN(3000))
	card := s.estate.cards[s.random.IntN(cards)]
	return Said{Device: i, Kind: device.Drop, Values: device.Values{"card": card, "grams": grams, "stream": s.estate.stream[i]}}
}

// stands is how a device stands.
func (s *Story) stands(i int) Said {
	is := s.estate.is[i]
	switch s.things[i] {
	case Bin:
		return Said{Device: i, Kind: device.Fill, Values: device.Values{"percent": s.estate.percent[i], "stream": s.estate.stream[i]}}
	case Door:
		return Said{Device: i, Kind: device.Contact, Values: device.Values{"open": is}}
	case Lock:
		return Said{Device: i, Kind: device.Relay, Values: device.Values{"on": is}}
	case Lift:
		return Said{Device: i, Kind: device.Object, Values: device.Values{"ebike": is}} // or a pram, every other time
	case Water:
		return Said{Device: i, Kind: device.Water, Values: device.Values{"active": is}}
	default:
		return Said{Device: i, Kind: device.Smoke, Values: device.Values{"active": is}}
	}
}
