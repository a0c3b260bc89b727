// SPDX-License-Identifier: Apache-2.0

package checkpoint

import (
	"cmp"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	cosignature "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

// MaxNote bounds a signed head, in bytes: 64 bodies with names of any length that is allowed.
const MaxNote = 16 << 10

// ErrNote is that of a text that is no signed head.
var ErrNote = errors.New("not a signed head")

// Cosigned is a head with those who have signed it.
type Cosigned struct {
	Head
	By []Cosignature // one a body, by name
}

// Cosignature says that a body has seen the head, and when.
type Cosignature struct {
	MSP string
	At  int64  // Unix time, by the clock of its server
	Sig string // as it stands in the note: base64
}

// signer signs as of a time: the one of the library asks the clock.
type signer struct {
	Witness
	key ed25519.PrivateKey
	at  int64
}

func (s signer) Name() string    { return s.MSP }
func (s signer) KeyHash() uint32 { return s.id() }

// Sign makes a signature as a C2SP tlog-cosignature is made: of the text after a line that names the form and one with the time.
func (s signer) Sign(text []byte) ([]byte, error) {
	stamp := binary.BigEndian.AppendUint64(nil, uint64(s.at)) //nolint:gosec // Cosign has refused negative ones
	return append(stamp, ed25519.Sign(s.key, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", s.at, text))...), nil
}

// Cosign signs a head for a body, as of a time (Unix), and returns the note. It is the same one whenever it is asked for the same.
// The error is ErrNoWitness, of a name under which nothing can be signed, or of a time before 1970.
func Cosign(h Head, msp string, key ed25519.PrivateKey, at int64) (string, error) {
	if len(key) != ed25519.PrivateKeySize || !Named(msp) || at < 0 {
		return "", fmt.Errorf("%w: %q at %d", ErrNoWitness, msp, at)
	}
	by := signer{Witness{msp, key.Public().(ed25519.PublicKey)}, key, at}
	signed, err := note.Sign(&note.Note{Text: h.Text()}, by)
	return string(signed), err
}

// Open reads a signed head and says which of the witnesses have signed it. Signatures of others count for nothing, and so does one that is
// not of the witness whose name and id it bears: two keys can have one id, and who has had both must not make a note worthless that others
// have signed. Who has signed with two keys counts once. That nobody has is no error: how many it takes is for who asks. The error is
// ErrNote.
func Open(text string, witnesses []Witness) (Cosigned, error) {
	opened, err := openNote(text)
	if err != nil {
		return Cosigned{}, err
	}
	head, err := ReadHead(opened.Text)
	if err != nil {
		return Cosigned{}, fmt.Errorf("%w: it is %w", ErrNote, err)
	}
	known, err := verifiers(witnesses)
	if err != nil {
		return Cosigned{}, fmt.Errorf("%w: %w", ErrNote, err)
	}
	c := Cosigned{Head: head}
	for _, s := range opened.UnverifiedSigs {
		by, ok := read(s, opened.Text, known)
		if ok && !slices.ContainsFunc(c.By, func(other Cosignature) bool { return other.MSP == by.MSP }) {
			c.By = append(c.By, by)
		}
	}
	c.sort()
	return c, nil
}

// Signer is the name under which a note is signed that has one signature, whosever it is. The error is ErrNote.
func Signer(text string) (string, error) {
	opened, err := openNote(text)
	if err != nil {
		return "", err
	}
	if n := len(opened.UnverifiedSigs); n != 1 {
		return "", fmt.Errorf("%w: it has %d signatures, not one", ErrNote, n)
	}
	return opened.UnverifiedSigs[0].Name, nil
}

// openNote has the library read the lines and believe none: to it a note with one false signature of a known name and id is none at all.
func openNote(text string) (*note.Note, error) {
	if len(text) > MaxNote {
		return nil, fmt.Errorf("%w: it has more than %d bytes", ErrNote, MaxNote)
	}
	_, err := note.Open([]byte(text), nil)
	if unsigned, ok := errors.AsType[*note.UnverifiedNoteError](err); ok {
		return unsigned.Note, nil
	}
	return nil, fmt.Errorf("%w: %w", ErrNote, err)
}

func verifiers(witnesses []Witness) (known []note.Verifier, err error) {
	for _, w := range witnesses {
		verifier, err := cosignature.NewVerifierForCosignatureV1(w.String())
		if err != nil {
			return nil, fmt.Errorf("the witness %s: %w", w, err)
		}
		known = append(known, verifier)
	}
	return known, nil
}

// read takes no signature with another text of the same bytes, none with a time that no clock shows, and none that nobody known has made.
func read(s note.Signature, text string, known []note.Verifier) (by Cosignature, ok bool) {
	raw, err := base64.StdEncoding.DecodeString(s.Base64)
	if err != nil || base64.StdEncoding.EncodeToString(raw) != s.Base64 {
		return by, false
	}
	at, err := cosignature.CoSigV1Timestamp(s)
	if err != nil || at.Unix() < 0 {
		return by, false
	}
	made := slices.ContainsFunc(known, func(v note.Verifier) bool {
		return v.Name() == s.Name && v.KeyHash() == s.Hash && v.Verify([]byte(text), raw[4:])
	})
	return Cosignature{MSP: s.Name, At: at.Unix(), Sig: s.Base64}, made
}

// Note is the signed head as one text, which Open reads: signatures by name.
func (c Cosigned) Note() string {
	c.sort()
	var out strings.Builder
	out.WriteString(c.Text() + "\n")
	for _, by := range c.By {
		fmt.Fprintf(&out, "— %s %s\n", by.MSP, by.Sig)
	}
	return out.String()
}

// Join is one signed head of several that are of the same head: whoever has signed any of them. The error is ErrNote.
func Join(notes ...Cosigned) (Cosigned, error) {
	var all Cosigned
	for i, c := range notes {
		if i == 0 {
			all.Head = c.Head
		}
		if c.Head != all.Head {
			return Cosigned{}, fmt.Errorf("%w: these are different heads", ErrNote)
		}
		for _, by := range c.By {
			if !slices.ContainsFunc(all.By, func(other Cosignature) bool { return other.MSP == by.MSP }) {
				all.By = append(all.By, by)
			}
		}
	}
	all.sort()
	return all, nil
}

func (c *Cosigned) sort() {
	c.By = slices.SortedFunc(slices.Values(c.By), func(a, b Cosignature) int { return cmp.Compare(a.MSP, b.MSP) })
}
