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
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"

	"github.com/cloudflare/circl/group"
	"github.com/cloudflare/circl/hpke"
	"github.com/cloudflare/circl/kem"
	"github.com/cloudflare/circl/math/polynomial"
	"github.com/cloudflare/circl/secretsharing"

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
	raw, err := secret.MarshalBinary()
	if err != nil {
		return Sealed{}, err
	}
	context := ctx.bytes()
	key, err := derive(raw, context, "content key", 32)
	if err != nil {
		return Sealed{}, err
	}
	commitment := commit(key)
	sealed := Sealed{Commitment: commitment, Shares: make([]act.Bytes, 0, len(p.Keys))}
	padded := make([]byte, lengthPrefix+p.Pad)
	binary.BigEndian.PutUint16(padded, uint16(len(selections))) //nolint:gosec // Seal bounds it by Pad, which Validate bounds
	copy(padded[lengthPrefix:], selections)
	aead, err := contentCipher(key)
	if err != nil {
		return Sealed{}, err
	}
	// The key is used once, so the nonce may be zero.
	sealed.Content = aead.Seal(nil, make([]byte, aead.NonceSize()), padded, context) //nolint:gosec // see above
	coefficients := []group.Scalar{secret}
	for i := 1; i < p.Threshold; i++ {
		wide, err := derive(raw, context, fmt.Sprintf("coefficient %d", i), 64)
		if err != nil {
			return Sealed{}, err
		}
		coefficients = append(coefficients, reduce(wide))
	}
	poly := polynomial.New(coefficients)
	for i, public := range p.Keys {
		share, err := poly.Evaluate(index(i)).MarshalBinary()
		if err != nil {
			return Sealed{}, err
		}
		ephemeral, err := derive(raw, context, fmt.Sprintf("ephemeral %d", i), kemSuit.Scheme().EncapsulationSeedSize())
		if err != nil {
			return Sealed{}, err
		}
		closed, err := encrypt(public, bytes.NewReader(ephemeral), context, share)
		if err != nil {
			return Sealed{}, fmt.Errorf("key %d: %w", i, err)
		}
		sealed.Shares = append(sealed.Shares, closed)
	}
	return sealed, nil
}

// Open opens s with the first t of the private keys (by body, in the election's order; nil where a body has published
// none). An error is one of the reasons above.
func (p Params) Open(private []PrivateKey, ctx Context, s Sealed) ([]byte, error) {
	if err := p.Check(s); err != nil {
		return nil, err
	}
	context := ctx.bytes()
	var shares []secretsharing.Share
	for i, key := range private {
		if key == nil || len(shares) == p.Threshold {
			continue
		}
		raw, err := decrypt(key, context, s.Shares[i])
		if err != nil {
			return nil, ErrShare
		}
		value := field.NewScalar()
		if value.UnmarshalBinary(raw) != nil {
			return nil, ErrShare
		}
		shares = append(shares, secretsharing.Share{ID: index(i), Value: value})
	}
	if len(shares) < p.Threshold {
		return nil, fmt.Errorf("%d of %d keys are published; %d are needed", len(shares), len(p.Keys), p.Threshold)
	}
	secret, err := secretsharing.Recover(uint(p.Threshold-1), shares)
	if err != nil {
		return nil, ErrShare
	}
	return p.reopen(secret, ctx, s)
}

// reopen opens s with the recovered secret, and seals it again to see that every byte follows from that secret.
func (p Params) reopen(secret group.Scalar, ctx Context, s Sealed) ([]byte, error) {
	raw, err := secret.MarshalBinary()
	if err != nil {
		return nil, ErrShare
	}
	key, err := derive(raw, ctx.bytes(), "content key", 32)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(commit(key), s.Commitment) != 1 {
		return nil, ErrCommitment
	}
	aead, err := contentCipher(key)
	if err != nil {
		return nil, err
	}
	padded, err := aead.Open(nil, make([]byte, aead.NonceSize()), s.Content, ctx.bytes())
	if err != nil {
		return nil, ErrContent
	}
	n := int(binary.BigEndian.Uint16(padded))
	if n > p.Pad {
		return nil, ErrContent
	}
	selections := padded[lengthPrefix : lengthPrefix+n]
	again, err := p.seal(secret, ctx, selections)
	if err != nil || !again.equal(s) {
		return nil, ErrReseal
	}
	return selections, nil
}

