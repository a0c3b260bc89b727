// SPDX-License-Identifier: Apache-2.0

package api

import (
	"github.com/linli-project/linli/identity/paper"
	"github.com/linli-project/linli/ledger/number"
)

// application is that of both sides to a court, which they print and sign while there is time for it (Art. 33).
func (w *casePaper) application() (paper.Document, error) {
	if w.now >= w.of.ApplyBy {
		return paper.Document{}, refuse("not-possible-now", "申请司法确认的三十天已过；协议照样有效。",
			"The thirty days to ask a court are over. The agreement binds all the same.")
	}
	signers, err := w.signers()
	if err != nil {
		return paper.Document{}, err
	}
	agreed, last := w.day(w.of.Agreed), w.day(w.of.ApplyBy-1)
	d := w.document(caseWords.application)
	d.Parts = append(d.Parts, w.parties(signers)...)
	d.Parts = append(d.Parts, heading(caseWords.apply.in(w.speak)))
	d.Parts = append(d.Parts, lines(w.say(caseWords.asks, agreed, number.Spaced(w.signed.Number)))...)
	d.Parts = append(d.Parts, heading(caseWords.why.in(w.speak)))
	d.Parts = append(d.Parts, lines(w.say(caseWords.came, agreed, w.mediatorIs(), signers[0].name))...)
	d.Parts = append(d.Parts, w.words()...)
	d.Parts = append(d.Parts, lines(caseWords.promise.in(w.speak))...)
	d.Parts = append(d.Parts, lines(caseWords.enclosed.in(w.speak))...)
	d.Parts = append(d.Parts, paper.Part{Text: caseWords.dear.in(w.speak), Size: caseType, Above: 8})
	for i := range w.of.Sides {
		applicant := w.say(caseWords.applicant, w.sideIs(i)+" "+signers[i+1].name)
		d.Parts = append(d.Parts, paper.Part{Text: applicant, Size: caseType, Above: 8})
	}
	d.Parts = append(d.Parts, paper.Part{Text: caseWords.date.in(w.speak), Size: caseType, Above: 8})
	d.Parts = append(d.Parts, small(w.say(caseWords.counted, agreed, last), caseWords.holiday.in(w.speak), caseWords.law.in(w.speak))...)
	d.Parts = append(d.Parts, w.proof()...)
	return d, nil
}
