// SPDX-License-Identifier: Apache-2.0

// Package act is the signed act: everything that changes the ledger is a small canonical JSON document signed by the
// person or device whose act it is. Chaincode, client and verifier read and check acts with this package alone.
package act

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/gowebpki/jcs"
	"golang.org/x/text/unicode/norm"
)

// Version is the envelope version that this package reads and writes.
const Version = "1"

// domain separates an act's challenge from every other SHA-256 a passkey may be asked to sign.
const domain = "linli/act/v1\x00"

// Act is the envelope of a signed act. Every value is a string; Body holds the members of its type.
type Act struct {
	Body      json.RawMessage `json:"body"`
	By        string          `json:"by"`        // credential id of the first signer
	Community string          `json:"community"` // community id
	Disp      string          `json:"disp"`      // SHA-256 (hex) of the text the person was shown; of a ballot without its choices, which could be found by trying
	Exp       Int             `json:"exp"`       // last second of validity, Unix time
	NBF       Int             `json:"nbf"`       // first second of validity, Unix time
	Net       string          `json:"net"`       // hash (hex) of the channel's genesis block
	Seq       Int             `json:"seq"`       // next number of this officer or person (for a ballot: of this person and right)
	Type      string          `json:"type"`      // for example "ballot.cast"
	V         string          `json:"v"`         // Version
}

// Signed is an act with its signatures, as it travels and as it is kept. Text is the exact bytes that were signed.
type Signed struct {
	Text       string      `json:"act"`
	Signatures []Signature `json:"signatures"`
}

// Hash identifies an act: the challenge its signers signed. Signature bytes are never part of an identifier, since a
// valid ECDSA signature can be rewritten into another valid one.
type Hash [sha256.Size]byte

func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// HashOf returns the hash of an act's canonical text: SHA-256("linli/act/v1\0" ‖ text).
func HashOf(text string) Hash {
	return sha256.Sum256([]byte(domain + text))
}

// Encode returns the canonical text of a, with body as its body (RFC 8785), in NFC. The error is NotCanonical if there is none: a mark
// that is written over a letter follows a line break or another control character, whose escape ends in a letter.
func Encode(a Act, body any) (string, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return "", err
	}
	a.Body = raw
	return Canonical(a)
}

// Canonical returns the canonical text of a document (RFC 8785), in NFC. The error is as that of Encode.
func Canonical(doc any) (string, error) {
	raw, err := json.Marshal(doc)
	if err != nil {
		return "", err
	}
	text, err := jcs.Transform(raw)
	if err != nil {
		return "", err
	}
	text = norm.NFC.Bytes(text)
	if !json.Valid(text) {
		return "", Refuse(NotCanonical, "of", "nfc")
	}
	return string(text), nil
}

// MaxLifetime is the longest time, in seconds, between an act's nbf and exp: 366 days.
const MaxLifetime = 366 * 24 * 3600

// Parse reads an act's text of at most limit bytes. It returns an Error with a code of its own for each way in which
// the text is not the one canonical form of a well-formed act.
func Parse(text string, limit int) (Act, error) {
	if len(text) > limit {
		return Act{}, Refuse(TooLarge, "of", "text", "size", len(text), "most", limit)
	}
	var a Act
	if !readPlain(text, &a) {
		if err := checkCanonical([]byte(text)); err != nil {
			return Act{}, err
		}
		if err := Strict([]byte(text), &a); err != nil {
			return Act{}, err
		}
	}
	return a, a.check()
}

func (a Act) check() error {
	if a.V != Version {
		return Refuse(BadVersion, "reads", Version)
	}
	for _, f := range []struct {
		name string
		ok   bool
	}{
		{"net", IsHex(a.Net, 2*sha256.Size)}, {"community", isCommunity(a.Community)}, {"type", isType(a.Type)},
		{"by", isCredential(a.By)}, {"disp", IsHex(a.Disp, 2*sha256.Size)},
	} {
		if !f.ok {
			return Refuse(BadField, "of", "form", "member", f.name)
		}
	}
	switch {
	case a.Seq < 1:
		return Refuse(BadField, "of", "seq")
	case a.Exp < a.NBF || a.Exp-a.NBF > MaxLifetime:
		return Refuse(BadField, "of", "exp", "most", MaxLifetime)
	case len(a.Body) == 0 || a.Body[0] != '{':
		return Refuse(BadField, "of", "body")
	}
	return nil
}

