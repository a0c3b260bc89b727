// SPDX-License-Identifier: Apache-2.0

package oracle

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/oracle/dialect"
)

// A gate is told what is new to it, what it may not have taken, and whom to let in no more; not what it has, nor what is over by itself.
func TestNewsForAGate(t *testing.T) {
	now := time.UnixMilli(1_800_000_000_000)
	at := act.Int(now.UnixMilli())
	guest := func(plate string, until act.Int) dialect.Guest {
		return dialect.Guest{From: at - 500, Plate: plate, Until: until}
	}
	gone := func(plate string) dialect.Guest { return dialect.Guest{From: at - 1000, Plate: plate, Until: at} }
	told := times{
		"has": guest("has", at+9), "extended": guest("extended", at+9), "cancelled": guest("cancelled", at+9), "over": guest("over", at-1),
		"unsure": {}, "unsure too": {},
	}
	list := []dialect.Guest{guest("has", at+9), guest("extended", at+20), guest("new", at+9), guest("unsure", at+9)}
	for whole, want := range map[bool][]dialect.Guest{
		false: {list[1], list[2], list[3], gone("cancelled"), gone("unsure too")},
		true:  {list[0], list[1], list[2], list[3], gone("cancelled"), gone("unsure too")},
	} {
		news, after := told.news(list, now, whole)
		if diff := cmp.Diff(want, news); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
		if lacks, stale := told.otherThan(list, now); len(lacks) != 3 || stale != 2 {
			t.Errorf("the gate lacks %v, and may let in %d more", lacks, stale)
		}
		if again, last := after.news(list, now, false); len(again) > 0 || !cmp.Equal(after, last) || len(after) != len(list) {
			t.Errorf("told twice: %v", again)
		}
	}
}
