// SPDX-License-Identifier: Apache-2.0

package cosign

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/mediation"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// final are the refusals that no further signature, act or day can change. An election or a case goes on and not back; for a stage that it
// has not come to, it is too early to sign.
var final = func() map[act.Code]bool {
	codes := maps.Clone(index.Certain)
	delete(codes, contract.TwoBodies)
	for _, code := range []act.Code{
		vote.BadElection, people.BadRoll, contract.Exists, people.OwnUnit, vote.ProxyRefused, vote.WrongResult, vote.WrongStage,
		mediation.CaseClosed, mediation.CaseState, mediation.CaseLate, mediation.NotNeutral,
	} {
		codes[code] = true
	}
	return codes
}()

// wrongFirst are the refusals of what parties sign that are about its first signer, as all others are stand-ins: he is not the mediator, or
// of no side.
var wrongFirst = map[act.Code]bool{contract.WrongPerson: true, contract.NotParties: true}

// Refusal is why a waiting act can no longer take effect at a time (Unix), whoever signs it: the ledger would refuse what its missing
// signatures complete. ok is false if nothing stands in its way. missing are the owners who have not signed.
func (s Store) Refusal(ctx context.Context, a Act, missing []string, now int64) (refusal contract.Outcome, ok bool, err error) {
	if a.Sent() { // what has become of it is not known
		return contract.Outcome{}, false, nil
	}
	outcome, err := s.judgeComplete(ctx, a, missing, now)
	return outcome, final[outcome.Code] || a.OfParties() && wrongFirst[outcome.Code], err
}

// judgeComplete asks the ledger's rules what they would say to a waiting act with all its signatures. Stand-ins sign for who has not:
// the mirror is said to know them by the first signer's key, so that his signature is theirs.
func (s Store) judgeComplete(ctx context.Context, a Act, missing []string, now int64) (contract.Outcome, error) {
	signed := act.Signed{Text: a.Text}
	for i, signature := range a.Signatures {
		if i == 0 || a.takesAll() && !a.OfParties() {
			signed.Signatures = append(signed.Signatures, signature.Signature)
		}
	}
	first := signed.Signatures[0]
	credential, err := index.Optional(ctx, s.Index, contract.Credentials, a.Community, first.By)
	if err != nil {
		return contract.Outcome{}, err
	}
	who, err := s.standIns(ctx, a, missing, credential)
	if err != nil {
		return contract.Outcome{}, err
	}
	absent := absentees{s.Index.State(ctx), map[string][]byte{}}
	for i, standIn := range who {
		first.By = fmt.Sprintf("stand-in %d", i) // which no passkey is called
		standIn.ID, standIn.Passkey, standIn.Status = first.By, credential.Passkey, contract.Active
		if absent.credentials[contract.Credentials.Key(a.Community, first.By)], err = json.Marshal(standIn); err != nil {
			return contract.Outcome{}, err
		}
		signed.Signatures = append(signed.Signatures, first)
	}
	return index.Judge(absent, now, signed)
}

// standIns are who would complete an act: an officer whose body is not the first one's, the missing owners, or somebody for each party that
// the first signer is not of, whoever has signed for it.
func (s Store) standIns(ctx context.Context, a Act, missing []string, first contract.Credential) ([]contract.Credential, error) {
	if a.OfParties() {
		parties, err := s.Parties(ctx, a)
		return standInsOf(parties, a.Signatures[0].Person, first.Person), err
	}
	if a.Body != "" {
		return []contract.Credential{{Kind: first.Kind}}, nil
	}
	who := make([]contract.Credential, len(missing))
	for i, person := range missing {
		who[i] = contract.Credential{Kind: first.Kind, Person: person}
	}
	return who, nil
}

// standInsOf is somebody for each of the parties but one, whose signer is known: as many people as there are parties, if there are.
func standInsOf(parties []contract.Party, but, signer string) (who []contract.Credential) {
	taken := []string{signer}
	for _, p := range parties {
		if p.Name == but {
			continue
		}
		if p.Body != "" {
			who = append(who, contract.Credential{Kind: contract.Officer, Body: p.Body})
			continue
		}
		person := free(p, parties, taken)
		taken = append(taken, person)
		who = append(who, contract.Credential{Kind: contract.Owner, Person: person})
	}
	return who
}

// free is an owner who may sign for a household: best one who speaks for no other party, then one who has not signed for another.
func free(of contract.Party, parties []contract.Party, taken []string) (person string) {
	const alone, both, signed, none = 0, 1, 2, 3
	best := none
	for _, owner := range of.Owners {
		rank := alone
		if slices.ContainsFunc(parties, func(p contract.Party) bool { return p.Name != of.Name && slices.Contains(p.Owners, owner) }) {
			rank = both
		}
		if slices.Contains(taken, owner) {
			rank = signed
		}
		if rank < best {
			person, best = owner, rank
		}
	}
	return person
}

// absentees is a state with credentials of people who are not there.
type absentees struct {
	contract.State
	credentials map[string][]byte // by key
}

func (s absentees) Get(keys ...string) ([][]byte, error) {
	values, err := s.State.Get(keys...)
	for i, key := range keys {
		if credential, ok := s.credentials[key]; ok && err == nil {
			values[i] = credential
		}
	}
	return values, err
}
