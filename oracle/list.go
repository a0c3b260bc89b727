// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/store"
)

// ErrList says that a list is none that a device can be told: of no guest or too many, of one twice, of what is no plate, or of a time that
// is over, lies too far ahead or ends before it begins. It does not say which guest's: he would come into the logs.
var ErrList = errors.New("this is no list of whom to let in")

// MaxGuests is how many a device is told of at once.
const MaxGuests = 500

const (
	guestsAhead = 366 * 24 * time.Hour
	listKept    = (device.MaxCommandTime + 3600) * time.Second // the command is signed, and may wait
)

// KeepList keeps, encrypted and for two hours, whom a device is to let in, and returns the commitment to it (hex) that goes with the
// command onto the ledger. The error may be ErrList.
func (o *Oracle) KeepList(ctx context.Context, guests []dialect.Guest) (arguments string, err error) {
	now := o.Now()
	list, err := listOf(guests, now)
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("write a list: %w", err)
	}
	mac := hmac.New(sha256.New, o.plates)
	mac.Write([]byte("linli/list/v1\x00" + o.Community + "\x00"))
	mac.Write(raw)
	arguments = hex.EncodeToString(mac.Sum(nil))
	return arguments, o.Store.Change(ctx, func(tx *store.Tx) error {
		return tx.KeepList(arguments, raw, now.Add(listKept).UnixMilli())
	})
}

// listOf is the list in the one form that it is committed to: by plate, each as the dialects read it.
func listOf(guests []dialect.Guest, now time.Time) ([]dialect.Guest, error) {
	if len(guests) == 0 || len(guests) > MaxGuests {
		return nil, ErrList
	}
	list, earliest, latest := make([]dialect.Guest, len(guests)), act.Int(now.UnixMilli()), act.Int(now.Add(guestsAhead).UnixMilli())
	for i, g := range guests {
		plate, ok := dialect.Plate(g.Plate)
		if !ok || g.From < 0 || g.From >= g.Until || g.Until <= earliest || g.Until > latest {
			return nil, ErrList
		}
		list[i] = dialect.Guest{From: g.From, Plate: plate, Until: g.Until}
	}
	slices.SortFunc(list, func(a, b dialect.Guest) int { return cmp.Compare(a.Plate, b.Plate) })
	for i := range list[1:] {
		if list[i].Plate == list[i+1].Plate {
			return nil, ErrList
		}
	}
	return list, nil
}

// list is what was committed to. The error may be store.ErrNotFound.
func (o *Oracle) list(ctx context.Context, arguments string) (guests []dialect.Guest, err error) {
	raw, err := o.Store.List(ctx, arguments)
	if err != nil {
		return nil, err
	}
	if err := act.Strict(raw, &guests); err != nil {
		return nil, fmt.Errorf("read a list: %w", err)
	}
	return guests, nil
}
