// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Opening shows what a commitment on the ledger is of: words, or a name. Who has the salt can make one, until the salt is erased.
type Opening struct {
	Hash string `json:"hash"` // as it stands in an act or a document
	Salt string `json:"salt"` // as the personal-data store has it
	Text string `json:"text"`
}

// Opened are a bundle's openings, by hash.
type Opened struct {
	Openings []Opening `json:"openings"`
	V        string    `json:"v"`
}

// pseudonymSize is how many hex digits a person's or a unit's pseudonym has; the hash of words has twice as many.
const pseudonymSize = 32

// check refuses what the commitment is not of. Words are committed to by SHA-256 over the salt, which has no line feed, a line feed and the
// words, and a name by HMAC-SHA256 over it, keyed by the salt (hex), of which a pseudonym is the first half.
func (o Opening) check() error {
	if strings.Contains(o.Salt, "\n") {
		return errors.New("a salt has a line break, so that its words could be shown in part")
	}
	sum := sha256.Sum256([]byte(o.Salt + "\n" + o.Text))
	made := hex.EncodeToString(sum[:])
	if len(o.Hash) == pseudonymSize {
		key, err := hex.DecodeString(o.Salt)
		if err != nil {
			return errors.New("the salt of a name is not written as one is")
		}
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(o.Text))
		made = hex.EncodeToString(mac.Sum(nil))[:pseudonymSize]
	}
	if made != o.Hash {
		return fmt.Errorf("%s is a commitment to something else than is shown", o.Hash)
	}
	return nil
}

// open checks the openings, and says of each that its commitment stands on the ledger.
func (v *verification) open() (says []Sentence, err error) {
	if v.Opened == nil {
		return nil, nil
	}
	if v.Opened.V != Version || len(v.Opened.Openings) == 0 {
		return nil, errors.New("nothing is opened that could be read here")
	}
	stands := map[string]bool{}
	for _, a := range v.acts {
		texts([]byte(a.Text), stands)
	}
	for _, w := range v.writes {
		texts(w.Value, stands)
	}
	for i, o := range v.Opened.Openings {
		if i > 0 && v.Opened.Openings[i-1].Hash >= o.Hash {
			return nil, errors.New("what is opened is not in its order")
		}
		if !stands[o.Hash] {
			return nil, fmt.Errorf("%s stands in nothing that is shown", o.Hash)
		}
		if err := o.check(); err != nil {
			return nil, err
		}
		says = append(says, say(SaysOpened, "hash", o.Hash))
	}
	return says, nil
}

// opens says whether a pseudonym is opened.
func (v *verification) opens(pseudonym string) bool {
	if v.Opened == nil {
		return false
	}
	for _, o := range v.Opened.Openings {
		if o.Hash == pseudonym {
			return true
		}
	}
	return false
}

// texts notes every text that is a value in JSON.
func texts(raw []byte, in map[string]bool) {
	var value any
	if json.Unmarshal(raw, &value) == nil { // an act or a document, whose depth is bounded
		noteTexts(value, in)
	}
}

func noteTexts(value any, in map[string]bool) {
	switch value := value.(type) {
	case string:
		in[value] = true
	case []any:
		for _, one := range value {
			noteTexts(one, in)
		}
	case map[string]any:
		for _, one := range value {
			noteTexts(one, in)
		}
	}
}
