// SPDX-License-Identifier: Apache-2.0

package order

import (
	"cmp"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
)

// MaxWorkers is how many passkeys a body enrols for workers in all its years.
const MaxWorkers = 1000

// employed is how many passkeys a body has enrolled for workers, those revoked since included.
type employed struct {
	Workers int `json:"workers"`
}

const employeds contract.Ref[employed] = "workers" // C~body: how many passkeys of workers a body has enrolled, which is bounded

// WorkerEnrol is the body of worker.enrol: an officer has somebody work for his body. The worker's new passkey has agreed to it.
type WorkerEnrol struct {
	Agreed  Agreement   `json:"agreed"`
	Passkey act.Passkey `json:"passkey"`
	Worker  string      `json:"worker"` // id of the passkey
}

// Agreement is a worker's signature, with his new passkey, over AgreementText. Without it an officer could take the id of a passkey that is
// somebody else's.
type Agreement struct {
	AuthData   act.Bytes `json:"authenticatorData"`
	ClientData act.Bytes `json:"clientDataJSON"`
	Sig        act.Bytes `json:"signature"`
}

// AgreementText is what a worker's new passkey signs, as it would an act's text: on which channel, and for which body of which community
// it will work. It can be no act's text, which is a JSON object.
func AgreementText(net, community, body, worker string) string {
	return strings.Join([]string{"linli " + TypeWorkerEnrol, net, community, body, worker}, "\n")
}

func enrolWorker(c *contract.Context, b WorkerEnrol) error {
	body := c.Signers[0].Body
	if !people.IsCredential(b.Worker) {
		return act.Refuse(act.BadField, "of", "worker-id")
	}
	agreed := act.Signature{By: b.Worker, ClientData: b.Agreed.ClientData, AuthData: b.Agreed.AuthData, Sig: b.Agreed.Sig}
	text := AgreementText(c.Act.Net, c.Act.Community, body, b.Worker)
	if err := agreed.VerifyPasskey(act.HashOf(text), b.Passkey, c.Community.RP); err != nil {
		return err
	}
	if _, ok, err := contract.Credentials.Get(c, c.Act.Community, b.Worker); err != nil || ok {
		return cmp.Or(err, act.Refuse(contract.Exists, "of", "credential"))
	}
	all, _, err := employeds.Get(c, c.Act.Community, body)
	if err != nil {
		return err
	}
	if all.Workers++; all.Workers > MaxWorkers {
		return act.Refuse(contract.TooMany, "of", "workers", "most", MaxWorkers)
	}
	if err := employeds.Put(c, all, c.Act.Community, body); err != nil {
		return err
	}
	return contract.Credentials.Put(c, contract.Credential{
		ID: b.Worker, Kind: contract.Worker, Body: body, Passkey: b.Passkey, Status: contract.Active, Act: c.Hash,
	}, c.Act.Community, b.Worker)
}

// WorkerRevoke is the body of worker.revoke: two bodies end a worker's passkey, or an officer of his own body alone. What he has accepted
// is for an officer to give to another one.
type WorkerRevoke struct {
	Reason string `json:"reason"` // SHA-256 (hex) of the reason's text
	Worker string `json:"worker"`
}

func revokeWorker(c *contract.Context, b WorkerRevoke) error {
	if !contract.IsHash(b.Reason) {
		return act.Refuse(act.BadField, "of", "reason-text")
	}
	w, err := loadWorker(c, b.Worker)
	switch {
	case err != nil:
		return err
	case w.Status != contract.Active:
		return act.Refuse(contract.Revoked, "of", "worker")
	case len(c.Signers) == 1 && c.Signers[0].Body != w.Body:
		return act.Refuse(contract.TwoBodies, "of", "other-body", "body", w.Body)
	}
	w.Status = contract.StatusRevoked
	return contract.Credentials.Put(c, w, c.Act.Community, b.Worker)
}

// loadWorker reads a worker's credential.
func loadWorker(c *contract.Context, id string) (contract.Credential, error) {
	if !people.IsCredential(id) {
		return contract.Credential{}, act.Refuse(act.BadField, "of", "worker-id")
	}
	w, ok, err := contract.Credentials.Get(c, c.Act.Community, id)
	if err == nil && (!ok || w.Kind != contract.Worker) {
		err = act.Refuse(contract.NotFound, "of", "worker")
	}
	return w, err
}

// worksFor refuses who is no worker of a body, or no longer.
func worksFor(c *contract.Context, id, body string) error {
	w, err := loadWorker(c, id)
	switch {
	case err != nil:
		return err
	case w.Status != contract.Active:
		return act.Refuse(contract.Revoked, "of", "worker")
	case w.Body != body:
		return act.Refuse(device.OtherBody, "of", "worker", "body", w.Body)
	}
	return nil
}
