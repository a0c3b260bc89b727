// SPDX-License-Identifier: Apache-2.0

package seal

import (
	"bytes"
	"crypto/rand"
	"errors"
	"slices"
	"testing"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/internal/processor"
)

func fixture(tb testing.TB, n, t int) (Params, []PrivateKey) {
	tb.Helper()
	p := Params{Threshold: t, Pad: 128}
	var private []PrivateKey
	for range n {
		raw, err := NewKey(rand.Reader)
		if err != nil {
			tb.Fatal(err)
		}
		key, public, err := KeyOf(raw)
		if err != nil {
			tb.Fatal(err)
		}
		p.Keys = append(p.Keys, public)
		private = append(private, key)
	}
	return p, private
}

var ctx = Context{Community: "c", Election: "e", Net: "n", Right: "r", Seq: 1}

// subsets returns private with every choice of k keys left in and the others nil.
func subsets(private []PrivateKey, k int) [][]PrivateKey {
	var all [][]PrivateKey
	for mask := range 1 << len(private) {
		some := make([]PrivateKey, len(private))
		count := 0
		for i := range private {
			if mask>>i&1 == 1 {
				some[i] = private[i]
				count++
			}
		}
		if count == k {
			all = append(all, some)
		}
	}
	return all
}

func TestOpensWithAnyThresholdAndNoFewer(t *testing.T) {
	p, private := fixture(t, 4, 3)
	plain := []byte(`{"c0":"agree"}`)
	sealed, err := p.Seal(rand.Reader, ctx, plain)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []int{3, 4} {
		for _, keys := range subsets(private, k) {
			if got, err := p.Open(keys, ctx, sealed); err != nil || !bytes.Equal(got, plain) {
				t.Fatalf("with %d keys: %q, %v", k, got, err)
			}
		}
	}
	for _, k := range []int{0, 1, 2} {
		for _, keys := range subsets(private, k) {
			if _, err := p.Open(keys, ctx, sealed); err == nil {
				t.Fatalf("opened with %d keys", k)
			}
		}
	}
}

// Whatever byte of a sealed ballot is changed, every choice of keys refuses it.
func TestEveryChangedByteIsRefusedByEveryChoiceOfKeys(t *testing.T) {
	p, private := fixture(t, 3, 2)
	sealed, err := p.Seal(rand.Reader, ctx, []byte(`{"c0":"agree"}`))
	if err != nil {
		t.Fatal(err)
	}
	parts := []act.Bytes{sealed.Commitment, sealed.Content, sealed.Shares[0], sealed.Shares[1], sealed.Shares[2]}
	for _, part := range parts {
		for i := range part {
			part[i] ^= 1
			for _, keys := range subsets(private, 2) {
				if _, err := p.Open(keys, ctx, sealed); err == nil {
					t.Fatalf("byte %d of %d opens", i, len(part))
				}
			}
			part[i] ^= 1
		}
	}
}

func TestReasons(t *testing.T) {
	p, private := fixture(t, 4, 3)
	other, _ := fixture(t, 4, 3)
	plain := []byte(`{"c0":"agree"}`)
	sealed, _ := p.Seal(rand.Reader, ctx, plain)
	second, _ := p.Seal(rand.Reader, ctx, plain)
	wrongKey, _ := other.Seal(rand.Reader, ctx, plain)
	elsewhere := ctx
	elsewhere.Right = "another"
	swapped, _ := p.Seal(rand.Reader, elsewhere, plain)
	lastShare := sealed
	lastShare.Shares = slices.Clone(sealed.Shares)
	lastShare.Shares[3] = second.Shares[3]
	mixed := second
	mixed.Shares = slices.Clone(sealed.Shares)
	content := sealed
	content.Content = second.Content
	short := sealed
	short.Shares = sealed.Shares[:3]
	for name, c := range map[string]struct {
		sealed Sealed
		want   error
	}{
		"sealed to other keys":              {wrongKey, ErrShare},
		"swapped between rights":            {swapped, ErrShare},
		"share of a body that is not asked": {lastShare, ErrReseal},
		"shares of another ballot":          {mixed, ErrCommitment},
		"content of another ballot":         {content, ErrContent},
		"a share missing":                   {short, ErrShape},
	} {
		if _, err := p.Open(private, ctx, c.sealed); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if _, err := p.Seal(rand.Reader, ctx, make([]byte, 129)); !errors.Is(err, ErrTooLong) {
		t.Errorf("too long: %v", err)
	}
}

func TestDrill(t *testing.T) {
	p, private := fixture(t, 2, 2)
	drill, err := NewDrill(rand.Reader, p.Keys[0], ctx)
	if err != nil {
		t.Fatal(err)
	}
	token, err := drill.Answer(private[0], ctx)
	if err != nil || !drill.Solves(token) {
		t.Fatalf("the key's holder cannot answer: %v", err)
	}
	if _, err := drill.Answer(private[1], ctx); err == nil {
		t.Error("another body answers")
	}
	if drill.Solves(make([]byte, tokenSize)) {
		t.Error("a made-up token solves the drill")
	}
}

func BenchmarkSeal(b *testing.B) {
	p, _ := fixture(b, 4, 3)
	processor.Bench(b, func() {
		if _, err := p.Seal(rand.Reader, ctx, []byte(`{"c0":"agree"}`)); err != nil {
			b.Fatal(err)
		}
	})
}

// What one ballot of an election takes to open: with three of four keys, as most are counted, and with all.
func BenchmarkOpen(b *testing.B) {
	p, private := fixture(b, 4, 3)
	sealed, err := p.Seal(rand.Reader, ctx, []byte(`{"c0":"agree"}`))
	if err != nil {
		b.Fatal(err)
	}
	opener := p.With(private)
	processor.Bench(b, func() {
		if _, err := opener.Open(ctx, sealed); err != nil {
			b.Fatal(err)
		}
	})
}
