// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/contract/points"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/ledger/index"
	rules "github.com/linli-project/linli/rules/order"
)

// enclosures are what is written and shown of orders: the ledger has the hashes, the personal-data store the rest.
type enclosures struct {
	register
	body string // whose server this is
}

// what is an order that somebody looks at.
type what struct {
	id string
	viewer
	order.Order
}

// doer is who was done with an order last, and left the note and photos of the work.
func (w what) doer() string {
	if last := len(w.Past) - 1; w.Done == 0 && last >= 0 {
		return w.Past[last].Worker
	}
	return w.Worker
}

// belongs says whether what was left here was left for this order. A hash alone says nothing: it is on the ledger, where anybody can name
// it in a report of his own, to read what it is of.
func (w what) belongs(e identity.Enclosure) bool {
	switch {
	case e.Order != "":
		return e.Order == w.id
	case w.Taken != "":
		return e.By == w.By
	default:
		return w.Reporter != "" && e.Person == w.Reporter
	}
}

// kept says whether what was left for an order is kept from a household: it reads what it wrote itself, and what the worker says of his
// work, but who waits for the same is not told what somebody said to the office.
func (w what) kept(e identity.Enclosure) bool {
	own := e.Person != "" && e.Person == w.credential.Person
	return w.credential.Kind == contract.Owner && !own && e.Hash != w.Note && !slices.Contains(w.WorkPhotos, e.Hash)
}

// errKept says that something is here, and not for a household.
var errKept = fmt.Errorf("not for this household: %w", identity.ErrNotFound)

// read is what was left with a hash for an order: identity.ErrNotFound if it is not here, or not for whoever looks.
func (in enclosures) read(ctx context.Context, w what, hash string) (identity.Enclosure, []byte, error) {
	e, content, err := in.store.Enclosure(ctx, w.community, hash)
	switch {
	case err != nil:
	case !w.reads() || !w.belongs(e):
		err = identity.ErrNotFound
	case w.kept(e):
		err = errKept
	}
	return e, content, err
}

// text is what an order says in the words of by.
func (in enclosures) text(ctx context.Context, w what, hash, by string) (OrderText, error) {
	if hash == "" {
		return OrderText{State: OrderTextStateNone}, nil
	}
	e, content, err := in.read(ctx, w, hash)
	if errors.Is(err, errKept) {
		return OrderText{State: OrderTextStateNone}, nil
	}
	if errors.Is(err, identity.ErrNotFound) || err == nil && e.Type != identity.PlainText {
		body, err := in.elsewhere(ctx, w.community, by)
		return OrderText{Hash: hash, State: OrderTextStateAway, Body: body}, err
	}
	return OrderText{Hash: hash, State: OrderTextStateHere, Text: string(content)}, err
}

// elsewhere is the body on whose server an officer or a worker left something; "" if that is this one, where it is no more. Of residents
// the ledger does not say who registered them.
func (in enclosures) elsewhere(ctx context.Context, community, by string) (body string, err error) {
	left, err := index.Optional(ctx, in.index, contract.Credentials, community, by)
	if left.Body == in.body {
		return "", err
	}
	return left.Body, err
}

// photos are which of an order's, left by somebody, are here.
func (in enclosures) photos(ctx context.Context, w what, hashes []string, by string) ([]OrderPhoto, error) {
	body, err := in.elsewhere(ctx, w.community, by)
	if err != nil {
		return nil, err
	}
	all := []OrderPhoto{}
	for _, hash := range hashes {
		_, _, err := in.read(ctx, w, hash)
		switch {
		case errors.Is(err, errKept):
		case errors.Is(err, identity.ErrNotFound):
			all = append(all, OrderPhoto{Hash: hash, State: OrderPhotoStateAway, Body: body})
		case err != nil:
			return nil, err
		default:
			all = append(all, OrderPhoto{Hash: hash, State: OrderPhotoStateHere})
		}
	}
	return all, nil
}

