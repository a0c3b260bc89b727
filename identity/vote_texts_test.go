// SPDX-License-Identifier: Apache-2.0

package identity_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"

	"github.com/linli-project/linli/identity"
)

// A text that is put to the vote is read by its hash, which is that of its words and nothing else, in the community where it was left.
func TestVoteTexts(t *testing.T) {
	each(t, func(t *testing.T, town *town) {
		ctx := t.Context()
		const words = `{"gifts":true}`
		sum := sha256.Sum256([]byte(words))
		hash := hex.EncodeToString(sum[:])
		for _, by := range []string{"first", "second"} { // the same again is harmless
			if kept, err := town.KeepVoteText(ctx, garden, "plan", words, by); err != nil || kept.Hash != hash {
				t.Fatalf("%+v %v", kept, err)
			}
		}
		if x, err := town.VoteText(ctx, garden, hash); err != nil || x.Text != words || x.Kind != "plan" {
			t.Errorf("%+v %v", x, err)
		}
		for _, other := range [][2]string{{"elsewhere", hash}, {garden, hash[1:] + "0"}} {
			if x, err := town.VoteText(ctx, other[0], other[1]); !errors.Is(err, identity.ErrNotFound) {
				t.Errorf("%v: %+v %v", other, x, err)
			}
		}
		left := 1
		var err error
		for ; err == nil && left < 1000; left++ {
			_, err = town.KeepVoteText(ctx, garden, "plan", fmt.Sprintf(`{"gifts":%d}`, left), "first")
		}
		if !errors.Is(err, identity.ErrManyTexts) {
			t.Errorf("after %d texts: %v", left, err)
		}
		if list, err := town.VoteTexts(ctx, garden); err != nil || len(list) != 50 {
			t.Errorf("%d texts %v", len(list), err)
		}
	})
}
