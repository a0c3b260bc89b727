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
	"github.com/linli-project/linli/identity"
	rules "github.com/linli-project/linli/rules/order"
)

// enclosures are what is written and shown of orders: the ledger has the hashes, the personal-data store the rest.
type enclosures struct{ register }

// what is an order that somebody looks at.
type what struct {
	id string
	viewer
	order.Order
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

// text is what an order says in somebody's words.
func (in enclosures) text(ctx context.Context, w what, hash string) (OrderText, error) {
	if hash == "" {
		return OrderText{State: OrderTextStateNone}, nil
	}
	e, content, err := in.read(ctx, w, hash)
	if errors.Is(err, errKept) {
		return OrderText{State: OrderTextStateNone}, nil
	}
	if errors.Is(err, identity.ErrNotFound) || err == nil && e.Type != identity.PlainText {
		return OrderText{Hash: hash, State: OrderTextStateAway}, nil
	}
	return OrderText{Hash: hash, State: OrderTextStateHere, Text: string(content)}, err
}

// photos are which of an order's are here.
func (in enclosures) photos(ctx context.Context, w what, hashes []string) ([]OrderPhoto, error) {
	all := []OrderPhoto{}
	for _, hash := range hashes {
		_, _, err := in.read(ctx, w, hash)
		switch {
		case errors.Is(err, errKept):
		case errors.Is(err, identity.ErrNotFound):
			all = append(all, OrderPhoto{Hash: hash, State: OrderPhotoStateAway})
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
		if all[i].Text, err = in.text(ctx, w, r.Text); err != nil {
			return nil, err
		}
	}
	return all, nil
}

const (
	keptAfterClose = 90 * 24 * time.Hour // from when an order was closed
	keptUnnamed    = 7 * 24 * time.Hour  // of what no order names
)

// sweep deletes what was left for orders that were closed long ago, and what was left for none.
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
		if len(kept) == 0 {
			continue
		}
		named, err := in.named(ctx, community)
		if err != nil {
			return err
		}
		over := slices.DeleteFunc(kept, func(e identity.Enclosure) bool { return !named.over(e, in.now()) })
		hashes := make([]string, len(over))
		for i, e := range over {
			hashes[i] = e.Hash
		}
		if err := in.store.DropEnclosures(ctx, community, hashes); err != nil {
			return err
		}
	}
	return nil
}

// naming is when the orders of a community were closed, 0 if they are open: by their ids, and by the hashes that they name.
type naming struct{ ids, hashes map[string]int64 }

func (in enclosures) named(ctx context.Context, community string) (naming, error) {
	n := naming{map[string]int64{}, map[string]int64{}}
	for d, err := range in.index.List(ctx, order.Orders, community) {
		if err != nil {
			return n, err
		}
		o, err := order.Orders.Decode(d.Value)
		if err != nil {
			return n, err
		}
		n.ids[d.Attributes[1]] = o.Closed
		for _, hash := range slices.Concat([]string{o.Text, o.Note}, o.Photos, o.WorkPhotos) {
			n.hashes[hash] = o.Closed
		}
	}
	return n, nil
}

// over says whether the time of what was left is.
func (n naming) over(e identity.Enclosure, now time.Time) bool {
	closed, known := n.ids[e.Order]
	if e.Order == "" {
		closed, known = n.hashes[e.Hash]
	}
	if !known {
		return now.Sub(time.Unix(e.At, 0)) > keptUnnamed
	}
	return closed > 0 && now.Sub(time.Unix(closed, 0)) > keptAfterClose
}

// subject is whom what is left for an order is about: who reported it, or for whom an officer took it.
func (in enclosures) subject(ctx context.Context, community string, o order.Order) (string, error) {
	if o.Taken == "" {
		return o.Reporter, nil
	}
	e, _, err := in.store.Enclosure(ctx, community, o.Text)
	return e.Person, unlessNotFound(err)
}
