// SPDX-License-Identifier: Apache-2.0

package evidence_test

import (
	"slices"
	"strings"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/evidence"
)

var elsewhere = checkpoint.Hash{1, 2, 3}

func headMakers() []forger {
	three := []string{"OwnersMSP", "PropertyMSP", "StreetMSP"}
	return []forger{
		{"head of another ledger", "head", notes(func(f *forgery) []string {
			return []string{f.cosign(checkpoint.Head{Genesis: elsewhere, Size: f.head.Size, Root: f.head.Root}, signedAt, three...)}
		})},
		{"too few witnesses", "head", notes(func(f *forgery) []string {
			return []string{f.cosign(f.head, signedAt, "OwnersMSP", "StreetMSP"), f.cosign(f.head, signedAt, "OwnersMSP")}
		})},
		{"a witness who is not in the trust file", "head", notes(func(f *forgery) []string {
			return []string{f.cosign(f.head, signedAt, "OwnersMSP", "StreetMSP", "MartianMSP")}
		})},
		{"backdated", "head", notes(func(f *forgery) []string { return []string{f.cosign(f.head, 1_600_000_000, three...)} })},
		{"another time under the same signature", "head", notes(func(f *forgery) []string {
			other := strings.Split(f.cosign(f.head, signedAt+1, three...), "\n")
			own := strings.Split(f.note, "\n")
			at := strings.LastIndex(own[4], " ") + 1
			own[4] = own[4][:at+16] + other[4][at+16:]
			return []string{strings.Join(own, "\n")}
		})},
		{"another root under the same signatures", "head", notes(func(f *forgery) []string {
			_, signatures, _ := strings.Cut(f.note, "\n\n")
			head := checkpoint.Head{Genesis: f.head.Genesis, Size: f.head.Size, Root: elsewhere}
			return []string{head.Text() + "\n" + signatures}
		})},
		{"a head from before", "inclusion", notes(func(f *forgery) []string {
			return []string{f.cosign(checkpoint.Head{Genesis: f.head.Genesis, Size: 8, Root: elsewhere}, signedAt, three...)}
		})},
		{"another root that they signed", "inclusion", notes(func(f *forgery) []string {
			return []string{f.cosign(checkpoint.Head{Genesis: f.head.Genesis, Size: f.head.Size, Root: elsewhere}, signedAt, three...)}
		})},
	}
}

func treeMakers() []forger {
	hash := elsewhere.String()
	return []forger{
		{"a document changed", "inclusion", onWrite(func(_ *forgery, w *evidence.Write) {
			w.Value = []byte(strings.Replace(string(w.Value), `":"`, `":"x`, 1))
		})},
		{"a document moved to another key", "inclusion", onWrite(func(f *forgery, w *evidence.Write) { w.Key = f.write(0).Key + "x" })},
		{"a document said of another transaction", "inclusion", onWrite(func(_ *forgery, w *evidence.Write) { w.Tx = hash })},
		{"a document at another place", "inclusion", onWrite(func(_ *forgery, w *evidence.Write) { w.Path = append(w.Path, elsewhere[:]...) })},
		{"a path cut short", "inclusion", onWrite(func(_ *forgery, w *evidence.Write) {
			if w.Path = w.Path[:max(0, len(w.Path)-32)]; len(w.Path) == 0 {
				w.Path = elsewhere[:]
			}
		})},
		{"another header", "inclusion", onBlock(func(_ *forgery, b *evidence.Block) { b.Hash = hash })},
		{"another root of writes", "inclusion", onBlock(func(_ *forgery, b *evidence.Block) { b.Root = hash })},
		{"another number", "inclusion", func(f *forgery, at int) bool {
			if at > 0 {
				return false
			}
			f.Evidence.Blocks[len(f.Evidence.Blocks)-1].Number++
			return true
		}},
		{"another block's way", "inclusion", onBlock(func(f *forgery, b *evidence.Block) {
			b.Path = append(slices.Clone(b.Path[32:]), b.Path[:32]...)
		})},
		{"a document left out", "", func(f *forgery, at int) bool {
			if f.write(at) == nil {
				return false
			}
			for i := range f.Evidence.Blocks {
				b := &f.Evidence.Blocks[i]
				if at < len(b.Writes) {
					if b.Writes = slices.Delete(b.Writes, at, at+1); len(b.Writes) == 0 {
						f.Evidence.Blocks = slices.Delete(f.Evidence.Blocks, i, i+1)
					}
					return true
				}
				at -= len(b.Writes)
			}
			return true
		}},
	}
}
