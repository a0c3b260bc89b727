// SPDX-License-Identifier: Apache-2.0

package cosign

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/ledger/index"
)

// final are the refusals that no further signature, act or day can change. An election goes on and not back; for a stage that it has
// not come to, it is too early to sign.
var final = func() map[act.Code]bool {
	codes := maps.Clone(index.Certain)
	delete(codes, contract.TwoBodies)
	for _, code := range []act.Code{
		vote.BadElection, people.BadRoll, contract.Exists, people.OwnUnit, vote.ProxyRefused, vote.WrongResult, vote.WrongStage,
	} {
		codes[code] = true
	}
	return codes
}()

// Refusal is why a waiting act can no longer take effect at a time (Unix), whoever signs it: the ledger would refuse what its missing
// signatures complete. ok is false if nothing stands in its way. missing are the owners who have not signed.
func (s Store) Refusal(ctx context.Context, a Act, missing []string, now int64) (refusal contract.Outcome, ok bool, err error) {
	if a.Sent() { // what has become of it is not known
		return contract.Outcome{}, false, nil
	}
	outcome, err := s.judgeComplete(ctx, a, missing, now)
	return outcome, final[outcome.Code], err
}

// judgeComplete asks the ledger's rules what they would say to a waiting act with all its signatures. Stand-ins sign for who has not:
// the mirror is said to know them by the first signer's key, so that his signature is theirs.
func (s Store) judgeComplete(ctx context.Context, a Act, missing []string, now int64) (contract.Outcome, error) {
	signed := act.Signed{Text: a.Text}
	for i, signature := range a.Signatures {
		if a.Body == "" || i == 0 {
			signed.Signatures = append(signed.Signatures, signature.Signature)
		}
	}
	first := signed.Signatures[0]
	credential, err := index.Optional(ctx, s.Index, contract.Credentials, a.Community, first.By)
	if err != nil {
		return contract.Outcome{}, err
	}
	if a.Body != "" {
		missing = []string{""} // an officer, whose body is not the first one's
	}
	absent := standIns{s.Index.State(ctx), map[string][]byte{}}
	for i, person := range missing {
		first.By = fmt.Sprintf("stand-in %d", i) // which no passkey is called
		absent.credentials[contract.Credentials.Key(a.Community, first.By)], err = json.Marshal(contract.Credential{
			ID: first.By, Kind: credential.Kind, Person: person, Passkey: credential.Passkey, Status: contract.Active,
		})
		if err != nil {
			return contract.Outcome{}, err
		}
		signed.Signatures = append(signed.Signatures, first)
	}
	return index.Judge(absent, now, signed)
}

// standIns is a state with credentials of people who are not there.
type standIns struct {
	contract.State
	credentials map[string][]byte // by key
}

func (s standIns) Get(keys ...string) ([][]byte, error) {
	values, err := s.State.Get(keys...)
	for i, key := range keys {
		if credential, ok := s.credentials[key]; ok && err == nil {
			values[i] = credential
		}
	}
	return values, err
}
