// SPDX-License-Identifier: Apache-2.0

package village

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"
	"sync"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/rules/community"
)

// Codes is a source of randomness that remembers the invitation codes drawn from it. A personal-data store that draws from
// it keeps none of them: they are on paper only.
type Codes struct {
	mu    sync.Mutex
	drawn []act.InviteCode
}

func (c *Codes) Read(p []byte) (int, error) {
	n, err := rand.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if n == len(act.InviteCode{}) {
		c.drawn = append(c.drawn, act.InviteCode(p))
	}
	return n, err
}

// Drawn are the codes so far, in order.
func (c *Codes) Drawn() []act.InviteCode {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.drawn)
}

// Of is the code with a public key.
func (c *Codes) Of(public act.Bytes) (act.InviteCode, error) {
	for _, code := range c.Drawn() {
		if bytes.Equal(code.Public(), public) {
			return code, nil
		}
	}
	return act.InviteCode{}, errors.New("no letter drawn has this code")
}

// TakeRoll makes a roll that was drafted elsewhere the one that the bodies are to approve.
func (v *Village) TakeRoll(roll community.Roll) error {
	v.Roll, v.Rights = roll, nil
	for _, chunk := range roll.Chunks {
		var rights []community.Right
		if err := json.Unmarshal(chunk, &rights); err != nil {
			return err
		}
		v.Rights = append(v.Rights, rights...)
	}
	return nil
}

// Invite are the acts that make printed letters known to the ledger. Whose codes are among drawn is invited with them from
// now on.
func (v *Village) Invite(issue []people.CodesIssue, drawn []act.InviteCode) ([]act.Signed, error) {
	byPublic := map[string]act.InviteCode{}
	for _, code := range drawn {
		byPublic[string(code.Public())] = code
	}
	var acts []act.Signed
	for _, body := range issue {
		for _, issued := range body.Codes {
			if code, ok := byPublic[string(issued.Code)]; ok {
				v.codes[issued.Person] = code
			}
		}
		signed, err := v.Act(people.TypeCodesIssue, body, v.Convener())
		if err != nil {
			return nil, err
		}
		acts = append(acts, signed)
	}
	return acts, nil
}

// Code is the invitation of a person.
func (v *Village) Code(person string) act.InviteCode { return v.codes[person] }
