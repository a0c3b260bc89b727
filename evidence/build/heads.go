// SPDX-License-Identifier: Apache-2.0

package build

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"math"

	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/evidence"
	"github.com/linli-project/linli/verify"
)

// ErrNotCosigned is that of a matter that is on the ledger, and not yet in a head that enough bodies have co-signed.
var ErrNotCosigned = errors.New("not yet in a head that enough bodies have co-signed")

// underGiven gathers under a head that does not come from the ledger.
func (b *builder) underGiven(note string) error {
	c, err := checkpoint.Open(note, nil)
	if err != nil {
		return err
	}
	own, err := b.Head(b.ctx, c.Size)
	if errors.Is(err, checkpoint.ErrBeyond) || err == nil && own != c.Head {
		err = errors.New("the head is of another ledger, or of this one when it has gone on")
	}
	if err != nil {
		return err
	}
	written, err := b.Written(b.ctx, b.key())
	if err != nil {
		return err
	}
	if len(written) > 0 && written[0].Block >= c.Size {
		return fmt.Errorf("it is %w: it is in block %d, and the head that is given has %d blocks", ErrNotCosigned, written[0].Block, c.Size)
	}
	return b.gather(note, c.Head)
}

// underNewest gathers under the newest head that whoever writes a trust file now would believe. What has changed since has to wait.
func (b *builder) underNewest() error {
	written, err := b.Written(b.ctx, b.key())
	if err != nil || len(written) == 0 {
		return cmp.Or(err, ErrNotThere)
	}
	trust, err := b.trust()
	if err != nil {
		return err
	}
	is := written[len(written)-1].Block
	for c, err := range b.cosigned(trust) {
		if err != nil {
			return err
		}
		if c.Size <= is {
			break
		}
		if err := b.gather(c.Note(), c.Head); err != nil {
			return err
		}
		if b.timely(c) >= trust.Enough() {
			return nil
		}
	}
	return fmt.Errorf("what it is now is %w: it is in block %d, and it takes a later head that %d bodies have signed with the keys that they have",
		ErrNotCosigned, is, trust.Enough())
}

// trust is the trust file as it would be written now.
func (b *builder) trust() (verify.Trust, error) {
	block, err := b.raw(0)
	if err != nil {
		return verify.Trust{}, err
	}
	genesis, err := proto.Marshal(block)
	if err != nil {
		return verify.Trust{}, err
	}
	trust, err := verify.TrustFrom(genesis, nil)
	if err != nil {
		return trust, err
	}
	var named []witness.Witness
	for key, err := range b.Keys(b.ctx, witness.Witnesses) {
		if err != nil {
			return trust, err
		}
		_, w, err := b.last(key, math.MaxUint64, always)
		if err != nil {
			return trust, err
		}
		is, err := witness.Witnesses.Decode(w.Value)
		if err != nil {
			return trust, err
		}
		named = append(named, is)
	}
	return trust, trust.Name(named...)
}

// cosigned are the heads that are this ledger's and that enough witnesses of a trust file have signed, that of most blocks first.
func (b *builder) cosigned(trust verify.Trust) iter.Seq2[checkpoint.Cosigned, error] {
	return func(yield func(checkpoint.Cosigned, error) bool) {
		for keys, err := range b.sizes() {
			if err == nil && len(keys) < trust.Enough() {
				continue
			}
			var joined checkpoint.Cosigned
			if err == nil {
				joined, err = b.joined(keys, trust.Keys())
			}
			if (err != nil || len(joined.By) >= trust.Enough()) && !yield(joined, err) {
				return
			}
		}
	}
}

// sizes are the keys of the heads that bodies have put on record, those of one size together, the largest first.
func (b *builder) sizes() iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		var size string
		var same []string
		for key, err := range b.Keys(b.ctx, witness.Heads) {
			if err != nil {
				yield(nil, err)
				return
			}
			_, names, _ := contract.SplitKey(key)
			if names[0] != size && len(same) > 0 {
				if !yield(same, nil) {
					return
				}
				same = nil
			}
			size, same = names[0], append(same, key)
		}
		if len(same) > 0 {
			yield(same, nil)
		}
	}
}

// joined is the head of a size with everybody's signature whose key is among those given. What is not this ledger's nobody honest has
// signed.
func (b *builder) joined(keys []string, witnesses []checkpoint.Witness) (checkpoint.Cosigned, error) {
	var all []checkpoint.Cosigned
	for _, key := range keys {
		_, w, err := b.last(key, math.MaxUint64, always)
		if err != nil {
			return checkpoint.Cosigned{}, err
		}
		doc, err := witness.Heads.Decode(w.Value)
		if err != nil {
			continue
		}
		c, err := checkpoint.Open(doc.Note, witnesses)
		if err != nil {
			continue
		}
		own, err := b.Head(b.ctx, c.Size)
		if err != nil && !errors.Is(err, checkpoint.ErrBeyond) {
			return c, err
		}
		if err == nil && own == c.Head {
			all = append(all, c)
		}
	}
	return checkpoint.Join(all...)
}

// timely is how many have signed a head when the acts that were gathered could be.
func (b *builder) timely(c checkpoint.Cosigned) (count int) {
	var newest int64
	for _, acts := range []map[place]act.Signed{b.own, b.others} {
		for _, signed := range acts {
			if a, err := act.Parse(signed.Text, contract.MaxSize); err == nil {
				newest = max(newest, int64(a.NBF))
			}
		}
	}
	for _, by := range c.By {
		if evidence.Timely(by, newest) {
			count++
		}
	}
	return count
}
