// SPDX-License-Identifier: Apache-2.0

package chapters

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
)

// SHA-256 of the profiles of each version, as an election would hold them.
var profiles = map[string]string{
	"1": "0663175b3f88af2bf51674e21925f49bf7d06dc3512755f670b08fde5413a99c",
}

// Profiles are a part of a version of the rules: all who recount its blocks have to copy the same ones. And a place that has a
// community must not lose its profile by an upgrade, since nothing could be drafted there any more.
func TestProfilesStayAsTheyAre(t *testing.T) {
	for i, v := range versions {
		raw, err := json.Marshal(v.places)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(raw)
		if got := hex.EncodeToString(sum[:]); got != profiles[v.Version] {
			t.Errorf("version %s of the rules has other profiles than it was published with. Leave them as they were, and give the "+
				"corrected ones to a new version (rules/election/profiles.go, contract/chapters/chapters.go). Only while no ledger "+
				"was made under version %[1]s: write %q here", v.Version, got)
		}
		for _, before := range versions[:i] {
			for _, place := range before.places {
				if _, err := v.places.Of(place.ID); err != nil {
					t.Errorf("version %s has no place %s any more, in which communities of version %s may be", v.Version, place.ID,
						before.Version)
				}
			}
		}
	}
}
