// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"errors"

	"github.com/linli-project/linli/act"
)

// Context is one act being carried out.
type Context struct {
	*View
	Tx        Tx
	Act       act.Act
	Hash      string // of the act, hex
	Community Community
	Signers   []Credential // in the order of the signatures

	signed   act.Signed
	declared Declared
	bound    bound
}

// read parses a signed act, as far as that goes without the ledger.
func (r *Rules) read(v *View, tx Tx, signed act.Signed) (*Context, error) {
	a, err := act.Parse(signed.Text, MaxSize)
	if err != nil {
		return nil, err
	}
	d, ok := r.acts[a.Type]
	if !ok {
		return nil, act.Refuse(UnknownType, "there is no act of type %q", a.Type)
	}
	if len(signed.Text) > d.limit() {
		return nil, act.Refuse(act.TooLarge, "the act has %d bytes; %d are allowed for %s", len(signed.Text), d.limit(), a.Type)
	}
	b, err := d.bind(a)
	if err != nil {
		return nil, err
	}
	c := &Context{View: v, Tx: tx, signed: signed, Act: a, Hash: act.HashOf(signed.Text).String(), declared: d, bound: b}
	if err := c.checkSigners(); err != nil {
		return nil, err
	}
	return c, nil
}

// Text is the act as it was signed.
func (c *Context) Text() string { return c.signed.Text }

// Signatures are those of the act, in their order.
func (c *Context) Signatures() []act.Signature { return c.signed.Signatures }

// checkSigners checks who signed, before any signature is verified.
func (c *Context) checkSigners() error {
	signatures := c.signed.Signatures
	if len(signatures) == 0 {
		return act.Refuse(act.NoSignature, "the act is not signed")
	}
	if len(signatures) > MaxSignatures {
		return act.Refuse(act.TooLarge, "the act carries more than %d signatures", MaxSignatures)
	}
	if signatures[0].By != c.Act.By {
		return act.Refuse(act.WrongSigner, "the act is by %q, its first signature by %q", c.Act.By, signatures[0].By)
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
func (c *Context) keys() []string {
	keys := []string{Communities.Key(c.Act.Community)}
	for _, s := range c.signed.Signatures {
		keys = append(keys, Credentials.Key(c.Act.Community, s.By))
	}
	return keys
}

// laterKeys are the document that numbers the act, and those that its body names.
func (c *Context) laterKeys() []string {
	var keys []string
	if !c.declared.numbersItself() {
		if by, ok, err := Credentials.Get(c, c.Act.Community, c.Act.By); ok && err == nil {
			keys = append(keys, Sequences.Key(by.Numbering(c.Act.Community)...))
		}
	}
	return append(keys, c.bound.reads(c)...)
}

// run verifies the act and carries it out; its writes are accepted only if all went well.
func (c *Context) run() error {
	defer c.drop()
	err := c.perform()
	if r, ok := errors.AsType[*rejected](err); ok {
		c.drop()
		return c.reject(*r)
	}
	if err != nil {
		return err
	}
	if err := Acts.Put(c, Kept{Tx: c.Tx.ID}, c.Act.Community, c.Hash); err != nil {
		return err
	}
	c.accept()
	return nil
}

func (c *Context) perform() error {
	if err := c.verify(); err != nil {
		return err
	}
	if !c.declared.numbersItself() {
		if err := c.nextSeq(); err != nil {
			return err
		}
	}
	return c.bound.apply(c)
}

// verify checks everything an act must be, whatever it does.
func (c *Context) verify() error {
	known, ok, err := Communities.Share(c, c.Act.Community)
	if ok {
		c.Community = *known
	}
	switch {
	case err != nil:
		return err
	case !ok:
		return act.Refuse(NotFound, "there is no community %q, or not all of its bodies have founded it yet", c.Act.Community)
	case c.Act.Net != c.Community.Net:
		return act.Refuse(OtherNet, "the act was made for another channel")
	case c.Tx.Time < int64(c.Act.NBF):
		return act.Refuse(NotYet, "the act is not valid yet")
	case c.Tx.Time > int64(c.Act.Exp):
		return act.Refuse(Expired, "the act is no longer valid")
	}
	if err := c.bound.authenticate(c); err != nil {
		return err
	}
	return c.declared.SignedBy().check(c)
}

// byCredentials verifies each signature under the credential that the ledger has for it.
func byCredentials(c *Context) error {
	for _, s := range c.signed.Signatures {
		credential, ok, err := Credentials.Get(c, c.Act.Community, s.By)
		if err != nil {
			return err
		}
		if !ok {
			return act.Refuse(NotEnrolled, "no credential %q is enrolled", s.By)
		}
		if err := s.VerifyPasskey(act.HashOf(c.signed.Text), credential.Passkey, c.Community.RP); err != nil {
			return err
		}
		if err := credential.mustBeActive(); err != nil {
			return err
		}
		c.Signers = append(c.Signers, credential)
	}
	return nil
}