// checkCanonical compares raw with its RFC 8785 form, and refuses what that form allows and acts do not: numbers,
// null, and text that is not NFC.
func checkCanonical(raw []byte) error {
	canonical, err := jcs.Transform(raw)
	if err != nil {
		if json.Valid(raw) {
			return Refuse(NotCanonical, "of", "form")
		}
		return Refuse(NotJSON)
	}
	if !bytes.Equal(raw, canonical) {
		return Refuse(NotCanonical, "of", "form")
	}
	if !norm.NFC.IsNormal(raw) {
		return Refuse(NotCanonical, "of", "nfc")
	}
	return checkTokens(raw)
}

// checkTokens refuses what RFC 8785 allows and acts do not.
func checkTokens(raw []byte) error {
	tokens := json.NewDecoder(bytes.NewReader(raw))
	tokens.UseNumber()
	for {
		token, err := tokens.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return Refuse(NotJSON)
		}
		switch token := token.(type) {
		case nil, json.Number:
			return Refuse(NumberInAct)
		case string:
			// These two divide and end the ledger's keys, so a text that holds one could name another document.
			if strings.ContainsAny(token, "\x00\U0010ffff") {
				return Refuse(BadField, "of", "divider")
			}
		}
	}
}

// Strict decodes canonical raw into v, which is empty, and refuses it unless v, encoded again, gives the same text: so no
// member is unknown, missing, or named in another case (which encoding/json would accept). Fields of v are best declared in
// the order of their JSON names, which spares a sort.
func Strict(raw []byte, v any) error {
	if readPlain(string(raw), v) {
		return nil
	}
	return strict(raw, v)
}

// strict is Strict of any text, plain or not.
func strict(raw []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		if coded, ok := errors.AsType[*Error](err); ok {
			return coded
		}
		if json.Unmarshal(raw, v) == nil { // so that no other thing is wrong
			return Refuse(UnknownField)
		}
		return Refuse(BadField, "of", "member")
	}
	var again bytes.Buffer
	e := json.NewEncoder(&again)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return Refuse(BadField, "of", "member")
	}
	text := bytes.TrimSuffix(again.Bytes(), []byte("\n"))
	if bytes.Equal(text, raw) {
		return nil
	}
	if canonical, err := jcs.Transform(text); err != nil || !bytes.Equal(canonical, raw) {
		return Refuse(BadField, "of", "member")
	}
	return nil
}

// Int is an integer from 0 to 2^63-1, written in JSON as a string of digits without leading zeros.
type Int int64

// MarshalText implements encoding.TextMarshaler.
func (n Int) MarshalText() ([]byte, error) { return strconv.AppendInt(nil, int64(n), 10), nil }

// UnmarshalText implements encoding.TextUnmarshaler. It accepts only what MarshalText writes.
func (n *Int) UnmarshalText(text []byte) error {
	v, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil || v < 0 || strconv.FormatInt(v, 10) != string(text) {
		return Refuse(BadField, "of", "number")
	}
	*n = Int(v)
	return nil
}

// Bytes is binary data, written in JSON as unpadded base64url.
type Bytes []byte

var strictBase64 = base64.RawURLEncoding.Strict()

// MarshalText implements encoding.TextMarshaler.
func (b Bytes) MarshalText() ([]byte, error) {
	return strictBase64.AppendEncode(nil, b), nil
}

// UnmarshalText implements encoding.TextUnmarshaler. It accepts only the one encoding that MarshalText writes.
func (b *Bytes) UnmarshalText(text []byte) error { return b.decode(string(text)) }

func (b *Bytes) decode(text string) error {
	if strings.ContainsAny(text, "\r\n") {
		return Refuse(BadField, "of", "base64")
	}
	data, err := strictBase64.DecodeString(text)
	if err != nil {
		return Refuse(BadField, "of", "base64")
	}
	*b = data
	return nil
}