// reasons are why an order did not go straight on. What an officer says of workers is not for households.
func (in enclosures) reasons(ctx context.Context, w what) ([]OrderReason, error) {
	all := make([]OrderReason, len(w.Reasons))
	for i, r := range w.Reasons {
		all[i] = OrderReason{At: r.At, Step: r.Step, Why: string(r.Why), Name: w.workers[r.By].Name}
		all[i].Text.State = OrderTextStateNone
		if r.Step == rules.StepAssign && w.credential.Kind == contract.Owner {
			continue
		}
		var err error
		if all[i].Text, err = in.text(ctx, w, r.Text, r.By); err != nil {
			return nil, err
		}
	}
	return all, nil
}

const (
	keptAfterClose = 90 * 24 * time.Hour // from when an order was closed
	keptUnnamed    = 7 * 24 * time.Hour  // of what no order names
)

// sweep deletes what was left for orders, breaches and cases that were closed long ago, and what was left for none.
func (in enclosures) sweep(ctx context.Context) error {
	communities, err := in.store.Communities(ctx)
	if err != nil {
		return err
	}
	for _, community := range communities {
		kept, err := in.store.Enclosures(ctx, community)
		if err != nil {
			return err
		}
		var over []string
		for _, e := range kept {
			is, err := in.over(ctx, community, e)
			if err != nil {
				return err
			}
			if is {
				over = append(over, e.Hash)
			}
		}
		if err := in.store.DropEnclosures(ctx, community, over); err != nil {
			return err
		}
	}
	return nil
}

// over says whether the time is over of what was left: for an order that it names, or of which an order, a breach, a case or a service has
// the hash.
func (in enclosures) over(ctx context.Context, community string, e identity.Enclosure) (bool, error) {
	named := false
	for _, of := range []func(context.Context, string, identity.Enclosure) (named, over bool, err error){
		in.ofOrders, in.ofBreaches, in.ofCases,
	} {
		is, over, err := of(ctx, community, e)
		if err != nil || is && !over {
			return false, err
		}
		named = named || is
	}
	if named {
		return true, nil
	}
	if e.Order == "" && e.Person == "" {
		if ends, err := in.endsService(ctx, community, e.Hash); ends || err != nil {
			return false, err
		}
	}
	return in.now().Sub(time.Unix(e.At, 0)) > keptUnnamed, nil
}

// ofOrders says whether there are orders for which something was left, and whether they were closed long ago.
func (in enclosures) ofOrders(ctx context.Context, community string, e identity.Enclosure) (named, over bool, err error) {
	if e.Order != "" {
		o, err := index.Read(ctx, in.index, order.Orders, community, e.Order)
		if errors.Is(err, index.ErrNotFound) {
			return false, false, nil
		}
		return true, err == nil && closedLongAgo(o, in.now()), err
	}
	over = true
	for o, err := range in.index.OrdersNaming(ctx, community, e.Hash) {
		if err != nil {
			return false, false, err
		}
		named, over = true, over && closedLongAgo(o.Order, in.now())
	}
	return named, over, nil
}

// endsService says whether a hash is that of why a service was ended, which is kept as long as the hash is on record.
func (in enclosures) endsService(ctx context.Context, community, hash string) (bool, error) {
	for s, err := range index.All(ctx, in.index, points.Services, community) {
		if err != nil {
			return false, err
		}
		if s.Reason == hash {
			return true, nil
		}
	}
	return false, nil
}

func closedLongAgo(o order.Order, now time.Time) bool {
	return o.Closed > 0 && now.Sub(time.Unix(o.Closed, 0)) > keptAfterClose
}

// subject is whom what is left for an order is about: who reported it, or for whom an officer took it.
func (in enclosures) subject(ctx context.Context, community string, o order.Order) (string, error) {
	if o.Taken == "" {
		return o.Reporter, nil
	}
	e, _, err := in.store.Enclosure(ctx, community, o.Text)
	return e.Person, unlessNotFound(err)
}
