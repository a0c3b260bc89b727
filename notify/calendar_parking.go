// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"time"

	ics "github.com/arran4/golang-ical"
)

// ParkingEvent is a booked time in a calendar.
type ParkingEvent struct {
	ID          string
	From, Until int64 // Unix times
	Where       string
}

// ParkingCalendar is bookings as a calendar file (RFC 5545). It tells no plate. link is the page's address, now when the file is made.
func ParkingCalendar(community string, bookings []ParkingEvent, lang Language, link string, now time.Time) string {
	c, says := newCalendar(lang), parkingCalendarWords[lang]
	for _, b := range bookings {
		e := c.AddEvent("parking." + b.ID + "." + community + "@linli")
		e.SetDtStampTime(now)
		e.SetStartAt(time.Unix(b.From, 0))
		e.SetEndAt(time.Unix(b.Until, 0))
		e.SetLocation(b.Where)
		e.SetDescription(workWords[lang].asOf + moment(lang, now.Unix()) + workWords[lang].mayChange + "\n" + link)
		e.SetURL(link)
		e.SetSummary(says.booked)
		alarm := e.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger("-PT15M;RELATED=END")
		alarm.SetProperty(ics.ComponentPropertyDescription, says.over)
	}
	return c.Serialize(ics.WithNewLineWindows)
}

var parkingCalendarWords = map[Language]struct{ booked, over string }{
	Chinese: {"预订的车位", "预订的停车时间快到了"},
	English: {"Parking space booked", "The booked time is nearly over"},
}
