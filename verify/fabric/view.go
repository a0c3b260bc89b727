// SPDX-License-Identifier: Apache-2.0

package fabric

// view is the state as of just before a transaction: the state before its block, under the block's updates so far. When the
// caller has given up, it is empty.
type view struct {
	base, updates *world
	over          <-chan struct{}
}

func (v view) ended() bool {
	select {
	case <-v.over:
		return true
	default:
		return false
	}
}

func (v view) get(p place) *stored {
	if s := v.updates.get(p); s != nil {
		if s.value == nil {
			return nil
		}
		return s
	}
	return v.base.get(p)
}

// scan visits the keys of a namespace from start to before end (to the last if end is empty) until visit is false.
func (v view) scan(namespace, start, end string, visit func(key string, s *stored) bool) {
	base, updates := v.base.from(namespace, start), v.updates.from(namespace, start)
	for {
		key, ok := lesser(&base, &updates)
		if !ok || v.ended() || end != "" && key >= end {
			return
		}
		advance(&base, key)
		advance(&updates, key)
		if s := v.get(place{namespace, "", key}); s != nil && !visit(key, s) {
			return
		}
	}
}

// lesser is the next key of two cursors; ok is false if neither has one.
func lesser(a, b *cursor) (key string, ok bool) {
	left, inA := a.peek()
	right, inB := b.peek()
	if inA && inB {
		return min(left, right), true
	}
	return left + right, inA || inB
}

// advance moves the cursor on if it stands at key.
func advance(c *cursor, key string) {
	if at, ok := c.peek(); ok && at == key {
		c.next()
	}
}
