// SPDX-License-Identifier: Apache-2.0

package people

import (
	"bytes"
	"cmp"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
)

// Enrol is the body of credential.enrol: a person binds a new passkey to an invitation. The act is signed with the new
// passkey, and with the code itself, so that a relay that sees it cannot use the code.
type Enrol struct {
	Code    act.Bytes   `json:"code"` // public key of the code
	Passkey act.Passkey `json:"passkey"`
	Person  string      `json:"person"`
}

// byNewPasskey verifies an enrolment: the new passkey's own signature, then the code's.
func byNewPasskey(c *contract.Context, b Enrol) error {
	signatures := c.Signatures()
	if len(signatures) != 2 {
		return act.Refuse(act.NoSignature, "of", "enrolment")
	}
	passkey, invite := signatures[0], signatures[1]
	if err := passkey.VerifyPasskey(act.HashOf(c.Text()), b.Passkey, c.Community.RP); err != nil {
		return err
	}
	return invite.VerifyInvite(c.Text(), b.Code)
}

func enrol(c *contract.Context, b Enrol) error {
	known, ok, err := contract.Credentials.Get(c, c.Act.Community, c.Act.By)
	if err != nil || ok {
		if ok && known.Act == c.Hash {
			return act.Refuse(contract.Already)
		}
		return cmp.Or(err, act.Refuse(contract.Exists, "of", "credential"))
	}
	code, ok, err := Codes.Get(c, c.Act.Community, b.Person)
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(contract.NotFound, "of", "invitation")
	case !bytes.Equal(code.Code, b.Code) || code.Withdrawn:
		return act.Refuse(CodeWithdrawn)
	case code.Used != "":
		return act.Refuse(CodeUsed, "of", "enrolment")
	case int64(code.Expires) < c.Tx.Time:
		return act.Refuse(contract.Expired, "of", "invitation")
	case c.Act.Seq != 1:
		return act.Refuse(contract.SeqGap, "of", "first")
	}
	code.Used = c.Hash
	if err := Codes.Put(c, code, c.Act.Community, b.Person); err != nil {
		return err
	}
	return contract.Credentials.Put(c, contract.Credential{
		ID: c.Act.By, Kind: contract.Owner, Person: b.Person, Passkey: b.Passkey, Status: contract.StatusPending, Act: c.Hash,
	}, c.Act.Community, c.Act.By)
}
