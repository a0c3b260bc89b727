// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"strconv"
	"time"

	ics "github.com/arran4/golang-ical"

	rules "github.com/linli-project/linli/rules/mediation"
)

// sessionTakes is how long a session is in a calendar; nobody says before how long one takes.
const sessionTakes = time.Hour

// CaseCalendar is a case's sessions and its days as a calendar file (RFC 5545). It tells neither what the case is about nor with whom: a
// phone hands its calendar on to whoever keeps it. link is the page's address, now when the file is made.
func CaseCalendar(community string, doc rules.Case, lang Language, link string, now time.Time) string {
	c, w := newCalendar(lang), caseCalendarWords[lang]
	event := func(what string, at int64, says string) *ics.VEvent {
		e := c.AddEvent(what + "." + doc.ID + "." + community + "@linli")
		e.SetDtStampTime(now)
		e.SetStartAt(time.Unix(at, 0))
		e.SetDescription(workWords[lang].asOf + moment(lang, now.Unix()) + workWords[lang].mayChange + "\n" + link)
		e.SetURL(link)
		e.SetSummary(says)
		alarm := e.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger("-P1D")
		alarm.SetProperty(ics.ComponentPropertyDescription, says)
		return e
	}
	for i, s := range doc.Sessions {
		event("session-"+strconv.Itoa(i+1), s.At, w.session).SetEndAt(time.Unix(s.At, 0).Add(sessionTakes))
	}
	if doc.Agreed > 0 {
		event("perform", doc.PerformBy, w.perform).SetTimeTransparency(ics.TransparencyTransparent)
		event("apply", doc.ApplyBy, w.apply).SetTimeTransparency(ics.TransparencyTransparent)
	}
	return c.Serialize(ics.WithNewLineWindows)
}

var caseCalendarWords = map[Language]struct{ session, perform, apply string }{
	Chinese: {"调解", "调解协议的履行期限", "请法院确认调解协议的期限"},
	English: {"Mediation", "What was agreed in mediation is due", "Last time to ask a court to confirm the agreement"},
}
