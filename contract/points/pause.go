// SPDX-License-Identifier: Apache-2.0

package points

import (
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// Pause is one under a convention (公约).
type Pause struct {
	Breach string `json:"breach"` // its cause
	Until  int64  `json:"until"`  // Unix time
}

// PauseList are those that a household has of one kind of service. It redeems none while one of them lasts.
type PauseList struct {
	Pauses []Pause `json:"pauses"`
}

// Pauses are a community's, by household and kind of service.
const Pauses contract.Ref[PauseList] = "pause" // C~unit~service: until when a household redeems no service of a kind

// PauseService begins a pause beside those that last.
func PauseService(v contract.Viewer, community, unit, service string, p Pause, now int64) error {
	return changePauses(v, community, unit, service, func(lasting []Pause) []Pause { return append(lasting, p) }, now)
}

// EndPause ends the pause of a breach now, if there is one; others last.
func EndPause(v contract.Viewer, community, unit, service, breach string, now int64) error {
	return changePauses(v, community, unit, service, func(lasting []Pause) []Pause {
		return slices.DeleteFunc(lasting, func(p Pause) bool { return p.Breach == breach })
	}, now)
}

// changePauses keeps what is made of the pauses that last, and forgets the others.
func changePauses(v contract.Viewer, community, unit, service string, change func([]Pause) []Pause, now int64) error {
	p, _, err := Pauses.Get(v, community, unit, service)
	if err != nil {
		return err
	}
	lasting := slices.DeleteFunc(p.Pauses, func(p Pause) bool { return p.Until <= now })
	return Pauses.Put(v, PauseList{change(lasting)}, community, unit, service)
}

// pausedFor refuses a household what is paused for it.
func (s Service) pausedFor(v contract.Viewer, community, unit string, now int64) error {
	if s.Bookable == "" {
		return nil
	}
	p, _, err := Pauses.Get(v, community, unit, s.Bookable)
	until := int64(0)
	for _, one := range p.Pauses {
		until = max(until, one.Until)
	}
	if err == nil && until > now {
		err = act.Refuse(Paused, "until", until)
	}
	return err
}
