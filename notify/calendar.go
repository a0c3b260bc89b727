// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/rules/election"
)

// Calendar is an election's voting window as a calendar file (RFC 5545), with an alarm a day before the close. It says nothing
// that is not public. ok is false as long as no notice has set a window. link is the election's page.
func Calendar(community string, e vote.Election, lang Language, link string) (file string, ok bool) {
	opens, closes := e.OpensAt(), e.ClosesAt()
	if opens == 0 || closes == 0 {
		return "", false
	}
	w := calendarWords[lang]
	c := newCalendar(lang)
	event := c.AddEvent(e.ID + "." + community + "@linli")
	event.SetSequence(0)
	event.SetDtStampTime(time.Unix(e.Times[string(election.StageNotice)], 0))
	event.SetStatus(ics.ObjectStatusConfirmed)
	event.SetSummary(w.summary + oneLine(e.Title))
	if annulled := e.Times[string(election.StageAnnulled)]; annulled > 0 {
		event.SetSequence(1)
		event.SetDtStampTime(time.Unix(annulled, 0))
		event.SetStatus(ics.ObjectStatusCancelled)
	}
	event.SetStartAt(time.Unix(opens, 0))
	event.SetEndAt(time.Unix(closes, 0))
	event.SetTimeTransparency(ics.TransparencyTransparent) // nobody is busy for days because of a vote
	event.SetDescription(w.description + moment(lang, closes) + w.zone + "\n" + link)
	event.SetURL(link)
	alarm := event.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetTrigger("-P1D", &ics.KeyValues{Key: string(ics.ParameterRelated), Value: []string{"END"}})
	alarm.SetProperty(ics.ComponentPropertyDescription, w.alarm+oneLine(e.Title))
	return c.Serialize(ics.WithNewLineWindows), true
}

func newCalendar(lang Language) *ics.Calendar {
	c := ics.NewCalendar()
	c.SetProductId("-//linli//linli//" + strings.ToUpper(string(lang)))
	c.SetMethod(ics.MethodPublish)
	return c
}

var calendarWords = map[Language]struct{ summary, description, zone, alarm string }{
	Chinese: {"投票：", "投票截止：", "（北京时间）", "明天截止投票："},
	English: {"Vote: ", "Voting ends on ", ", Beijing time", "Voting ends tomorrow: "},
}
