// SPDX-License-Identifier: Apache-2.0

package election

import (
	"encoding/json"
	"errors"
	"slices"
)

// A Choice is what a ballot selects in one contest. In JSON a single option is
// a string, several are an array of strings.
type Choice []string

// MarshalJSON writes one option as a string, else an array.
func (c Choice) MarshalJSON() ([]byte, error) {
	if len(c) == 1 {
		return json.Marshal(c[0])
	}
	return json.Marshal(append([]string{}, c...))
}

// UnmarshalJSON reads a string or an array of strings.
func (c *Choice) UnmarshalJSON(data []byte) error {
	var one string
	if string(data) != "null" && json.Unmarshal(data, &one) == nil {
		*c = Choice{one}
		return nil
	}
	var many []string
	if err := json.Unmarshal(data, &many); err != nil || many == nil {
		return errors.New("a choice is an option or a list of options")
	}
	*c = many
	return nil
}

// Selections are a ballot's choices by contest. A contest left out, or an empty
// choice, is blank: it takes part and supports nothing.
type Selections map[string]Choice

// Check returns BadSelection for a contest or option that does not exist, an
// option twice, or more options than the contest has seats.
func (s Selections) Check(contests []Contest) Reason {
	for id, choice := range s {
		i := slices.IndexFunc(contests, func(c Contest) bool { return c.ID == id })
		if i < 0 || !contests[i].admits(choice) {
			return BadSelection
		}
	}
	return Accepted
}

func (c Contest) admits(choice Choice) bool {
	if len(choice) > c.seats() {
		return false
	}
	for i, option := range choice {
		if !slices.Contains(c.Options, option) || slices.Contains(choice[:i], option) {
			return false
		}
	}
	return true
}
