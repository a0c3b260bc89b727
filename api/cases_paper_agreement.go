// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/linli-project/linli/identity/paper"
	"github.com/linli-project/linli/ledger/number"
)

// agreement is the agreement with what the law lists (Art. 29).
func (w *casePaper) agreement() (paper.Document, error) {
	signers, err := w.signers()
	if err != nil {
		return paper.Document{}, err
	}
	d := w.document(caseWords.agreement)
	d.Parts = append(d.Parts, lines(
		w.say(caseWords.number, number.Spaced(w.signed.Number)), w.say(caseWords.community, w.place.Name),
		w.say(caseWords.agreedOn, w.day(w.of.Agreed)))...)
	d.Parts = append(d.Parts, w.parties(signers)...)
	d.Parts = append(d.Parts, w.words()...)
	d.Parts = append(d.Parts, lines(
		w.say(caseWords.days, w.day(w.of.PerformBy-1)), caseWords.kept.in(w.speak), w.say(caseWords.last, w.day(w.of.ApplyBy-1)))...)
	d.Parts = append(d.Parts, heading(caseWords.signed.in(w.speak)))
	for _, s := range signers {
		who := w.mediatorIs()
		if s.side >= 0 {
			who = w.sideIs(s.side)
		}
		d.Parts = append(d.Parts,
			paper.Part{Text: w.say(caseWords.keySigned, who, s.name, chinaTime(w.signed.At)), Size: caseType, Above: 3},
			paper.Part{Text: caseWords.paperSigned.in(w.speak), Size: caseType, Above: 3})
	}
	d.Parts = append(d.Parts, w.proof()...)
	return d, nil
}

func (w *casePaper) say(t text, a ...any) string { return fmt.Sprintf(t.in(w.speak), a...) }

func (w *casePaper) mediatorIs() string { return w.body(w.of.Mediator.Body) }

// parties are both sides and the mediator, with the names of who signed.
func (w *casePaper) parties(signers []caseSigner) []paper.Part {
	return append([]paper.Part{heading(caseWords.parties.in(w.speak))}, lines(
		w.say(caseWords.side, w.sideIs(0), signers[1].name), w.say(caseWords.otherSide, w.sideIs(1), signers[2].name),
		w.say(caseWords.mediator, signers[0].name, w.mediatorIs()))...)
}

// words are what the agreement says, as far as that is here.
func (w *casePaper) words() (parts []paper.Part) {
	switch said := w.shown.Agreement.Text; {
	case w.shown.Parts != nil:
		for _, part := range w.shown.Parts.inOrder() {
			parts = append(parts, heading(capital(part.title.in(w.speak))))
			parts = append(parts, lines(strings.Split(part.text, "\n")...)...)
		}
	case said != "": // it was left otherwise
		parts = append(parts, heading(caseWords.text.in(w.speak)))
		parts = append(parts, lines(strings.Split(said, "\n")...)...)
	default:
		parts = append(parts, lines(caseWords.gone.in(w.speak))...)
	}
	return parts
}

// capital begins a title with a capital letter.
func capital(title string) string {
	first, size := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(first)) + title[size:]
}

// proof is the hash of what the agreement says, which stands whatever was erased.
func (w *casePaper) proof() []paper.Part {
	said := w.shown.Agreement
	proof := []string{w.say(caseWords.hash, said.Hash)}
	if said.Salt != "" {
		proof = append(proof, w.say(caseWords.salt, said.Salt))
	}
	return small(proof...)
}

// small are lines in small type.
func small(texts ...string) []paper.Part {
	parts := lines(texts...)
	for i := range parts {
		parts[i].Size = caseSmall
	}
	parts[0].Above = 5
	return parts
}
