// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"math"
	"slices"
)

// A Level is the plan of one, north above: what is on the same floor, or all of a place that has none. Its measures are centimetres.
type Level struct {
	Name   string
	Width  int64
	Height int64
	Spaces []Drawn
}

// A Drawn space is where it is on the plan: its corners, from the left and from above.
type Drawn struct {
	Space
	Corners [][2]int64
}

// margin is what is left free around a level's spaces, in centimetres.
const margin = 100

// Levels are the plans of a place, in the order in which its spaces name them. A space of which nobody says where it is, is on none.
func (p Place) Levels() []Level {
	var levels []Level
	for _, s := range p.Spaces {
		if len(s.Zone) == 0 {
			continue
		}
		i := slices.IndexFunc(levels, func(l Level) bool { return l.Name == s.Level })
		if i < 0 {
			i, levels = len(levels), append(levels, Level{Name: s.Level})
		}
		levels[i].Spaces = append(levels[i].Spaces, Drawn{s, s.corners(p.first())})
	}
	for i := range levels {
		levels[i].frame()
	}
	return levels
}

// corners are where a space is from a point, to the right and down.
func (s Space) corners(from Corner) [][2]int64 {
	corners := make([][2]int64, len(s.Zone))
	for i, c := range s.Zone {
		east, north := c.flat(from)
		corners[i] = [2]int64{int64(math.Round(100 * east)), int64(math.Round(-100 * north))}
	}
	return corners
}

// frame has a plan begin at the upper left corner of what is on it.
func (l *Level) frame() {
	least, most := [2]int64{math.MaxInt64, math.MaxInt64}, [2]int64{math.MinInt64, math.MinInt64}
	for _, s := range l.Spaces {
		for _, c := range s.Corners {
			for axis := range c {
				least[axis], most[axis] = min(least[axis], c[axis]), max(most[axis], c[axis])
			}
		}
	}
	l.Width, l.Height = most[0]-least[0]+2*margin, most[1]-least[1]+2*margin
	for _, s := range l.Spaces {
		for i := range s.Corners {
			s.Corners[i][0] += margin - least[0]
			s.Corners[i][1] += margin - least[1]
		}
	}
}
