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
	hash     act.Hash
	declared Declared
	bound    bound
	ahead    *verified // nil if nothing was found out
}

// read parses a signed act, as far as that goes without the ledger.
func (r *Rules) read(v *View, tx Tx, signed act.Signed) (*Context, error) {
	a, err := act.Parse(signed.Text, MaxSize)
	if err != nil {
		return nil, err
	}
	d, ok := r.acts[a.Type]
	if !ok {
		return nil, act.Refuse(UnknownType)
	}
	if len(signed.Text) > d.limit() {
		return nil, act.Refuse(act.TooLarge, "of", "text", "size", len(signed.Text), "most", d.limit())
	}
	b, err := d.bind(a)
	if err != nil {
		return nil, err
	}
	hash := act.HashOf(signed.Text)
	c := &Context{View: v, Tx: tx, signed: signed, hash: hash, Act: a, Hash: hash.String(), declared: d, bound: b}
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
		return act.Refuse(act.NoSignature)
	}
	if len(signatures) > MaxSignatures {
		return act.Refuse(act.TooLarge, "of", "signatures", "most", MaxSignatures)
	}
	if signatures[0].By != c.Act.By {
		return act.Refuse(act.WrongSigner)
	}
	seen := make(map[string]bool, len(signatures))
	for _, s := range signatures {
		if seen[s.By] {
			return act.Refuse(act.DuplicateSigner)
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
	if known, ok, err := Communities.Share(c, c.Act.Community); ok && err == nil {
		c.Community = *known // which verify looks at again
	}
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
	if !c.declared.named() {
		if err := Acts.Put(c, Kept{Tx: c.Tx.ID}, c.Act.Community, c.Hash); err != nil {
			return err
		}
	}
	c.accept()
	return nil
}

func (c *Context) perform() error {
	if err := c.verifyOnce(); err != nil {
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
		return act.Refuse(NotFound, "of", "community")
	case c.Act.Net != c.Community.Net:
		return act.Refuse(OtherNet)
	case c.Tx.Time < int64(c.Act.NBF):
		return act.Refuse(NotYet)
	case c.Tx.Time > int64(c.Act.Exp):
		return act.Refuse(Expired)
	}
	if err := c.bound.authenticate(c); err != nil {
		return err
	}
	return c.declared.SignedBy().Check(c.Signers)
}

// Authenticate verifies each signature under the credential that the ledger has for it, as of an act that says nothing else.
func Authenticate(c *Context) error {
	for _, s := range c.signed.Signatures {
		credential, ok, err := Credentials.Get(c, c.Act.Community, s.By)
		if err != nil {
			return err
		}
		if !ok {
			return act.Refuse(NotEnrolled)
		}
		if err := s.VerifyPasskey(c.hash, credential.Passkey, c.Community.RP); err != nil {
			return err
		}
		if err := credential.mustBeActive(); err != nil {
			return err
		}
		c.Signers = append(c.Signers, credential)
	}
	return nil
}
