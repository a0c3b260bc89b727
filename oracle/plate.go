// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"context"
	"errors"
	"time"

	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/store"
)

// ErrPlate says that a text is no number plate, or that its time is over or too far ahead. It does not say which plate: it would come into
// the logs.
var ErrPlate = errors.New("this is no number plate, or not for a time to come")

// KeepPlate keeps, encrypted and until a time, a car's plate, so that gates can be told to let it in, and returns the commitment to it
// (hex) that bookings and gates' events have. The error may be ErrPlate.
func (o *Oracle) KeepPlate(ctx context.Context, plate string, until time.Time) (commitment string, err error) {
	read, ok := dialect.Plate(plate)
	if now := o.Now(); !ok || !until.After(now) || until.After(now.Add(guestsAhead)) {
		return "", ErrPlate
	}
	if commitment, err = o.CommitPlate(ctx, read); err != nil {
		return "", err
	}
	return commitment, o.Store.Change(ctx, func(tx *store.Tx) error {
		return tx.KeepPlate(commitment, read, until.UnixMilli())
	})
}

// CommitPlate is the commitment to a plate, which is kept nowhere. The error may be ErrPlate.
func (o *Oracle) CommitPlate(ctx context.Context, plate string) (string, error) {
	read, ok := dialect.Plate(plate)
	if !ok {
		return "", ErrPlate
	}
	ear, err := o.ear(ctx)
	if err != nil {
		return "", err
	}
	return ear.Commit("plate", read), nil
}
