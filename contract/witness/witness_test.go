// SPDX-License-Identifier: Apache-2.0

package witness_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/internal/memory"
	"github.com/linli-project/linli/internal/town"
	"github.com/linli-project/linli/internal/village"
)

// A site is a town on whose ledger two bodies sign heads.
type site struct {
	*town.Town
	net           checkpoint.Hash
	first, second string // bodies
}

func newSite(t *testing.T) *site {
	t.Helper()
	w := town.OnBook(t, "rehearsal")
	bodies := w.Constitution.Bodies
	net, err := checkpoint.ReadHash(w.Constitution.Net)
	return &site{Town: w, net: town.Must(t, net, err), first: bodies[0].ID, second: bodies[1].ID}
}

// key is a body's, the n-th that it has.
func key(msp string, n byte) ed25519.PrivateKey {
	seed := sha256.Sum256(append([]byte(msp), n))
	return ed25519.NewKeyFromSeed(seed[:])
}

func keyText(msp string, n byte) string {
	return checkpoint.Witness{MSP: msp, Key: key(msp, n).Public().(ed25519.PublicKey)}.String()
}

// name has a body's administrator name its n-th key.
func (s *site) name(body string, n byte) error {
	by := s.Admin(body)
	_, err := s.Transact(by, witness.TxName, keyText(by.MSP, n))
	return err
}

func (s *site) head(size uint64) checkpoint.Head {
	return checkpoint.Head{Genesis: s.net, Size: size, Root: sha256.Sum256([]byte{byte(size)})}
}

// note is a head as a body signs it with its n-th key.
func (s *site) note(h checkpoint.Head, body string, n byte) string {
	s.Helper()
	msp := s.Admin(body).MSP
	text, err := checkpoint.Cosign(h, msp, key(msp, n), s.Now().Unix())
	return town.Must(s, text, err)
}

// cosign is what anybody may send: here, a user of another body.
func (s *site) cosign(note string) error {
	_, err := s.Transact(s.Client(s.second), witness.TxCosign, note)
	return err
}

func (s *site) read(h checkpoint.Head, body string) (witness.Head, bool) {
	return town.Read(s.Town, witness.Heads, witness.SizeName(h.Size), s.Admin(body).MSP)
}

func TestHeadsAreCosigned(t *testing.T) {
	s := newSite(t)
	town.Done(t, s.name(s.first, 1))
	town.Done(t, s.name(s.second, 1))
	h := s.head(7)
	town.Done(t, s.cosign(s.note(h, s.first, 1)))
	town.Done(t, s.cosign(s.note(h, s.second, 1)))
	var all []checkpoint.Cosigned
	for _, body := range []string{s.first, s.second} {
		kept, ok := s.read(h, body)
		if !ok || kept.At != s.Now().Unix() || kept.Root != h.Root.String() {
			t.Fatalf("%+v", kept)
		}
		signed, err := kept.Open()
		all = append(all, town.Must(t, signed, err))
	}
	joined, err := checkpoint.Join(all...)
	if town.Must(t, joined, err); joined.Head != h || len(joined.By) != 2 {
		t.Errorf("%+v", joined)
	}
	if w, _ := town.Read(s.Town, witness.Witnesses, s.Admin(s.first).MSP); w.Size != 7 || w.Key != keyText(s.Admin(s.first).MSP, 1) {
		t.Errorf("%+v", w)
	}
}

func TestOnlyAnAdministratorNamesItsOwnWitness(t *testing.T) {
	s := newSite(t)
	own, other := s.Admin(s.first).MSP, s.Admin(s.second).MSP
	for what, c := range map[string]struct {
		by   village.User
		key  string
		code act.Code
		of   string
	}{
		"a user":          {s.Client(s.first), keyText(own, 1), people.NotAdmin, "witness"},
		"for another":     {s.Admin(s.first), keyText(other, 1), people.NotAdmin, "witness-body"},
		"no key":          {s.Admin(s.first), "", contract.BadArguments, "witness-key"},
		"a key and more":  {s.Admin(s.first), keyText(own, 1) + "\n", contract.BadArguments, "witness-key"},
		"of another id":   {s.Admin(s.first), strings.Replace(keyText(own, 1), "+", "+0", 1), contract.BadArguments, "witness-key"},
		"a long argument": {s.Admin(s.first), strings.Repeat("a", 1<<20), contract.BadArguments, "witness-key"},
	} {
		_, err := s.Transact(c.by, witness.TxName, c.key)
		refused(t, what, err, c.code, c.of)
	}
	town.Done(t, s.name(s.first, 1))
	refused(t, "twice", s.name(s.first, 1), contract.Exists, "witness")
}

