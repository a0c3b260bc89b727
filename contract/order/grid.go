// SPDX-License-Identifier: Apache-2.0

package order

import (
	"cmp"
	"regexp"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
	rules "github.com/linli-project/linli/rules/order"
)

// Bounds of grids.
const (
	MaxGrids       = 100 // of a body
	MaxGridWorkers = 32
	MaxShifts      = 128
	MaxLanguages   = 8 // of a worker
	MaxPlaces      = 64
)

// Grid is a part of the community (网格) as bodies have set it: who works there, and who is called first.
type Grid struct {
	GridSet
	Act string `json:"act"` // hash of the act that set it last
}

// Grids are a community's, by id.
const Grids contract.Ref[Grid] = "grid" // C~id: a grid, and who works there

// gridded is how many grids a body has.
type gridded struct {
	Grids int `json:"grids"`
}

const griddeds contract.Ref[gridded] = "grids" // C~body: how many grids a body has set, which is bounded

// GridSet is the body of grid.set: two bodies, of which one is the grid's, say who works there.
type GridSet struct {
	Body       string    `json:"body"`
	Grid       string    `json:"grid"`       // id; of a new grid, or of one of the body's
	Languages  []Speaker `json:"languages"`  // what else than Mandarin its workers speak, as far as they say so
	Next       string    `json:"next"`       // the grid that is called for help; "" for none
	Places     []string  `json:"places"`     // how the places begin that it covers, sorted; for people
	Shifts     []Shift   `json:"shifts"`     // none: everybody is always on duty
	Supervisor string    `json:"supervisor"` // an officer of the body
	Workers    []string  `json:"workers"`    // in the order in which they are called, stand-ins last
}

// Speaker is what a worker speaks.
type Speaker struct {
	Languages []string `json:"languages"` // tags of BCP 47, sorted
	Worker    string   `json:"worker"`
}

// Shift is when a worker is on duty, as rules/order.Shift.
type Shift struct {
	Days   []act.Int `json:"days"` // 0 for Sunday to 6
	From   act.Int   `json:"from"` // minute of the day in China
	To     act.Int   `json:"to"`
	Worker string    `json:"worker"`
}

// ForRules is the shift as the rules have it.
func (s Shift) ForRules() rules.Shift {
	r := rules.Shift{Worker: s.Worker, From: int(min(s.From, farMinute)), To: int(min(s.To, farMinute))}
	for _, day := range s.Days {
		r.Days = append(r.Days, int(min(day, farMinute)))
	}
	return r
}

// shifts are a grid's as the rules have them.
func (g GridSet) shifts() []rules.Shift {
	shifts := make([]rules.Shift, len(g.Shifts))
	for i, s := range g.Shifts {
		shifts[i] = s.ForRules()
	}
	return shifts
}

// OnDuty says whether a worker works in the grid and is on duty at a time, in Unix seconds.
func (g GridSet) OnDuty(at int64, worker string) bool {
	return slices.Contains(g.Workers, worker) && rules.OnDuty(at, worker, g.shifts())
}

const farMinute = 1 << 20 // is no day and no minute of one

// Places and how they begin. No part is as long as a telephone's number.
const (
	PlacePattern  = `[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}` // of a whole place (a regular expression, also of ECMAScript), for example 3-2
	PrefixPattern = `([a-z0-9]{1,6}-){0,3}[a-z0-9]{0,6}`
)

var (
	place    = regexp.MustCompile("^" + PlacePattern + "$")
	prefix   = regexp.MustCompile("^" + PrefixPattern + "$")
	language = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
)

// IsPlace says whether a text can be the name of a place.
func IsPlace(text string) bool { return place.MatchString(text) }

func setGrid(c *contract.Context, b GridSet) error {
	if err := cmp.Or(b.check(), b.checkWorkers(), signedFor(c, b.Body)); err != nil {
		return err
	}
	if err := cmp.Or(b.checkSupervisor(c), b.checkNext(c)); err != nil {
		return err
	}
	for _, worker := range b.Workers {
		if err := worksFor(c, worker, b.Body); err != nil {
			return err
		}
	}
	before, ok, err := Grids.Get(c, c.Act.Community, b.Grid)
	switch {
	case err != nil:
		return err
	case ok && before.Body != b.Body:
		return act.Refuse(device.OtherBody, "of", "grid", "body", before.Body)
	case !ok:
		if err := countGrid(c, b.Body); err != nil {
			return err
		}
	}
	return Grids.Put(c, Grid{GridSet: b, Act: c.Hash}, c.Act.Community, b.Grid)
}

