// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
)

// An act may wait in vain: what its missing signatures would complete, the ledger refuses, or no draft stands behind it any more.

// decided are the refusals that no further signature, act or day can change. An election goes on and not back; for a stage that it has
// not come to, it is too early to sign.
var decided = func() map[act.Code]bool {
	codes := maps.Clone(certain)
	delete(codes, contract.TwoBodies)
	for _, code := range []act.Code{
		vote.BadElection, people.BadRoll, contract.Exists, people.OwnUnit, vote.ProxyRefused, vote.WrongResult, vote.WrongStage,
	} {
		codes[code] = true
	}
	return codes
}()

// vain is a refusal that says why a waiting act can no longer take effect, whoever signs it, or nil. missing are the owners who have
// not signed.
func (s *Server) vain(ctx context.Context, p pendingAct, missing []string) error {
	if p.sent() { // what has become of it is not known
		return nil
	}
	outcome, err := s.judgeComplete(ctx, p, missing)
	if err != nil {
		return err
	}
	if decided[outcome.Code] {
		return ledgerRefusal(&act.Error{Code: outcome.Code, Message: outcome.Message}, p.hash, "")
	}
	return s.draftReplaced(ctx, p)
}

// judgeComplete asks the ledger's rules what they would say to a waiting act with all its signatures. Stand-ins sign for who has not:
// the mirror is said to know them by the first signer's key, so that his signature is theirs.
func (s *Server) judgeComplete(ctx context.Context, p pendingAct, missing []string) (contract.Outcome, error) {
	signed := act.Signed{Text: p.text}
	for i, signature := range p.signatures {
		if p.body == "" || i == 0 {
			signed.Signatures = append(signed.Signatures, signature.Signature)
		}
	}
	first := signed.Signatures[0]
	credential, err := optional(ctx, s.Index, contract.Credentials, p.community, first.By)
	if err != nil {
		return contract.Outcome{}, err
	}
	if p.body != "" {
		missing = []string{""} // an officer, whose body is not the first one's
	}
	absent := standIns{mirror{ctx, s.Index}, map[string][]byte{}}
	for i, person := range missing {
		first.By = fmt.Sprintf("stand-in %d", i) // which no passkey is called
		absent.credentials[contract.Credentials.Key(p.community, first.By)], err = json.Marshal(contract.Credential{
			ID: first.By, Kind: credential.Kind, Person: person, Passkey: credential.Passkey, Status: contract.Active,
		})
		if err != nil {
			return contract.Outcome{}, err
		}
		signed.Signatures = append(signed.Signatures, first)
	}
	return s.judgeOver(absent, signed)
}

// standIns is the mirror with credentials of people who are not there.
type standIns struct {
	mirror
	credentials map[string][]byte // by key
}

func (m standIns) Get(keys ...string) ([][]byte, error) {
	values, err := m.mirror.Get(keys...)
	for i, key := range keys {
		if credential, ok := m.credentials[key]; ok && err == nil {
			values[i] = credential
		}
	}
	return values, err
}

// draftReplaced refuses the approval of a draft in whose place this server's store has another one.
func (s *Server) draftReplaced(ctx context.Context, p pendingAct) error {
	if p.kind != "roll.approve" {
		return nil
	}
	var b people.RollApprove
	a, err := act.Parse(p.text, len(p.text))
	if err == nil {
		err = act.Strict(a.Body, &b)
	}
	if err != nil {
		return err
	}
	versions, err := s.Store.Versions(ctx, p.community)
	for _, v := range versions {
		if v.Version == int64(b.Version) && v.Root != b.Root {
			return refuse("not-possible-now", "名册草案已换成新的一份，请批准新的。", "Another draft of the roll has taken its place; approve that one.")
		}
	}
	return err
}
