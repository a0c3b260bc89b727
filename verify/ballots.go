// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"encoding/json"
	"maps"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/vote"
)

// ballots are the acts that were given to be counted. To open one takes longer than all else that is done to it, and what it comes to
// depends on nothing but its text and what its opener is made of. So what the execution of the count has made of a ballot is kept, and
// its text is not.
type ballots struct {
	opened map[string]map[string]vote.Opened // by the opener's id, by the act's hash
	others map[string]string                 // the texts of those that no count has opened, by hash
}

// noteBallots reads the argument of a count, and hashes its ballots itself.
func noteBallots(given string, by vote.Openings) ballots {
	var texts []string
	_ = json.Unmarshal([]byte(given), &texts) // what cannot be read is in no box
	opened, others := map[string]vote.Opened{}, map[string]string{}
	for _, text := range texts {
		hash := act.HashOf(text).String()
		if o, ok := by.Ballots[hash]; ok {
			opened[hash] = o
		} else {
			others[hash] = text
		}
	}
	return ballots{map[string]map[string]vote.Opened{by.Opener: opened}, others}
}

// add is what was given later.
func (b *ballots) add(later ballots) {
	if b.opened == nil {
		*b = later
		return
	}
	for opener, opened := range later.opened {
		if b.opened[opener] == nil {
			b.opened[opener] = map[string]vote.Opened{}
		}
		maps.Copy(b.opened[opener], opened)
	}
	maps.Copy(b.others, later.others)
}