// signedFor refuses what no officer has signed of the body that answers for it.
func signedFor(c *contract.Context, body string) error {
	if !slices.ContainsFunc(c.Signers, func(s contract.Credential) bool { return s.Body == body }) {
		return act.Refuse(device.OtherBody, "of", "enrol", "body", body)
	}
	return nil
}

func countGrid(c *contract.Context, body string) error {
	all, _, err := griddeds.Get(c, c.Act.Community, body)
	if err != nil {
		return err
	}
	if all.Grids++; all.Grids > MaxGrids {
		return act.Refuse(contract.TooMany, "of", "grids", "most", MaxGrids)
	}
	return griddeds.Put(c, all, c.Act.Community, body)
}

func (g GridSet) check() error {
	switch {
	case !contract.IsID(g.Grid):
		return act.Refuse(act.BadField, "of", "grid-id")
	case len(g.Places) > MaxPlaces || !ascending(g.Places, prefix.MatchString):
		return act.Refuse(act.BadField, "of", "grid-places", "most", MaxPlaces)
	case len(g.Workers) > MaxGridWorkers || repeated(g.Workers):
		return act.Refuse(act.BadField, "of", "grid-workers", "most", MaxGridWorkers)
	}
	return nil
}

// checkWorkers checks what is said of the workers.
func (g GridSet) checkWorkers() error {
	unfit := func(s Shift) bool {
		return len(s.Days) > 7 || !s.ForRules().Valid() || !slices.Contains(g.Workers, s.Worker)
	}
	if len(g.Shifts) > MaxShifts || slices.ContainsFunc(g.Shifts, unfit) {
		return act.Refuse(act.BadField, "of", "grid-shifts", "most", MaxShifts)
	}
	unsaid := func(s Speaker) bool {
		return len(s.Languages) > MaxLanguages || !ascending(s.Languages, language.MatchString) || !slices.Contains(g.Workers, s.Worker)
	}
	if len(g.Languages) > len(g.Workers) || slices.ContainsFunc(g.Languages, unsaid) {
		return act.Refuse(act.BadField, "of", "grid-languages", "most", MaxLanguages)
	}
	return nil
}

func (g GridSet) checkSupervisor(c *contract.Context) error {
	if !people.IsCredential(g.Supervisor) {
		return act.Refuse(act.BadField, "of", "supervisor")
	}
	s, ok, err := contract.Credentials.Get(c, c.Act.Community, g.Supervisor)
	switch {
	case err != nil:
		return err
	case !ok || s.Kind != contract.Officer || s.Body != g.Body || s.Status != contract.Active:
		return act.Refuse(contract.NotFound, "of", "supervisor", "body", g.Body)
	}
	return nil
}

func (g GridSet) checkNext(c *contract.Context) error {
	switch g.Next {
	case "":
		return nil
	case g.Grid:
		return act.Refuse(act.BadField, "of", "grid-next")
	}
	_, err := loadGrid(c, g.Next)
	return err
}

func loadGrid(c *contract.Context, id string) (Grid, error) {
	if !contract.IsID(id) {
		return Grid{}, act.Refuse(act.BadField, "of", "grid-id")
	}
	g, ok, err := Grids.Get(c, c.Act.Community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "grid", "grid", id)
	}
	return g, err
}

// planOf is who of a grid is called now. Whoever does not work there any more is passed over.
func planOf(c *contract.Context, g Grid) (rules.Plan, error) {
	keys := make([]string, len(g.Workers))
	for i, worker := range g.Workers {
		keys[i] = contract.Credentials.Key(c.Act.Community, worker)
	}
	if err := c.Prefetch(keys); err != nil {
		return rules.Plan{}, err
	}
	var workers []string
	for _, id := range g.Workers {
		w, _, err := contract.Credentials.Get(c, c.Act.Community, id)
		if err != nil {
			return rules.Plan{}, err
		}
		if w.Status == contract.Active {
			workers = append(workers, id)
		}
	}
	return rules.PlanOf(c.Tx.Time, g.Grid, g.Supervisor, workers, g.shifts()), nil
}

// ascending says whether a list is sorted, each once, and all of it well formed.
func ascending(list []string, formed func(string) bool) bool {
	for i, one := range list {
		if !formed(one) || i > 0 && list[i-1] >= one {
			return false
		}
	}
	return true
}

func repeated(list []string) bool {
	return len(slices.Compact(slices.Sorted(slices.Values(list)))) != len(list)
}