func (s Sealed) equal(o Sealed) bool {
	if !bytes.Equal(s.Commitment, o.Commitment) || !bytes.Equal(s.Content, o.Content) || len(s.Shares) != len(o.Shares) {
		return false
	}
	for i := range s.Shares {
		if !bytes.Equal(s.Shares[i], o.Shares[i]) {
			return false
		}
	}
	return true
}

// index is the point at which body i's share is taken: its place, counted from one, as zero holds the secret.
func index(i int) group.Scalar { return field.NewScalar().SetUint64(uint64(i) + 1) } //nolint:gosec // i counts bodies

// reduce makes a scalar of 64 uniform bytes (big-endian, modulo the group's order).
func reduce(wide []byte) group.Scalar {
	return field.NewScalar().SetBigInt(new(big.Int).Mod(new(big.Int).SetBytes(wide), order()))
}

// order of ristretto255's scalar field: 2^252 + 27742317777372353535851937790883648493 (RFC 9496, section 4).
func order() *big.Int {
	low, _ := new(big.Int).SetString("27742317777372353535851937790883648493", 10)
	return low.Add(low, new(big.Int).Lsh(big.NewInt(1), 252))
}

func derive(secret, context []byte, label string, size int) ([]byte, error) {
	return hkdf.Key(sha256.New, secret, []byte(deriveSalt), label+"\x00"+string(context), size)
}

func commit(key []byte) []byte {
	sum := sha256.Sum256(append([]byte(commitmentTag), key...))
	return sum[:]
}

func contentCipher(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// PrivateKey is a body's election key (X25519).
type PrivateKey kem.PrivateKey

// KeyOf makes the key pair of a 32-byte private key.
func KeyOf(private []byte) (PrivateKey, act.Bytes, error) {
	key, err := kemSuit.Scheme().UnmarshalBinaryPrivateKey(private)
	if err != nil {
		return nil, nil, fmt.Errorf("not an X25519 private key of 32 bytes: %w", err)
	}
	public, err := key.Public().MarshalBinary()
	return key, public, err
}

// NewKey draws a private key from rnd: 32 bytes, X25519.
func NewKey(rnd io.Reader) (act.Bytes, error) {
	seed := make([]byte, kemSuit.Scheme().SeedSize())
	if _, err := io.ReadFull(rnd, seed); err != nil {
		return nil, err
	}
	_, private := kemSuit.Scheme().DeriveKeyPair(seed)
	return private.MarshalBinary()
}

// CheckKey says whether public is an X25519 public key that shares can be sealed to.
func CheckKey(public act.Bytes) error {
	_, err := encrypt(public, bytes.NewReader(make([]byte, kemSuit.Scheme().EncapsulationSeedSize())), nil, nil)
	return err
}

func encrypt(public []byte, rnd io.Reader, context, plain []byte) (act.Bytes, error) {
	key, err := kemSuit.Scheme().UnmarshalBinaryPublicKey(public)
	if err != nil {
		return nil, err
	}
	sender, err := suite.NewSender(key, context)
	if err != nil {
		return nil, err
	}
	encapsulated, sealer, err := sender.Setup(rnd)
	if err != nil {
		return nil, err
	}
	closed, err := sealer.Seal(plain, nil)
	return append(encapsulated, closed...), err
}

func decrypt(key PrivateKey, context, sealed []byte) ([]byte, error) {
	if len(sealed) < encapSize {
		return nil, ErrShape
	}
	receiver, err := suite.NewReceiver(key, context)
	if err != nil {
		return nil, err
	}
	opener, err := receiver.Setup(sealed[:encapSize])
	if err != nil {
		return nil, err
	}
	return opener.Open(sealed[encapSize:], nil)
}
