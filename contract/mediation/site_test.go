// SPDX-License-Identifier: Apache-2.0

package mediation_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
	rules "github.com/linli-project/linli/rules/mediation"
)

const day = 24 * time.Hour

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// A site is a bench on which ann and bob are at odds, and an officer of the first body mediates.
type site struct {
	*town.Bench
	mediator, other *village.Signer // officers of two bodies, who have no home here
}

func newSite(t *testing.T) *site {
	t.Helper()
	b := town.NewBench(t)
	return &site{Bench: b, mediator: b.Two()[0], other: b.Two()[1]}
}

// by has people do something, which must take effect, and returns its hash.
func (s *site) by(kind string, body any, who ...*village.Signer) string {
	s.Helper()
	signed := s.Make(kind, body, who...)
	s.OK(signed)
	return act.HashOf(signed.Text).String()
}

// ask is ann's request against bob.
func ask() mediation.CaseRequest {
	return mediation.CaseRequest{About: mediation.AboutRequest, Home: "1-101", Second: rules.Side{Home: "1-102"}, Text: hash("noise")}
}

func (s *site) requested() string { return s.by(mediation.TypeCaseRequest, ask(), s.Ann) }

func (s *site) taken() string {
	id := s.requested()
	s.by(mediation.TypeCaseTake, mediation.CaseTake{Case: id}, s.mediator)
	return id
}

func (s *site) opened() string {
	id := s.taken()
	s.by(mediation.TypeCaseJoin, mediation.CaseJoin{Case: id}, s.Bob)
	return id
}

func (s *site) proposed() string {
	id := s.opened()
	s.by(mediation.TypeCasePropose, mediation.CasePropose{Case: id, Days: 7, Text: hash("proposal")}, s.mediator)
	return id
}

func (s *site) agreed() string {
	id := s.opened()
	s.by(mediation.TypeCaseAgree, mediation.CaseAgree{Agreement: hash("agreement"), Case: id, Days: 14}, s.mediator, s.Ann, s.Bob)
	return id
}

// stands demands how far a case is, and returns it as it is now.
func (s *site) stands(id string, state rules.State) rules.Case {
	s.Helper()
	c, _ := town.Read(s.Town, mediation.Cases, s.ID, id)
	if c = c.At(s.Now().Unix()); c.State != state {
		s.Fatalf("the case is %s, not %s: %+v", c.State, state, c)
	}
	return c
}

// closes is what anybody may send.
func (s *site) closes(id string) error {
	_, err := s.Transact(s.Client(s.other.Body), mediation.TxClose, s.ID, id)
	return err
}
