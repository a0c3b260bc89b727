// SPDX-License-Identifier: Apache-2.0

package cosigner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/witness"
)

// step signs what there is to sign now, at most one head, and says when there may be something again.
func (c *Cosigner) step(ctx context.Context) (next time.Duration, err error) {
	known, err := c.memory.recall(ctx)
	if err != nil {
		return 0, err
	}
	size, err := c.caughtUp(ctx, known)
	if err != nil || size == 0 {
		return look, err
	}
	if same, err := c.isOwn(ctx, known.last, size); err != nil || !same {
		return look, err
	}
	if known.last.Size > 0 && !known.last.kept {
		return 0, c.send(ctx, known.last.signed)
	}
	joined, differ, err := c.compare(ctx, known)
	switch {
	case err != nil:
		return 0, err
	case joined.Size > 0:
		return 0, c.sign(ctx, joined)
	case differ > c.liars():
		return look, nil // it is the own blocks that are others
	}
	if wait := c.due(known, differ); wait > 0 {
		return wait, nil
	}
	head, err := c.Tree.Head(ctx, size)
	if err != nil {
		return 0, err
	}
	return 0, c.sign(ctx, head)
}

// liars is how many bodies may lie before the orderers' quorums mean nothing.
func (c *Cosigner) liars() int { return (c.Bodies() - 1) / 3 }

// caughtUp is how many blocks the tree has, or 0 if the own peer has more: who is behind does not know what others have signed.
func (c *Cosigner) caughtUp(ctx context.Context, known known) (uint64, error) {
	size, err := c.Tree.Size(ctx)
	if err != nil {
		return 0, err
	}
	height, err := c.Ledger.Height(ctx)
	if err != nil || size < height || known.blocks < size {
		return 0, err
	}
	return size, nil
}

// isOwn says whether the blocks still are those that this body has signed last.
func (c *Cosigner) isOwn(ctx context.Context, last kept, size uint64) (bool, error) {
	if last.Size == 0 {
		return true, nil
	}
	if last.Size > size {
		c.tell(last.signed, "the own peer has fewer blocks than this body has co-signed", "blocks", size)
		return false, nil
	}
	head, err := c.Tree.Head(ctx, last.Size)
	if err != nil {
		return false, err
	}
	if head != last.Head {
		c.tell(last.signed, "the own peer's blocks are not those that this body has co-signed: nothing is signed any more", "root", head.Root)
	}
	return head == last.Head, nil
}

// compare is the largest head that another body has signed, that is the own blocks' and that this body has not signed yet; and how many
// bodies have signed another one.
func (c *Cosigner) compare(ctx context.Context, known known) (join checkpoint.Head, differ int, err error) {
	for _, h := range known.others {
		head := checkpoint.Head{Size: h.Size}
		if h.Size <= known.blocks {
			if head, err = c.Tree.Head(ctx, h.Size); err != nil {
				return join, 0, err
			}
		}
		if head.Root != h.Root {
			differ++
			c.tell(h, "another body has co-signed another head: its blocks are not those of the own peer", "root", head.Root)
			continue
		}
		if h.Size > max(join.Size, known.last.Size) {
			join = head
		}
	}
	return join, differ, nil
}

// due is how long it is until this body begins by itself. While more bodies differ from it than agree it lets others go first, but not for
// ever, as one that lies would silence all.
func (c *Cosigner) due(known known, differ int) time.Duration {
	at := time.Unix(known.last.at, 0).Add(c.Every)
	now := c.Now()
	switch {
	case known.published > known.last.Size:
	case known.news <= known.last.Size:
		c.begin = time.Time{}
		return look
	case at.After(now):
		c.begin = time.Time{}
		return at.Sub(now)
	}
	if c.begin.IsZero() {
		c.begin = now.Add(c.Random(c.Delay))
		if differ > len(known.others)-differ {
			c.begin = c.begin.Add(c.Every)
		}
	}
	return c.begin.Sub(now)
}

// errTwice is that of a head when another one of its size was signed, or a larger one.
var errTwice = errors.New("this body has signed another head of this size, or a larger one")

// sign signs a head, and has it put on the ledger once the signature is kept.
func (c *Cosigner) sign(ctx context.Context, h checkpoint.Head) error {
	at := c.Now().Unix()
	note, err := checkpoint.Cosign(h, c.MSP, c.Key, at)
	if err != nil {
		return err
	}
	s := signed{h, c.MSP, at, note}
	if err := c.memory.sign(ctx, s); err != nil {
		return err
	}
	c.begin = time.Time{}
	return c.send(ctx, s)
}

// send has a head that was signed put on the ledger, which takes each once.
func (c *Cosigner) send(ctx context.Context, s signed) error {
	within, cancel := context.WithTimeout(ctx, sendWithin)
	defer cancel()
	_, _, err := c.Ledger.Submit(within, witness.TxCosign, s.note)
	switch code := act.CodeOf(err); {
	case err == nil, code == witness.OlderHead, code == contract.Exists:
	case code == contract.NotFound, code == witness.BadNote:
		return fmt.Errorf("the body's administrator has to name this server's key on the ledger, as `linli up` does: %w", err)
	default:
		return fmt.Errorf("put a head of %d blocks on the ledger: %w", s.Size, err)
	}
	c.heads.Inc()
	return c.memory.kept(ctx, s.Size)
}

// tell says of each head once, and loudly, that it is not what the own blocks give.
func (c *Cosigner) tell(h signed, what string, more ...any) {
	key := fmt.Sprint(h.msp, h.Size, h.Root)
	if c.told[key] {
		return
	}
	c.told[key] = true
	c.differing.Inc()
	c.Log.Error(what, append([]any{"body", h.msp, "size", h.Size, "signed", h.Root}, more...)...)
}
