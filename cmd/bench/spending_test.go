// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/google/pprof/profile"
)

// The innermost function decides, an inlined one before the one that it stands in, whatever of no class is inside of it.
func TestClassOf(t *testing.T) {
	at := func(names ...string) *profile.Location {
		l := &profile.Location{}
		for _, name := range names {
			l.Line = append(l.Line, profile.Line{Function: &profile.Function{Name: name}})
		}
		return l
	}
	get := at("github.com/syndtr/goleveldb/leveldb.(*DB).get", "github.com/syndtr/goleveldb/leveldb.(*DB).Get")
	for _, test := range []struct {
		want  string
		stack []*profile.Location
	}{
		{"LevelDB reads", []*profile.Location{at("github.com/syndtr/goleveldb/leveldb/table.(*Reader).find"), get, at("main.main")}},
		{"garbage collection", []*profile.Location{at("runtime.gcAssistAlloc"), at("runtime.mallocgc"), get}},
		{"JSON", []*profile.Location{at("runtime.mallocgc"), at("encoding/json.Unmarshal", "github.com/linli-project/linli/act.Parse")}},
		{otherClass, []*profile.Location{at("runtime.memmove"), {}, at("sort.Sort")}},
	} {
		if got := classOf(test.stack); got != test.want {
			t.Errorf("%s, not %s", got, test.want)
		}
	}
}
