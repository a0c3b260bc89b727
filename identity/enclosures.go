// SPDX-License-Identifier: Apache-2.0

package identity

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An Enclosure is what somebody wrote of an order, or a photo of it, or one of what a household says to a breach or in a case. Acts or
// words name it by its hash; this body's store has it, encrypted.
type Enclosure struct {
	Hash   string `json:"hash"`            // HashText, of a photo too
	Type   string `json:"type"`            // media type
	Order  string `json:"order,omitempty"` // which order it is about; "" before it is raised
	Person string `json:"person"`          // pseudonym of whom it is about, with whom it is erased; "" if nobody is known
	By     string `json:"by"`              // credential id of who left it
	At     int64  `json:"at"`
}

// Enclosed is an enclosure with what it holds.
type Enclosed struct {
	Enclosure
	Content []byte `json:"content"` // base64 in JSON
}

func (e *Enclosure) fields() []any {
	return []any{&e.Hash, &e.Type, &e.Order, &e.Person, &e.By, &e.At}
}

const enclosureColumns = "SELECT hash, type, order_id, person, by_whom, at FROM enclosures "

// PlainText is the media type of what is written.
const PlainText = "text/plain"

// enclosuresADay keeps one passkey from filling the store.
const enclosuresADay = 200

const secondsADay = 24 * 3600

// errNoKey says that a server was not given the key of its enclosures.
var errNoKey = errors.New("there is no key for what is written and shown of orders")

// SealEnclosures has enclosures be encrypted with a key of 32 bytes. Without one none is kept or read.
func (s *Store) SealEnclosures(key []byte) error {
	block, err := aes.NewCipher(key)
	if err == nil {
		s.seal, err = cipher.NewGCM(block)
	}
	return err
}

// ErrOtherKey is that of a store whose enclosures are of another key.
var ErrOtherKey = errors.New("what is in the store is encrypted with another enclosures.key: copy that of the body's other server, or of its " +
	"backup, to where this one keeps its files; if it is lost for good, empty the table enclosures_key")

// CheckEnclosuresKey says whether a key is the one of the servers with which this one shares the store, and may be ErrOtherKey. A store
// of one server alone has whatever key that has.
func (s *Store) CheckEnclosuresKey(ctx context.Context, key []byte) error {
	if !s.postgres {
		return nil
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("linli/enclosures/key/v1"))
	mark := hex.EncodeToString(mac.Sum(nil))
	if _, err := s.write.ExecContext(ctx, "INSERT INTO enclosures_key VALUES (1, $1) ON CONFLICT DO NOTHING", mark); err != nil {
		return fmt.Errorf("look at the key of what is written and shown: %w", err)
	}
	known, err := one(ctx, s.read, column[string], "SELECT mark FROM enclosures_key")
	if err == nil && known != mark {
		err = ErrOtherKey
	}
	return err
}

// KeepEnclosure keeps what somebody leaves of an order, and gives it its hash. The same again is harmless; what was left before an order
// was raised is about the order that it is left for again. ErrManyTexts: too much was left with this passkey today.
func (s *Store) KeepEnclosure(ctx context.Context, community string, e Enclosure, salt string, content []byte) error {
	sealed, err := s.sealed(e.Hash, salt, content)
	if err != nil {
		return err
	}
	return s.change(ctx, community, func(t *transaction) error {
		left, err := one(ctx, t, column[int64], "SELECT COUNT(*) FROM enclosures WHERE community = $1 AND by_whom = $2 AND at > $3",
			community, e.By, t.at-secondsADay)
		if err == nil && left >= enclosuresADay {
			err = ErrManyTexts
		}
		if err != nil {
			return err
		}
		_, err = t.do(ctx, `INSERT INTO enclosures (community, hash, type, order_id, person, by_whom, content, at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
			e.Hash, e.Type, e.Order, e.Person, e.By, sealed, t.at)
		return err
	})
}

// Enclosure returns what was left with a hash. ErrNotFound: it never was here, or was deleted; the ledger's hash stands.
func (s *Store) Enclosure(ctx context.Context, community, hash string) (e Enclosure, content []byte, err error) {
	e, err = one(ctx, s.read, (*Enclosure).fields, enclosureColumns+"WHERE community = $1 AND hash = $2", community, hash)
	if err != nil {
		return e, nil, named(err, "enclosure %q", hash)
	}
	sealed, err := one(ctx, s.read, column[string], "SELECT content FROM enclosures WHERE community = $1 AND hash = $2", community, hash)
	if err != nil {
		return e, nil, named(err, "enclosure %q", hash)
	}
	content, err = s.unsealed(hash, sealed)
	return e, content, err
}

// Enclosures lists all of a community, without what they hold.
func (s *Store) Enclosures(ctx context.Context, community string) ([]Enclosure, error) {
	return all(ctx, s.read, (*Enclosure).fields, enclosureColumns+"WHERE community = $1 ORDER BY at, hash", community)
}

// enclosedOf is all that is about a person.
func (s *Store) enclosedOf(ctx context.Context, community, person string) ([]Enclosed, error) {
	list, err := all(ctx, s.read, (*Enclosure).fields, enclosureColumns+"WHERE community = $1 AND person = $2 ORDER BY at, hash",
		community, person)
	enclosed := make([]Enclosed, len(list))
	for i, e := range list {
		if enclosed[i].Enclosure, enclosed[i].Content, err = s.Enclosure(ctx, community, e.Hash); err != nil {
			return nil, err
		}
	}
	return enclosed, err
}

// DropEnclosures deletes some whose time is over.
func (s *Store) DropEnclosures(ctx context.Context, community string, hashes []string) error {
	return s.change(ctx, community, func(t *transaction) error {
		return t.each(ctx, len(hashes), "DELETE FROM enclosures WHERE community = $1 AND hash = $2", func(i int) []any {
			return []any{hashes[i]}
		})
	})
}

// sealed is a salt and a content, encrypted, with the hash that they have bound to them.
func (s *Store) sealed(hash, salt string, content []byte) (string, error) {
	if s.seal == nil {
		return "", errNoKey
	}
	nonce := make([]byte, s.seal.NonceSize())
	if _, err := io.ReadFull(s.Random, nonce); err != nil {
		return "", fmt.Errorf("draw random bytes: %w", err)
	}
	plain := append([]byte(salt+"\n"), content...)
	return base64.RawURLEncoding.EncodeToString(s.seal.Seal(nonce, nonce, plain, []byte(hash))), nil
}

func (s *Store) unsealed(hash, text string) ([]byte, error) {
	if s.seal == nil {
		return nil, errNoKey
	}
	sealed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || len(sealed) < s.seal.NonceSize() {
		return nil, fmt.Errorf("enclosure %q cannot be read", hash)
	}
	nonce := s.seal.NonceSize()
	plain, err := s.seal.Open(nil, sealed[:nonce], sealed[nonce:], []byte(hash))
	if err != nil {
		return nil, fmt.Errorf("enclosure %q: the key is another one: %w", hash, err)
	}
	_, content, _ := strings.Cut(string(plain), "\n")
	return []byte(content), nil
}
