// SPDX-License-Identifier: Apache-2.0

package e2e_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/fleet"
	"github.com/linli-project/linli/rules/community"
	events "github.com/linli-project/linli/rules/device"
)

// parkingTown is a community with a gate, and a household that has a space behind it. It has a server of its own, which hears the gate.
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

// parked is the community whose gate its server hears.
const parked = "web-parking"

// barrier is the gate of a car park, as its camera connects.
type barrier struct {
	devices *yard
	camera  fleet.Device
	secret  string
	said    atomic.Int64
}

// parkingTown founds one, with everybody enrolled.
func (h *stage) parkingTown(t *testing.T) parkingTown {
	t.Helper()
	base, _, r := h.server(t, parked)
	constitution := r.constitution
	constitution.Name = "车位小区"
	v, err := village.New(parked, constitution)
	must(t, err)
	must(t, r.ledger.Found(t.Context(), v))
	must(t, r.store.KeepCommunity(t.Context(), v.ID, constitution))
	r.takeRoll(t, v)
	must(t, r.ledger.EnrolAll(t.Context(), v))
	must(t, r.ledger.Adopt(t.Context(), v, pointsPlan))
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

// gate has two bodies enrol the oracle and a camera, which is given its password.
func (r *registrar) gate(t *testing.T, v *village.Village) *barrier {
	t.Helper()
	do := func(kind string, body any) { must(t, r.ledger.Do(t.Context())(v.Act(kind, body, v.Two()...))) }
	o := r.devices.oracle
	do(device.TypeOracleEnrol, device.OracleEnrol{Body: o.Body, Key: act.Bytes(o.PublicKey()), Name: "门岗"})
	now := act.Int(time.Now().Unix())
	do(device.TypeDeviceEnrol, device.DeviceEnrol{
		Body: o.Body, Class: events.T1, Commands: []events.Command{events.List}, Device: "gate-1", From: now - 60, Kinds: fleet.ParkingKinds(),
		Place: "东门道闸", Profile: "vzenith", Transport: "gate-1", Until: now + 3600,
	})
	for { // as soon as the server has the block
		given, err := o.Issue(t.Context(), "gate-1", oracle.Password)
		if !errors.Is(err, oracle.ErrNotEnrolled) {
			must(t, err)
			return &barrier{
				devices: r.devices, secret: given.Password, camera: fleet.Device{Name: "gate-1", Profile: "vzenith", Thing: fleet.Gate},
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// pass has the gate's camera see a car, whose move and plate a script says.
func (b *barrier) pass(q *http.Request) (any, error) {
	var car struct {
		Move  fleet.Move `json:"move"`
		Plate string     `json:"plate"`
	}
	if err := json.NewDecoder(q.Body).Decode(&car); err != nil {
		return nil, err
	}
	client, err := b.devices.client(b.camera.Name, b.secret)
	if err != nil {
		return nil, err
	}
	defer client.Disconnect(100)
	for _, said := range car.Move.Pass(0, 0, car.Plate, b.said.Add(1)) {
		topic, body, err := b.camera.Say(said, b.said.Add(1), time.Now())
		if err != nil {
			return nil, err
		}
		if err := b.publish(client, topic, body); err != nil {
			return nil, err
		}
	}
	return true, nil
}

func (b *barrier) publish(client paho.Client, topic string, body []byte) error {
	sent := client.Publish(topic, 1, false, body)
	if !sent.WaitTimeout(time.Minute) {
		return errors.New("the broker does not acknowledge")
	}
	if err := sent.Error(); err != nil {
		return fmt.Errorf("the gate says something: %w", err)
	}
	return nil
}
