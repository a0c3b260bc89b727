// SPDX-License-Identifier: Apache-2.0

// Package village is a whole community in software: its officers, owners and their passkeys, and what they do in an
// election. The demo, the benchmark and the tests act through it on a real network. It links the software
// authenticator, so bin/linli must never import it.
package village

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/internal/passkey"
)

// Signer is an officer or an owner with a passkey, who numbers his acts.
type Signer struct {
	Key    *passkey.Key
	Body   string // officers
	Person string // owners: the pseudonym

	mu  sync.Mutex
	seq int64
}

// next takes the signer's next number.
func (s *Signer) next() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seq++
	return s.seq
}

// lifetime of the acts a village makes: the pages' own.
func lifetime(kind string) time.Duration {
	if kind == vote.TypeBallotCast {
		return time.Hour
	}
	return 24 * time.Hour
}

// Draft is an act before it is signed; tests change it on the way.
func (v *Village) Draft(kind string, seq int64, by *Signer) act.Act {
	now := v.now()
	shown := sha256.Sum256([]byte(kind)) // what a page would have shown
	return act.Act{
		V: act.Version, Net: v.Constitution.Net, Community: v.ID, Type: kind, By: by.Key.ID(), Seq: act.Int(seq),
		NBF: act.Int(now.Add(-10 * time.Minute).Unix()), Exp: act.Int(now.Add(cmp.Or(v.Good, lifetime(kind))).Unix()),
		Disp: hex.EncodeToString(shown[:]),
	}
}

// Sign makes the signed act of a draft and its body.
func Sign(draft act.Act, body any, signers ...*Signer) (act.Signed, error) {
	text, err := act.Encode(draft, body)
	if err != nil {
		return act.Signed{}, err
	}
	signed := act.Signed{Text: text}
	for _, s := range signers {
		signature, err := s.Key.Sign(text)
		if err != nil {
			return act.Signed{}, err
		}
		signed.Signatures = append(signed.Signatures, signature)
	}
	return signed, nil
}

// Act makes a signed act with the first signer's next number.
func (v *Village) Act(kind string, body any, signers ...*Signer) (act.Signed, error) {
	return Sign(v.Draft(kind, signers[0].next(), signers[0]), body, signers...)
}

// newSigner makes a person or officer with a fresh passkey.
func (v *Village) newSigner(body, person string) (*Signer, error) {
	key, err := passkey.New(v.Constitution.RP)
	return &Signer{Key: key, Body: body, Person: person}, err
}

// OfficerKey is what an administrator makes known of an officer.
func (s *Signer) OfficerKey() people.OfficerKey {
	return people.OfficerKey{ID: s.Key.ID(), Passkey: s.Key.Passkey(), Person: s.Person}
}
