// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

// A Secret is the private side of a pseudonym: a person's name or a unit's
// number. It belongs in the personal-data store and never on the ledger. Erasing
// the salt leaves a pseudonym that nobody can link to the name again.
type Secret struct {
	Name      string `json:"name"`
	Salt      string `json:"salt"` // hex of 32 bytes
	Pseudonym string `json:"pseudonym"`
}

// Secrets are those of a whole roll.
type Secrets struct {
	People []Secret `json:"people"`
	Units  []Secret `json:"units"`
}

const saltBytes = 32

// Pseudonym commits to a person or a unit: the first 32 hex digits of HMAC-SHA256 over the folded key of the name or the number
// (fold.Name, fold.House), keyed by its salt. However it was typed, a name gives the pseudonym again.
func Pseudonym(salt []byte, key string) string {
	mac := hmac.New(sha256.New, salt)
	mac.Write([]byte(key))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// Pseudonymise returns the roll's units with pseudonyms for themselves and their
// owners, and the secrets of them all. Those in known keep their pseudonym,
// however they are typed now, so that people and units stay who they are from one
// version of the roll to the next; others get a salt from random. It refuses a roll with findings, and
// reports what random and community.Validate report.
func (r Roll) Pseudonymise(known Secrets, random io.Reader) ([]community.Unit, Secrets, error) {
	if n := r.Findings(); n > 0 {
		return nil, Secrets{}, fmt.Errorf("%w: %d rows have findings", community.ErrInvalidRoll, n)
	}
	units := r.Units()
	numbers := make([]string, len(units))
	for i, unit := range units {
		numbers[i] = unit.ID
	}
	var secrets Secrets
	var err error
	if secrets.People, err = commit(r.Names(), known.People, fold.Name, random); err != nil {
		return nil, Secrets{}, err
	}
	if secrets.Units, err = commit(numbers, known.Units, fold.House, random); err != nil {
		return nil, Secrets{}, err
	}
	people, places := pseudonyms(secrets.People), pseudonyms(secrets.Units)
	people[community.Developer] = community.Developer
	for i := range units {
		units[i].ID = places[units[i].ID]
		for j, name := range units[i].Owners {
			units[i].Owners[j] = people[name]
		}
		slices.Sort(units[i].Owners)
	}
	return units, secrets, community.Validate(units)
}

// commit makes a secret for each name that has none yet. Secrets stand under the name as it is spelled now.
func commit(names []string, known []Secret, key func(string) string, random io.Reader) ([]Secret, error) {
	byName, byKey := make(map[string]Secret), make(map[string]Secret)
	for _, secret := range slices.SortedFunc(slices.Values(known), byPseudonym) {
		byName[secret.Name], byKey[key(secret.Name)] = secret, secret
	}
	secrets := make([]Secret, 0, len(names))
	for _, name := range names {
		secret, ok := byName[name] // a store may have two spellings as two people from before they were folded
		if !ok {
			secret, ok = byKey[key(name)]
		}
		if !ok {
			salt := make([]byte, saltBytes)
			if _, err := io.ReadFull(random, salt); err != nil {
				return nil, fmt.Errorf("draw a salt: %w", err)
			}
			secret = Secret{Salt: hex.EncodeToString(salt), Pseudonym: Pseudonym(salt, key(name))}
		}
		secret.Name = name
		secrets = append(secrets, secret)
	}
	return secrets, nil
}

func byPseudonym(a, b Secret) int { return strings.Compare(a.Pseudonym, b.Pseudonym) }

func pseudonyms(secrets []Secret) map[string]string {
	byName := make(map[string]string, len(secrets))
	for _, secret := range secrets {
		byName[secret.Name] = secret.Pseudonym
	}
	return byName
}
