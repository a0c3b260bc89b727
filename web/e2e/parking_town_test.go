// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/parking"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/fleet"
	"github.com/linli-project/linli/rules/community"
	events "github.com/linli-project/linli/rules/device"
)

// parkingTown is a community with gates, and a household that has a space behind them. It has a server of its own, which hears them.
type parkingTown struct {
	ID       string `json:"id"`
	Base     string `json:"base"`
	Helper   string `json:"helper"`
	Officers any    `json:"officers"` // tokens of their links, by body
	Door     string `json:"door"`     // of the host's home
	Host     holder `json:"host"`
	Guest    holder `json:"guest"` // who has points
	Guard    holder `json:"guard"`
}

// parked is the community whose gates its server hears.
const parked = "web-parking"

// barrier is a car park's way in and way out, as their cameras connect.
type barrier struct {
	devices *yard
	cameras []camera
	said    atomic.Int64
}

type camera struct {
	fleet.Device
	secret string
}

// parkingTown founds one, with everybody enrolled.
func (h *stage) parkingTown(t *testing.T) parkingTown {
	t.Helper()
	base, _, r := h.server(t, parked)
	v := r.founded(t, parked, "车位小区")
	r.takeRoll(t, v)
	must(t, r.ledger.EnrolAll(t.Context(), v))
	must(t, r.ledger.Adopt(t.Context(), v, pointsPlan))
	must(t, r.ledger.AdoptParking(t.Context(), v, parking.Regulation{Others: true}))
	var singles []community.Right
	for _, right := range v.Heads() {
		if len(right.Owners) == 1 && len(right.Units) == 1 {
			singles = append(singles, right)
		}
	}
	host, guest, neighbour := singles[0], singles[1], singles[2]
	r.confirmEachOther(t, v, guest, neighbour)
	gate := r.gate(t, v)
	door, err := r.store.House(t.Context(), v.ID, host.Units[0].ID)
	must(t, err)
	tokens, err := r.invite(t.Context(), v.ID)
	must(t, err)
	r.barrier = gate
	return parkingTown{
		ID: v.ID, Base: base, Helper: r.serve(t), Officers: tokens, Door: door, Host: holderOf(t, v.Voter(host)),
		Guest: holderOf(t, v.Voter(guest)), Guard: r.gridWorker(t, v),
	}
}

// gate has two bodies enrol the oracle and two cameras.
func (r *registrar) gate(t *testing.T, v *village.Village) *barrier {
	t.Helper()
	o := r.devices.oracle
	enrol := device.OracleEnrol{Body: o.Body, Key: act.Bytes(o.PublicKey()), Name: "门岗"}
	must(t, r.ledger.Do(t.Context())(v.Act(device.TypeOracleEnrol, enrol, v.Two()...)))
	return &barrier{devices: r.devices, cameras: []camera{r.camera(t, v, "gate-in", "东门进口"), r.camera(t, v, "gate-out", "东门出口")}}
}

// camera has two bodies enrol one, which is given its password.
func (r *registrar) camera(t *testing.T, v *village.Village, id, place string) camera {
	t.Helper()
	now := act.Int(time.Now().Unix())
	o := r.devices.oracle
	must(t, r.ledger.Do(t.Context())(v.Act(device.TypeDeviceEnrol, device.DeviceEnrol{
		Body: o.Body, Class: events.T1, Commands: []events.Command{events.List}, Device: id, From: now - 60, Kinds: fleet.ParkingKinds(),
		Place: place, Profile: "vzenith", Transport: id, Until: now + 24*3600,
	}, v.Two()...)))
	for { // as soon as the server has the block
		given, err := o.Issue(t.Context(), id, oracle.Password)
		if !errors.Is(err, oracle.ErrNotEnrolled) {
			must(t, err)
			return camera{fleet.Device{Name: id, Profile: "vzenith", Thing: fleet.Gate}, given.Password}
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// pass has the cameras see a car, whose move and plate a script says.
func (b *barrier) pass(q *http.Request) (any, error) {
	var car struct {
		Move  fleet.Move `json:"move"`
		Plate string     `json:"plate"`
	}
	if err := json.NewDecoder(q.Body).Decode(&car); err != nil {
		return nil, err
	}
	for _, said := range car.Move.Pass(0, 1, car.Plate, b.said.Add(1)) {
		if err := b.says(b.cameras[said.Device], said); err != nil {
			return nil, err
		}
	}
	return true, nil
}

func (b *barrier) says(c camera, said fleet.Said) error {
	topic, body, err := c.Say(said, b.said.Add(1), time.Now())
	if err != nil {
		return err
	}
	client, err := b.devices.client(c.Name, c.secret)
	if err != nil {
		return err
	}
	defer client.Disconnect(100)
	sent := client.Publish(topic, 1, false, body)
	if !sent.WaitTimeout(time.Minute) {
		return errors.New("the broker does not acknowledge")
	}
	return sent.Error()
}
