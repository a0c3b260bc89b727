// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	events "github.com/linli-project/linli/rules/device"
	rules "github.com/linli-project/linli/rules/order"
)

// grid is the demo's: one worker, of the body whose server hears the devices.
const grid = "garden"

// employ has the community say who comes when somebody calls for help.
func (d *demo) employ(ctx context.Context, l *village.Ledger, v *village.Village) (worker *village.Signer, err error) {
	if worker, err = v.Stranger(); err != nil {
		return nil, err
	}
	worker.Body, worker.Person = server, ""
	enrolment, err := v.Employ(worker)
	if err != nil {
		return nil, err
	}
	officer := v.Officers[server]
	resolution := sha256.Sum256([]byte("演示 demo"))
	for _, one := range []struct {
		kind    string
		body    any
		signers []*village.Signer
	}{
		{order.TypeWorkerEnrol, enrolment, []*village.Signer{officer}},
		{order.TypeGridSet, order.GridSet{
			Body: server, Grid: grid, Languages: []order.Speaker{{Languages: []string{"en"}, Worker: worker.Key.ID()}}, Places: []string{},
			Shifts: []order.Shift{}, Supervisor: officer.Key.ID(), Workers: []string{worker.Key.ID()},
		}, v.Two()},
		{order.TypeDutiesAdopt, order.DutiesAdopt{
			Basis: hex.EncodeToString(resolution[:]), Duties: []order.Duty{{Grid: grid, Hands: 3, Priority: rules.Ordinary}}, Version: 1,
		}, v.Two()},
	} {
		if err := l.Do(ctx)(v.Act(one.kind, one.body, one.signers...)); err != nil {
			return nil, err
		}
	}
	d.step("two bodies say whose orders are, and an officer enrols a worker")
	return worker, nil
}

// orders has a worker see to the pressed button, and the household say that it is done.
func (d *demo) orders(ctx context.Context, l *village.Ledger, v *village.Village, e *estate) error {
	pressed, err := d.logged(ctx, v.ID, e.oracle, events.SOS)
	if err != nil {
		return err
	}
	id := pressed.ID
	if err := d.ordered(ctx, l, v, id); err != nil {
		return err
	}
	d.step("the pressed button is an order: a worker is called")
	home := v.Heads()[0]
	household, unit := v.Voter(home), home.Units[0].ID
	at := func() act.Int { return act.Int(time.Now().Unix()) }
	for _, one := range []struct {
		kind string
		body any
		by   *village.Signer
	}{
		{order.TypeOrderJoin, order.OrderJoin{Order: id, Unit: unit}, household},
		{order.TypeOrderAccept, order.OrderAccept{At: at(), Order: id}, e.worker},
		{order.TypeOrderDepart, order.OrderDepart{At: at(), Order: id}, e.worker},
		{order.TypeOrderArrive, order.OrderArrive{At: at(), Order: id}, e.worker},
		{order.TypeOrderFinish, order.OrderFinish{At: at(), Order: id, Outcome: rules.Solved, Photos: []string{}}, e.worker},
		{order.TypeOrderConfirm, order.OrderConfirm{Order: id, Result: 5, Speed: 4, Unit: unit}, household},
	} {
		if err := numbered(ctx, l, v, one.kind, one.body, one.by); err != nil {
			return err
		}
	}
	o, err := ledger.Read(ctx, l.Client, order.Orders, v.ID, id)
	if err != nil {
		return err
	}
	d.step("the worker accepts and comes; the household says that it is done, and rates it: %s", o.State)
	return nil
}

// ordered waits until the oracle has had an alarm become an order.
func (d *demo) ordered(ctx context.Context, l *village.Ledger, v *village.Village, id string) error {
	for {
		_, err := ledger.Read(ctx, l.Client, order.Orders, v.ID, id)
		if err == nil {
			return nil
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
}

// numbered has somebody act with the number that the ledger takes next.
func numbered(ctx context.Context, l *village.Ledger, v *village.Village, kind string, body any, by *village.Signer) error {
	return l.Do(ctx)(numberedAct(ctx, l, v, kind, body, by))
}

// numberedAct is such an act: in the vote people made acts that were refused.
func numberedAct(
	ctx context.Context, l *village.Ledger, v *village.Village, kind string, body any, by *village.Signer,
) (act.Signed, error) {
	credential, err := ledger.Read(ctx, l.Client, contract.Credentials, v.ID, by.Key.ID())
	if err != nil {
		return act.Signed{}, err
	}
	last, err := ledger.Read(ctx, l.Client, contract.Sequences, credential.Numbering(v.ID)...)
	if err != nil && act.CodeOf(err) != contract.NotFound {
		return act.Signed{}, err
	}
	return village.Sign(v.Draft(kind, last.Seq+1, by), body, by)
}
