// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/election"
)

// Outcome is what became of one act of a batch.
type Outcome struct {
	Act     string   `json:"act"` // the act's hash, hex
	Code    act.Code `json:"code"`
	Message string   `json:"message,omitempty"`
}

// Kept says in which transaction an act is kept, and of a rejected ballot, why. The block holds it with its signatures, so that
// anybody can verify it again; the world state need not hold it twice.
type Kept struct {
	Rejected election.Reason `json:"rejected,omitempty"`
	Tx       string          `json:"tx"`
}

// submit carries out a batch of signed acts. Each has its own outcome and a bad one does not spoil the others; a batch
// without any effect is refused as a whole, so that it leaves nothing on the ledger.
func submit(s State, tx Tx, batch string) ([]byte, error) {
	v := newView(s)
	outcomes, err := run(v, tx, batch)
	if err != nil {
		return nil, err
	}
	if len(v.written) == 0 {
		return nil, act.Refuse(NoEffect, "no act of the batch took effect; the first: %s: %s", outcomes[0].Code, outcomes[0].Message)
	}
	if err := v.flush(); err != nil {
		return nil, err
	}
	return json.Marshal(outcomes)
}

// Check tells what Submit would answer, without any effect.
func Check(s State, tx Tx, batch string) ([]byte, error) {
	outcomes, err := run(newView(s), tx, batch)
	if err != nil {
		return nil, err
	}
	return json.Marshal(outcomes)
}

func run(v *view, tx Tx, batch string) ([]Outcome, error) {
	signed, err := ReadBatch(batch)
	if err != nil {
		return nil, err
	}
	calls := make([]*call, len(signed))
	faults := make([]error, len(signed))
	for i := range signed {
		calls[i], faults[i] = read(v, tx, signed[i])
	}
	if err := prefetch(v, calls); err != nil {
		return nil, err
	}
	outcomes := make([]Outcome, len(signed))
	for i, c := range calls {
		fault := faults[i]
		if fault == nil {
			fault = c.run()
		}
		outcome, err := outcomeOf(act.HashOf(signed[i].Text).String(), fault)
		if err != nil {
			return nil, err
		}
		outcomes[i] = outcome
	}
	return outcomes, nil
}

// prefetch reads what the acts of a batch will need, in two round trips instead of several an act: first what their
// envelopes name, then what follows from that and from their bodies.
func prefetch(v *view, calls []*call) error {
	var keys []string
	for _, c := range calls {
		if c != nil {
			keys = append(keys, c.keys()...)
		}
	}
	if err := v.prefetch(keys); err != nil {
		return err
	}
	keys = keys[:0]
	for _, c := range calls {
		if c != nil {
			keys = append(keys, c.laterKeys()...)
		}
	}
	return v.prefetch(keys)
}

func outcomeOf(hash string, fault error) (Outcome, error) {
	if fault == nil {
		return Outcome{Act: hash, Code: OK}, nil
	}
	if refusal, ok := errors.AsType[*act.Error](fault); ok {
		return Outcome{Act: hash, Code: refusal.Code, Message: refusal.Message}, nil
	}
	return Outcome{}, fault
}

// call is one act being carried out.
type call struct {
	*view
	tx        Tx
	signed    act.Signed
	act       act.Act
	hash      string
	handler   handler
	bound     bound
	community Community
	signers   []Credential // in the order of the signatures
}

// read parses a signed act, as far as that goes without the ledger.
func read(v *view, tx Tx, signed act.Signed) (*call, error) {
	a, err := act.Parse(signed.Text, maxActSize)
	if err != nil {
		return nil, err
	}
	h, ok := handlers[a.Type]
	if !ok {
		return nil, act.Refuse(UnknownType, "there is no act of type %q", a.Type)
	}
	if len(signed.Text) > h.limit {
		return nil, act.Refuse(act.TooLarge, "the act has %d bytes; %d are allowed for %s", len(signed.Text), h.limit, a.Type)
	}
	b, err := h.bind(a)
	if err != nil {
		return nil, err
	}
	c := &call{view: v, tx: tx, signed: signed, act: a, hash: act.HashOf(signed.Text).String(), handler: h, bound: b}
	if err := c.checkSigners(); err != nil {
		return nil, err
	}
	return c, nil
}