func TestWhatIsNoHead(t *testing.T) {
	s := newSite(t)
	town.Done(t, s.name(s.first, 1))
	good := s.note(s.head(7), s.first, 1)
	town.Done(t, s.name(s.second, 1))
	_, line, _ := strings.Cut(s.note(s.head(7), s.second, 1), "\n\n")
	_, own, _ := strings.Cut(good, "\n\n")
	elsewhere := s.head(7)
	elsewhere.Genesis[0] ^= 1
	msp := s.Admin(s.first).MSP
	at := func(h checkpoint.Head, seconds int64) string {
		text, err := checkpoint.Cosign(h, msp, key(msp, 1), s.Now().Unix()+seconds)
		return town.Must(t, text, err)
	}
	stranger := s.Constitution.Bodies[2].ID
	for what, c := range map[string]struct {
		note string
		code act.Code
		of   string
	}{
		"nothing":                     {"", witness.BadNote, "form"},
		"no signature":                {s.head(7).Text(), witness.BadNote, "form"},
		"two signatures":              {good + line, witness.BadNote, "form"},
		"one signature twice":         {good + own, witness.BadNote, "form"},
		"more in the head":            {strings.Replace(good, "\n\n", "\nmore\n\n", 1), witness.BadNote, "form"},
		"another root":                {strings.Replace(good, "\n7\n", "\n8\n", 1), witness.BadNote, "signature"},
		"another key of the body":     {s.note(s.head(7), s.first, 2), witness.BadNote, "signature"},
		"of who has named no witness": {s.note(s.head(7), stranger, 1), contract.NotFound, "witness"},
		"another ledger":              {s.note(elsewhere, s.first, 1), contract.OtherNet, "head"},
		"more blocks than can be":     {s.note(s.head(witness.MaxSize+1), s.first, 1), witness.BadNote, "size"},
		"more than a number holds":    {s.note(s.head(1<<63+7), s.first, 1), witness.BadNote, "size"},
		"no block":                    {s.note(s.head(0), s.first, 1), witness.OlderHead, ""},
		"signed tomorrow":             {at(s.head(7), witness.Ahead+1), witness.BadNote, "time"},
		"too long":                    {good + strings.Repeat("— a AAAAAAAA\n", 4096), witness.BadNote, "form"},
	} {
		refused(t, what, s.cosign(c.note), c.code, c.of)
	}
	town.Done(t, s.cosign(at(s.head(witness.MaxSize-1), witness.Ahead)))
	refused(t, "signed before the last one", s.cosign(at(s.head(witness.MaxSize), witness.Ahead-1)), witness.OlderHead, "time")
	town.Done(t, s.cosign(at(s.head(witness.MaxSize), witness.Ahead)))
}

// One body that lies signs one head of each size, a bounded number in an hour, and nothing in another's name.
func TestOneBody(t *testing.T) {
	s := newSite(t)
	town.Done(t, s.name(s.first, 1))
	town.Done(t, s.cosign(s.note(s.head(7), s.first, 1)))
	refused(t, "the same again", s.cosign(s.note(s.head(7), s.first, 1)), witness.OlderHead, "")
	other := s.head(7)
	other.Root[0] ^= 1
	refused(t, "another head of that size", s.cosign(s.note(other, s.first, 1)), witness.OlderHead, "")
	refused(t, "an older one", s.cosign(s.note(s.head(6), s.first, 1)), witness.OlderHead, "")
	for i := range uint64(witness.MaxHeads - 1) {
		town.Done(t, s.cosign(s.note(s.head(8+i), s.first, 1)))
	}
	refused(t, "one more in the hour", s.cosign(s.note(s.head(900), s.first, 1)), contract.TooMany, "heads")

	// Another key is no way around the bound; what was signed stays, and no size has two heads of a body.
	town.Done(t, s.name(s.first, 2))
	refused(t, "with another key", s.cosign(s.note(s.head(900), s.first, 2)), contract.TooMany, "heads")
	s.Clock.Pass(time.Hour)
	refused(t, "the old key", s.cosign(s.note(s.head(900), s.first, 1)), witness.BadNote, "signature")
	refused(t, "a size that it has signed", s.cosign(s.note(other, s.first, 2)), contract.Exists, "head")
	town.Done(t, s.cosign(s.note(s.head(3), s.first, 2)))
	if kept, ok := s.read(s.head(7), s.first); !ok || kept.Key != keyText(s.Admin(s.first).MSP, 1) {
		t.Errorf("%+v", kept)
	}
}

