// SPDX-License-Identifier: Apache-2.0

package election

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// Profiles are those of all places, as one version of the ledger's rules has them.
type Profiles []Profile

//go:embed profiles.json
var firstProfiles []byte

// FirstProfiles are those of version 1 of the rules, in the order of profiles.json. They stay as they are: a
// correction is a set of its own, which another version has.
var FirstProfiles = sync.OnceValue(func() Profiles {
	var all Profiles
	if err := json.Unmarshal(firstProfiles, &all); err != nil {
		panic(fmt.Sprintf("profiles.json: %v", err)) // it is a part of the program
	}
	return all
})

// ErrNoProfile is wrapped when a place has no profile.
var ErrNoProfile = errors.New("no such profile")

// Of returns the profile with that ID, or an error wrapping ErrNoProfile.
func (all Profiles) Of(id string) (Profile, error) {
	ids := make([]string, len(all))
	for i, profile := range all {
		if ids[i] = profile.ID; profile.ID == id {
			return profile, nil
		}
	}
	return Profile{}, fmt.Errorf("%w: %q; there are %s", ErrNoProfile, id, strings.Join(ids, ", "))
}
