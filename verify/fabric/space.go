// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"slices"
	"strings"
)

// space is one namespace: values by key, and the keys in order, in runs of bounded length. Peers have a sorted database; range
// queries must find the same keys in the same order, which is that of their bytes.
type space struct {
	values map[string]*stored
	runs   [][]string
}

const maxRun = 512

func (s *space) put(key string, v *stored) {
	if _, known := s.values[key]; !known {
		s.insert(key)
	}
	s.values[key] = v
}

// run finds the run that holds or should hold a key.
func (s *space) run(key string) int {
	i, _ := slices.BinarySearchFunc(s.runs, key, func(run []string, key string) int { return strings.Compare(run[len(run)-1], key) })
	return min(i, len(s.runs)-1)
}

func (s *space) insert(key string) {
	if len(s.runs) == 0 {
		s.runs = [][]string{{key}}
		return
	}
	i := s.run(key)
	at, _ := slices.BinarySearch(s.runs[i], key)
	s.runs[i] = slices.Insert(s.runs[i], at, key)
	if half := maxRun / 2; len(s.runs[i]) > maxRun {
		tail := slices.Clone(s.runs[i][half:])
		s.runs[i] = slices.Clip(s.runs[i][:half])
		s.runs = slices.Insert(s.runs, i+1, tail)
	}
}

func (s *space) remove(key string) {
	if _, known := s.values[key]; !known {
		return
	}
	delete(s.values, key)
	i := s.run(key)
	at, _ := slices.BinarySearch(s.runs[i], key)
	s.runs[i] = slices.Delete(s.runs[i], at, at+1)
	if len(s.runs[i]) == 0 {
		s.runs = slices.Delete(s.runs, i, i+1)
	}
}

func (s *space) from(start string) cursor {
	if len(s.runs) == 0 {
		return cursor{}
	}
	i := s.run(start)
	at, _ := slices.BinarySearch(s.runs[i], start)
	return cursor{s, i, at}
}

// cursor walks over a space's keys in order. The space must not change meanwhile.
type cursor struct {
	space   *space
	run, at int
}

// peek is the key under the cursor; ok is false behind the last one.
func (c *cursor) peek() (key string, ok bool) {
	if c.space == nil {
		return "", false
	}
	for c.run < len(c.space.runs) {
		if c.at < len(c.space.runs[c.run]) {
			return c.space.runs[c.run][c.at], true
		}
		c.run, c.at = c.run+1, 0
	}
	return "", false
}

func (c *cursor) next() { c.at++ }
