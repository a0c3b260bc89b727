// SPDX-License-Identifier: Apache-2.0

// Package seal keeps a ballot's selections closed until the bodies publish their election keys: nobody reads them with
// fewer than t of the n keys, and with any t of them everybody can.
//
// The voter's device draws one secret scalar. Everything else is derived from it: the content key, the polynomial whose
// shares go to the bodies (Shamir over the scalar field of ristretto255), and the ephemeral keys the shares are sealed
// with (HPKE, RFC 9180, base mode). So whoever opens a ballot can seal it again and compare every byte: a ballot either
// opens alike with every t keys, or is refused with every t keys. No voter can make one that opens for some only.
package seal

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/hpke"

	"github.com/linli-project/linli/act"
)

var (
	field   = group.Ristretto255
	kemSuit = hpke.KEM_X25519_HKDF_SHA256
	suite   = hpke.NewSuite(kemSuit, hpke.KDF_HKDF_SHA256, hpke.AEAD_AES128GCM)
)

// Reasons why a sealed ballot is rejected when it is opened.
var (
	ErrShape      = errors.New("bad-seal-shape")      // wrong number of shares, or wrong length
	ErrShare      = errors.New("bad-share")           // a body's share does not open, or is not a share
	ErrCommitment = errors.New("bad-key-commitment")  // the shares give another key than the voter committed to
	ErrContent    = errors.New("cannot-open")         // the recovered key does not open the selections
	ErrReseal     = errors.New("bad-seal")            // some other t keys would have opened it differently, or not at all
	ErrTooLong    = errors.New("selections-too-long") // sealing only: more than pad bytes
)

// Context is what a sealed ballot is bound to; it opens nowhere else.
type Context struct {
	Community string  `json:"community"`
	Election  string  `json:"election"`
	Net       string  `json:"net"`
	Right     string  `json:"right"`
	Seq       act.Int `json:"seq"`
}

func (c Context) bytes() []byte {
	raw, err := json.Marshal(c) // strings only: cannot fail
	if err != nil {
		panic(err)
	}
	return raw
}

// Params are the same for every ballot of an election.
type Params struct {
	Keys      []act.Bytes // the bodies' public keys (X25519, 32 bytes each), in the election's order
	Threshold int         // t: how many keys open a ballot
	Pad       int         // bytes the selections are padded to
}

// Sealed is the closed selections of one ballot.
type Sealed struct {
	Commitment act.Bytes   `json:"commitment"` // SHA-256 of the content key
	Content    act.Bytes   `json:"content"`    // AES-256-GCM over length ‖ selections ‖ zeros
	Shares     []act.Bytes `json:"shares"`     // one a body: encapsulated key (32) ‖ ciphertext (48)
}

const (
	scalarSize    = 32
	encapSize     = 32
	tagSize       = 16
	shareSize     = encapSize + scalarSize + tagSize
	lengthPrefix  = 2
	deriveSalt    = "linli/seal/v1"
	commitmentTag = "linli/seal/commitment/v1\x00"
)

// Check says whether s has the shape that p asks for, which is all that can be judged before the close.
func (p Params) Check(s Sealed) error {
	if len(s.Commitment) != sha256.Size || len(s.Content) != lengthPrefix+p.Pad+tagSize || len(s.Shares) != len(p.Keys) {
		return ErrShape
	}
	for _, share := range s.Shares {
		if len(share) != shareSize {
			return ErrShape
		}
	}
	return nil
}

// Seal closes selections (at most p.Pad bytes) with a secret drawn from rnd.
func (p Params) Seal(rnd io.Reader, ctx Context, selections []byte) (Sealed, error) {
	if len(selections) > p.Pad {
		return Sealed{}, fmt.Errorf("%w: %d bytes, at most %d", ErrTooLong, len(selections), p.Pad)
	}
	seed := make([]byte, 64)
	if _, err := io.ReadFull(rnd, seed); err != nil {
		return Sealed{}, err
	}
	return p.seal(reduce(seed), ctx, selections)
}

// seal is Seal without the drawing: the same secret, context and selections give the same bytes.
func (p Params) seal(secret group.Scalar, ctx Context, selections []byte) (Sealed, error) {
	d, err := p.derive(secret, ctx.bytes())
	if err != nil {
		return Sealed{}, err
	}
	aead, err := contentCipher(d.content)
	if err != nil {
		return Sealed{}, err
	}
	sealed := Sealed{Commitment: commit(d.content), Shares: make([]act.Bytes, 0, len(p.Keys))}
	// The key is used once, so the nonce may be zero.
	sealed.Content = aead.Seal(nil, make([]byte, aead.NonceSize()), p.pad(selections), d.context) //nolint:gosec // see above
	for i := range p.Keys {
		closed, err := d.close(i, p.Keys[i])
		if err != nil {
			return Sealed{}, fmt.Errorf("key %d: %w", i, err)
		}
		sealed.Shares = append(sealed.Shares, closed)
	}
	return sealed, nil
}

// pad writes selections with their length before them and zeros after them.
func (p Params) pad(selections []byte) []byte {
	padded := make([]byte, lengthPrefix+p.Pad)
	binary.BigEndian.PutUint16(padded, uint16(len(selections))) //nolint:gosec // Seal bounds it by Pad, which Validate bounds
	copy(padded[lengthPrefix:], selections)
	return padded
}
