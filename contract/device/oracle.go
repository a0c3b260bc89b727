// SPDX-License-Identifier: Apache-2.0

package device

import (
	"cmp"
	"crypto/ed25519"
	"unicode/utf8"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/rules/fold"
)

// MaxName is the most characters that the name of an oracle has, and the place of a device.
const MaxName = 100

// Oracle is a program of a body, which hears the body's devices. Whoever has its key can say what they said, and nothing else.
type Oracle struct {
	Act     string    `json:"act"` // hash of the act that enrolled it
	Body    string    `json:"body"`
	Key     act.Bytes `json:"key"` // Ed25519, 32 bytes
	Name    string    `json:"name"`
	Retired string    `json:"retired,omitempty"` // hash of the act that ended it
}

// Oracles are a community's, by the ids of their keys (act.KeyID).
const Oracles contract.Ref[Oracle] = "oracle" // C~id: a program of a body that hears devices

// OracleEnrol is the body of oracle.enrol: two bodies, of which one is the oracle's, let it speak for devices.
type OracleEnrol struct {
	Body string    `json:"body"`
	Key  act.Bytes `json:"key"`
	Name string    `json:"name"`
}

func enrolOracle(c *contract.Context, b OracleEnrol) error {
	switch {
	case len(b.Key) != ed25519.PublicKeySize:
		return act.Refuse(act.BadKey, "of", "program")
	case !named(b.Name):
		return act.Refuse(act.BadField, "of", "oracle-name", "most", MaxName)
	}
	if err := cmp.Or(contract.Shown(act.BadField, "oracle-name-unseen", b.Name), answered(c, b.Body)); err != nil {
		return err
	}
	id := act.KeyID(ed25519.PublicKey(b.Key))
	if _, ok, err := Oracles.Get(c, c.Act.Community, id); err != nil || ok {
		return cmp.Or(err, act.Refuse(contract.Exists, "of", "oracle"))
	}
	if err := count(c, b.Body, 1, 0); err != nil {
		return err
	}
	return Oracles.Put(c, Oracle{Act: c.Hash, Body: b.Body, Key: b.Key, Name: b.Name}, c.Act.Community, id)
}

func named(name string) bool { return fold.Text(name) != "" && utf8.RuneCountInString(name) <= MaxName }

// OracleRetire is the body of oracle.retire: two bodies end an oracle, or an officer of its own body alone, as when its key is lost.
// What it has logged stays.
type OracleRetire struct {
	Oracle string `json:"oracle"`
}

func retireOracle(c *contract.Context, b OracleRetire) error {
	o, err := loadOracle(c, b.Oracle)
	if err != nil {
		return err
	}
	if err := cmp.Or(o.mustBeActive(), alone(c, o.Body)); err != nil {
		return err
	}
	o.Retired = c.Hash
	return Oracles.Put(c, o, c.Act.Community, b.Oracle)
}

func loadOracle(c *contract.Context, id string) (Oracle, error) {
	o, ok, err := Oracles.Get(c, c.Act.Community, id)
	if err == nil && !ok {
		err = act.Refuse(contract.NotFound, "of", "oracle")
	}
	return o, err
}

func (o Oracle) mustBeActive() error {
	if o.Retired != "" {
		return act.Refuse(contract.Revoked, "of", "oracle")
	}
	return nil
}
