// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/dialect"
	"github.com/linli-project/linli/oracle/journal"
)

// A commitment is to what a list says, in whatever form it says it, in one community; what is no list is kept nowhere.
func TestKeepList(t *testing.T) {
	dir, now := t.TempDir(), time.UnixMilli(1783255480000)
	keep := func(community string, guests ...dialect.Guest) (string, error) {
		o, err := oracle.Open(t.Context(), oracle.Config{
			Dir: dir, Community: community, Now: func() time.Time { return now }, Journal: journal.Options{FreeBytes: 1},
		})
		if err != nil {
			t.Fatal(err)
		}
		arguments, err := o.KeepList(t.Context(), guests)
		return arguments, errors.Join(err, o.Close())
	}
	at := func(after time.Duration) act.Int { return act.Int(now.Add(after).UnixMilli()) }
	guest := func(plate string) dialect.Guest {
		return dialect.Guest{From: at(0), Plate: plate, Until: at(time.Hour)}
	}
	kept, err := keep("garden", guest("粤A12345"), guest("粤B00001"))
	if err != nil || len(kept) != 64 {
		t.Fatal(kept, err)
	}
	if same, err := keep("garden", guest("粤b·00001"), guest(" 粤A-12345")); err != nil || same != kept {
		t.Error(same, kept, err)
	}
	if other, err := keep("orchard", guest("粤A12345"), guest("粤B00001")); err != nil || other == kept {
		t.Error(other, err)
	}
	many := make([]dialect.Guest, 501)
	for i := range many {
		many[i] = guest(fmt.Sprintf("粤A%05d", i))
	}
	if _, err := keep("garden", many[:500]...); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string][]dialect.Guest{
		"nobody": nil, "too many": many, "no plate": {guest("无牌车")}, "no letters": {guest("粤A;12345")},
		"one twice":     {guest("粤A12345"), guest("粤A·12345")},
		"over":          {{From: at(-time.Hour), Plate: "粤A12345", Until: at(0)}},
		"backwards":     {{From: at(time.Hour), Plate: "粤A12345", Until: at(time.Hour)}},
		"too far ahead": {{From: at(0), Plate: "粤A12345", Until: at(367 * 24 * time.Hour)}},
	} {
		if got, err := keep("garden", bad...); !errors.Is(err, oracle.ErrList) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}