// checkSigners checks who signed, before any signature is verified.
func (c *call) checkSigners() error {
	signatures := c.signed.Signatures
	if len(signatures) == 0 {
		return act.Refuse(act.NoSignature, "the act is not signed")
	}
	if len(signatures) > MaxSignatures {
		return act.Refuse(act.TooLarge, "the act carries more than %d signatures", MaxSignatures)
	}
	if signatures[0].By != c.act.By {
		return act.Refuse(act.WrongSigner, "the act is by %q, its first signature by %q", c.act.By, signatures[0].By)
	}
	seen := make(map[string]bool, len(signatures))
	for _, s := range signatures {
		if seen[s.By] {
			return act.Refuse(act.DuplicateSigner, "%q signed twice", s.By)
		}
		seen[s.By] = true
	}
	return nil
}

// keys are the documents that the act's envelope and signatures name.
func (c *call) keys() []string {
	keys := []string{communityKey(c.act.Community)}
	for _, s := range c.signed.Signatures {
		keys = append(keys, credentialKey(c.act.Community, s.By))
	}
	return keys
}

// laterKeys are the documents that numbers the act, and those that its body names.
func (c *call) laterKeys() []string {
	var keys []string
	var by Credential
	if !c.handler.ownSeq {
		if ok, err := c.load(credentialKey(c.act.Community, c.act.By), &by); ok && err == nil {
			keys = append(keys, seqKey(c.act.Community, by))
		}
	}
	if c.bound.reads != nil {
		keys = append(keys, c.bound.reads(c)...)
	}
	return keys
}

// run verifies the act and carries it out; its writes are accepted only if all went well.
func (c *call) run() error {
	defer c.drop()
	err := c.perform()
	if r, ok := errors.AsType[*rejected](err); ok {
		c.drop()
		return c.reject(*r)
	}
	if err != nil {
		return err
	}
	if err := c.keep(); err != nil {
		return err
	}
	c.accept()
	return nil
}

func (c *call) perform() error {
	if err := c.verify(); err != nil {
		return err
	}
	if !c.handler.ownSeq {
		if err := c.nextSeq(); err != nil {
			return err
		}
	}
	return c.bound.apply(c)
}

// verify checks everything an act must be, whatever it does.
func (c *call) verify() error {
	known, ok, err := shared[Community](c.view, communityKey(c.act.Community))
	if ok {
		c.community = *known
	}
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(NotFound, "there is no community %q, or not all of its bodies have founded it yet", c.act.Community)
	case c.act.Net != c.community.Net:
		return act.Refuse(OtherNet, "the act was made for another channel")
	case c.tx.Time < int64(c.act.NBF):
		return act.Refuse(NotYet, "the act is not valid yet")
	case c.tx.Time > int64(c.act.Exp):
		return act.Refuse(Expired, "the act is no longer valid")
	}
	if err := c.handler.authenticate(c); err != nil {
		return err
	}
	return c.handler.signers(c)
}

// byCredentials verifies each signature under the credential that the ledger has for it.
func byCredentials(c *call) error {
	for _, s := range c.signed.Signatures {
		var credential Credential
		ok, err := c.load(credentialKey(c.act.Community, s.By), &credential)
		if err != nil {
			return err
		}
		if !ok {
			return act.Refuse(NotEnrolled, "no credential %q is enrolled", s.By)
		}
		if err := s.VerifyPasskey(act.HashOf(c.signed.Text), credential.Passkey, c.community.RP); err != nil {
			return err
		}
		if err := credential.mustBeActive(); err != nil {
			return err
		}
		c.signers = append(c.signers, credential)
	}
	return nil
}

// keep stores where the act is.
func (c *call) keep() error {
	return c.store(c.actKey(), Kept{Tx: c.tx.ID})
}

func (c *call) actKey() string { return Key("act", c.act.Community, c.hash) }

// rejectionCode is a reason as an outcome's code: "not-open" is NOT_OPEN.
func rejectionCode(r election.Reason) act.Code {
	return act.Code(strings.ToUpper(strings.ReplaceAll(string(r), "-", "_")))
}