func refused(t *testing.T, what string, err error, code act.Code, of string) {
	t.Helper()
	if act.CodeOf(err) != code || of != "" && !strings.Contains(err.Error(), of) {
		t.Errorf("%s: %v, not %s of %q", what, err, code, of)
	}
}

// The newest head is the largest one that enough bodies have signed; a body that lies about a larger one, or that has another key by now,
// does not count.
func TestNewest(t *testing.T) {
	s := newSite(t)
	third := s.Constitution.Bodies[2].ID
	bodies := []string{s.first, s.second, third}
	for _, body := range bodies {
		town.Done(t, s.name(body, 1))
	}
	newest := func(enough int) checkpoint.Cosigned {
		t.Helper()
		var witnesses []witness.Witness
		for _, body := range bodies {
			w, _ := town.Read(s.Town, witness.Witnesses, s.Admin(body).MSP)
			witnesses = append(witnesses, w)
		}
		heads := func(size uint64) (all []witness.Head, err error) {
			for _, body := range bodies {
				if h, ok := s.read(s.head(size), body); ok {
					all = append(all, h)
				}
			}
			return all, nil
		}
		c, err := witness.Newest(witnesses, heads, enough)
		return town.Must(t, c, err)
	}
	if c := newest(1); c.Size != 0 {
		t.Errorf("%+v", c)
	}
	for _, body := range bodies {
		town.Done(t, s.cosign(s.note(s.head(7), body, 1)))
	}
	lie := s.head(9)
	lie.Root[0] ^= 1
	town.Done(t, s.cosign(s.note(lie, s.first, 1)))
	town.Done(t, s.cosign(s.note(s.head(9), s.second, 1)))
	for enough, want := range map[int]uint64{1: 9, 2: 7, 3: 7, 4: 0} {
		if c := newest(enough); c.Size != want || want > 0 && len(c.By) < enough {
			t.Errorf("of %d: %+v", enough, c)
		}
	}
	town.Done(t, s.cosign(s.note(s.head(9), third, 1)))
	if c := newest(2); c.Head != s.head(9) || len(c.By) != 2 {
		t.Errorf("%+v", c)
	}
	town.Done(t, s.name(third, 2))
	if c := newest(2); c.Size != 0 { // until they sign the next one
		t.Errorf("with another key: %+v", c)
	}
}

// What a body has signed with a key before is not looked at, whatever it is.
func TestNewestOfPresentKeys(t *testing.T) {
	s := newSite(t)
	for _, body := range []string{s.first, s.second} {
		town.Done(t, s.name(body, 1))
		town.Done(t, s.cosign(s.note(s.head(7), body, 1)))
	}
	before, _ := s.read(s.head(7), s.first)
	town.Done(t, s.name(s.first, 2))
	before.Note = "no note"
	present, _ := s.read(s.head(7), s.second)
	var witnesses []witness.Witness
	for _, body := range []string{s.first, s.second} {
		w, _ := town.Read(s.Town, witness.Witnesses, s.Admin(body).MSP)
		witnesses = append(witnesses, w)
	}
	c, err := witness.Newest(witnesses, func(uint64) ([]witness.Head, error) { return []witness.Head{before, present}, nil }, 1)
	if town.Must(t, c, err); c.Head != s.head(7) || len(c.By) != 1 {
		t.Errorf("%+v", c)
	}
}

// What a body has signed since a time is found, whichever key it had then, and a new key hides nothing of it.
func TestSince(t *testing.T) {
	s := newSite(t)
	town.Done(t, s.name(s.first, 1))
	signs := func(n byte, sizes ...uint64) (at int64) {
		for _, size := range sizes {
			s.Clock.Pass(time.Second)
			town.Done(t, s.cosign(s.note(s.head(size), s.first, n)))
		}
		return s.Now().Unix()
	}
	first, third := signs(1, 5), signs(1, 6, 9)
	town.Done(t, s.name(s.first, 2))
	last := signs(2, 7, 8)
	for since, want := range map[int64][]int64{0: {8, 7, 9, 6, 5}, first + 1: {8, 7, 9, 6}, third: {8, 7, 9}, last: {8}, last + 1: nil} {
		got, err := witness.Since(contract.NewView(&memory.State{Documents: s.Book().State()}), s.Admin(s.first).MSP, since)
		if town.Must(t, got, err); !slices.Equal(got, want) {
			t.Errorf("since %d: %v, not %v", since, got, want)
		}
	}
	state := &memory.State{Documents: s.Book().State()}
	if got, err := witness.Since(contract.NewView(state), s.Admin(s.second).MSP, 0); len(got) > 0 || err != nil {
		t.Errorf("of who has signed none: %v %v", got, err)
	}
}
