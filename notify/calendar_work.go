// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	orders "github.com/linli-project/linli/contract/order"
	"github.com/linli-project/linli/rules/order"
)

// Work is what a worker's calendar is made of.
type Work struct {
	Community string
	Worker    string                  // id of his passkey
	Orders    map[string]orders.Order // that he is called for or has, by id
	Grids     map[string]orders.Grid  // by id; of those he is no worker of nothing is told
}

// Calendar is a worker's work as a calendar file (RFC 5545): the next deadline of each of his orders, with an alarm half an hour before,
// and his shifts, each week. Of an order it tells the haste and the deadline, and neither what it is about nor where: a phone hands its
// calendar on to whoever keeps it. page is the address of his page, now when the file is made.
func (w Work) Calendar(lang Language, page string, now time.Time) string {
	c := newCalendar(lang)
	event := func(id, link string) *ics.VEvent { return w.event(c, id, link, lang, now) }
	for _, id := range slices.Sorted(maps.Keys(w.Orders)) {
		o := w.Orders[id]
		if at, what, ok := o.Next(); ok {
			says := strings.ReplaceAll(deadlineWords[what][lang], "{haste}", hasteText(o.Priority, lang))
			deadline(event(id, page+"#/order/"+id), at, says)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.Grids)) {
		for i, s := range w.shifts(id) {
			shift := event("shift-"+strconv.Itoa(i)+"."+id, page)
			shift.SetSummary(workWords[lang].shift + id)
			weekly(shift, s.ForRules(), now)
		}
	}
	return c.Serialize(ics.WithNewLineWindows)
}

// shifts are the worker's in a grid.
func (w Work) shifts(grid string) []orders.Shift {
	return slices.DeleteFunc(slices.Clone(w.Grids[grid].Shifts), func(s orders.Shift) bool { return s.Worker != w.Worker })
}

// deadline has an event be a moment, before which it is said.
func deadline(event *ics.VEvent, at int64, says string) {
	event.SetSummary(says)
	event.SetStartAt(time.Unix(at, 0))
	event.SetTimeTransparency(ics.TransparencyTransparent)
	alarm := event.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetTrigger("-PT30M")
	alarm.SetProperty(ics.ComponentPropertyDescription, says)
}

// event is one that keeps its UID, so that a calendar which loads the file again replaces it: the later stamp counts (RFC 5546, 2.1.5).
func (w Work) event(c *ics.Calendar, id, link string, lang Language, now time.Time) *ics.VEvent {
	event := c.AddEvent(id + "." + w.Community + "@linli")
	event.SetDtStampTime(now)
	event.SetDescription(workWords[lang].asOf + moment(lang, now.Unix()) + workWords[lang].mayChange + "\n" + link)
	event.SetURL(link)
	return event
}

// weekdays are the days of a week as RFC 5545 names them, from Sunday.
var weekdays = []string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// weekly has an event be each week when a shift is, from yesterday's on, which may last until today. Times are in UTC, which needs no
// table of a time zone, and where a shift that begins early begins the day before.
func weekly(event *ics.VEvent, s order.Shift, now time.Time) {
	year, month, day := now.In(china).AddDate(0, 0, -1).Date()
	start := time.Date(year, month, day, 0, s.From, 0, 0, china)
	for !slices.Contains(s.Days, int(start.Weekday())) {
		start = start.AddDate(0, 0, 1)
	}
	minutes := s.To - s.From
	if minutes <= 0 { // it ends on the next day
		minutes += 24 * 60
	}
	before := int(start.Weekday()-start.UTC().Weekday()+7) % 7
	days := make([]string, len(s.Days))
	for i, d := range s.Days {
		days[i] = weekdays[(d-before+7)%7]
	}
	slices.Sort(days)
	event.SetStartAt(start)
	event.SetEndAt(start.Add(time.Duration(minutes) * time.Minute))
	event.AddRrule("FREQ=WEEKLY;BYDAY=" + strings.Join(slices.Compact(days), ","))
}

var workWords = map[Language]struct{ shift, asOf, mayChange string }{
	Chinese: {"值班：", "截至", "（北京时间）；之后的变化请看页面。"},
	English: {"On duty: ", "As of ", ", Beijing time; the page says what has changed since."},
}

// deadlineWords are what somebody who works on an order has to do by a deadline.
var deadlineWords = map[order.Deadline]map[Language]string{
	order.DeadlineAccept:     {Chinese: "工单接单期限（{haste}）", English: "Accept an order by now ({haste})"},
	order.DeadlineSupervisor: {Chinese: "工单无人接单，将报主管（{haste}）", English: "Nobody accepts an order: the supervisor is called ({haste})"},
	order.DeadlineArrive:     {Chinese: "工单到场期限（{haste}）", English: "Be there for an order by now ({haste})"},
	order.DeadlineDone:       {Chinese: "工单办结期限（{haste}）", English: "Be done with an order by now ({haste})"},
	order.DeadlineAgain:      {Chinese: "工单已逾期，再次催办（{haste}）", English: "An order is overdue: it is said once more ({haste})"},
}
