// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"math"

	"github.com/linli-project/linli/rules/parking/strict"
)

// A Corner is a point on the map as GeoJSON has it: the longitude, and the latitude, in degrees.
type Corner [2]float64

// A Zone is where a space is: its corners, each once, in order.
type Zone []Corner

// Bounds of where spaces are. What is outside was drawn in other units, or of another thing.
const (
	maxCorners = 64
	leastArea  = 1    // square metres of a space
	mostArea   = 400  // as many as a coach takes, and more
	maxWide    = 2000 // metres from one end of a place to the other
)

const (
	typePolygon  = "Polygon"
	typePolygons = "MultiPolygon"
)

// zone is where a space is; none if the file does not say it. APDS writes an area as several polygons, of which a space has one.
func zone(v strict.Value) Zone {
	if !v.Has("spaceBoundedZone") {
		return nil
	}
	area := v.Get("spaceBoundedZone").Open()
	rings := area.Get("coordinates")
	if area.Get("type").OneOf(typePolygons, typePolygon) == typePolygons {
		rings = single(rings)
	}
	var z Zone
	line := single(rings)
	for _, corner := range line.List(4, maxCorners+1) {
		if at := corner.List(2, 3); at != nil { // the third is a height
			z = append(z, Corner{at[0].Float(-180, 180), at[1].Float(-85, 85)})
		}
	}
	if len(z) == 0 {
		return nil
	}
	if z[0] != z[len(z)-1] {
		line.Refuse("ends elsewhere than it begins; the last corner of an area is its first one again")
	}
	z = z[:len(z)-1]
	if a := z.size(); a < leastArea || a > mostArea {
		line.Refuse("is an area of %.1f square metres; a space has %d to %d. Corners are longitudes and latitudes, in degrees", a, leastArea, mostArea)
	}
	return z
}

// single is the one item of a list.
func single(v strict.Value) strict.Value {
	if items := v.List(1, 1); len(items) == 1 {
		return items[0]
	}
	return v
}

// area is the zone as APDS writes it.
func (z Zone) area() *Area {
	if len(z) == 0 {
		return nil
	}
	return &Area{typePolygons, [][][]Corner{{append(append([]Corner{}, z...), z[0])}}}
}

// metres of a degree of latitude: a place is small enough for the earth to be a ball, and flat.
const metres = 111_320

// flat is where a corner is from another one, in metres to the east and to the north.
func (c Corner) flat(from Corner) (east, north float64) {
	return (c[0] - from[0]) * metres * math.Cos(from[1]*math.Pi/180), (c[1] - from[1]) * metres
}

// size is its area in square metres.
func (z Zone) size() float64 {
	sum := 0.0
	for i, c := range z {
		x, y := c.flat(z[0])
		u, v := z[(i+1)%len(z)].flat(z[0])
		sum += x*v - u*y
	}
	return math.Abs(sum) / 2
}

// together says whether the spaces are near enough to each other to be one place.
func (p Place) together() bool {
	for _, s := range p.Spaces {
		for _, c := range s.Zone {
			if east, north := c.flat(p.first()); math.Hypot(east, north) > maxWide {
				return false
			}
		}
	}
	return true
}

// first is the first corner of which it is said where it is.
func (p Place) first() Corner {
	for _, s := range p.Spaces {
		if len(s.Zone) > 0 {
			return s.Zone[0]
		}
	}
	return Corner{}
}
