// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/internal/town"
)

// What nobody would read is not made: whoever asks for it is told which bound it is.
func TestWhatDoesNotFit(t *testing.T) {
	e := newEstate(t)
	good := e.full(evidence.Order, e.IDs["order"][0])
	town.Done(t, good.Fits())
	for says, change := range map[string]func(b *evidence.Bundle){
		"more than 4194304":     func(b *evidence.Bundle) { b.Fabric.Block = make([]byte, evidence.MaxSize) },
		"more than 64 entries":  func(b *evidence.Bundle) { many(&b.Fabric.Definitions) },
		"signatures, more than": func(b *evidence.Bundle) { b.Evidence.Acts = slices.Repeat(b.Evidence.Acts, 30) },
	} {
		b := clone(t, good)
		change(&b)
		if err := b.Fits(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

func many(blocks *[]evidence.Numbered) {
	for n := range uint64(evidence.MaxEntries) {
		*blocks = append(*blocks, evidence.Numbered{Number: 1000 + n})
	}
}
