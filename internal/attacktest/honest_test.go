// SPDX-License-Identifier: Apache-2.0

package attacktest

import "testing"

// Nobody attacks: what all other tests compare with.
func TestHonestVote(t *testing.T) {
	l := connect(t)
	v := settle(t, l, "honest", "a", "b", "c")
	e, on := open(t, l, v)
	for _, right := range v.Rights[:2] {
		done(t, l.Must(t.Context(), yes(t, e, on, right, 1)))
	}
	if result := finish(t, l, e, on); result.Counted != 2 || result.AllRejected() != 0 {
		t.Errorf("counted %+v", result)
	}
}
