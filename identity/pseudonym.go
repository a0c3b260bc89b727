// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"

	"github.com/linli-project/linli/rules/community"
)

// A Person is the personal side of a pseudonym: it belongs in the personal-data
// store and never on the ledger. Erasing the salt leaves a pseudonym that nobody
// can link to the name again.
type Person struct {
	Name      string `json:"name"`
	Salt      string `json:"salt"` // hex of 32 bytes
	Pseudonym string `json:"pseudonym"`
}

const saltBytes = 32

// Pseudonym commits to a person's name: the first 32 hex digits of HMAC-SHA256
// over the normalised name, keyed by the person's salt.
func Pseudonym(salt []byte, name string) string {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(normal(name)))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// Pseudonymise returns the roll's units under pseudonyms, and everyone in it.
// Those in known keep their pseudonym, so that they stay who they are from one
// version of the roll to the next; others get a salt from random. It refuses a
// roll with findings, and reports what random and community.Validate report.
func (r Roll) Pseudonymise(known []Person, random io.Reader) ([]community.Unit, []Person, error) {
	if n := r.Findings(); n > 0 {
		return nil, nil, fmt.Errorf("%w: %d rows have findings", community.ErrInvalidRoll, n)
	}
	byName := make(map[string]Person)
	for _, person := range known {
		byName[person.Name] = person
	}
	pseudonyms := map[string]string{community.Developer: community.Developer}
	var people []Person
	for _, name := range r.Names() {
		person, ok := byName[name]
		if !ok {
			var err error
			if person, err = newPerson(name, random); err != nil {
				return nil, nil, err
			}
		}
		people = append(people, person)
		pseudonyms[name] = person.Pseudonym
	}
	units := r.Units()
	for i := range units {
		for j, name := range units[i].Owners {
			units[i].Owners[j] = pseudonyms[name]
		}
		slices.Sort(units[i].Owners)
	}
	return units, people, community.Validate(units)
}

func newPerson(name string, random io.Reader) (Person, error) {
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(random, salt); err != nil {
		return Person{}, fmt.Errorf("draw a salt: %w", err)
	}
	return Person{Name: name, Salt: hex.EncodeToString(salt), Pseudonym: Pseudonym(salt, name)}, nil
}
