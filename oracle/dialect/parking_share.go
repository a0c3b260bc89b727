// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/linli-project/linli/rules/device"
)

// parkingShare reads what a shared-parking platform and a car park say to each other: docs/devices/parking-share.md.
func parkingShare(m Message) ([]device.Reading, error) {
	o, err := parse(m.Body)
	if err != nil {
		return nil, err
	}
	o.need("parkingLotId", "plateNumber")
	r := device.Reading{Device: o.text("parkingLotId"), Values: device.Values{}}
	o.plate(r.Values, "plateNumber")
	putText(r.Values, "space", o.text("parkingCode"))
	switch {
	case o.has("enterTime"):
		r.Kind, r.At = device.GateEntry, o.written("enterTime")
	case o.has("startTime") && o.has("endTime"):
		return parkingGrants(o, r)
	default:
		return nil, unknown(m.Topic)
	}
	return []device.Reading{r}, o.fault()
}

// parkingGrants are whom to let in, and when; endTime is the last time to enter, not the end of the stay. A recurring one has segments.
func parkingGrants(o object, grant device.Reading) ([]device.Reading, error) {
	from, until := o.written("startTime"), o.written("endTime")
	if until < from {
		o.refuse("endTime")
	}
	grant.Kind = device.Grant
	grant.Values["enter_from"], grant.Values["enter_until"] = stamped(from), stamped(until)
	if !o.has("timeSegments") {
		return []device.Reading{grant}, o.fault()
	}
	grants := make([]device.Reading, 0, 1)
	for _, segment := range o.objects("timeSegments") {
		recurring := grant
		recurring.Kind = device.RecurringGrant
		recurring.Values = device.Values{"daily_from": clock(segment, "startTime"), "daily_until": clock(segment, "endTime")}
		parkingDays(segment, recurring.Values)
		maps.Copy(recurring.Values, grant.Values)
		grants = append(grants, recurring)
	}
	return grants, o.fault()
}

// parkingDays says on which days a segment recurs: of the week, Monday being 1, or of the month.
func parkingDays(segment object, values device.Values) {
	name, most := "weekdays", int64(7)
	switch segment.text("repeatType") {
	case "weekly":
	case "monthly":
		name, most = "monthdays", 31
	default:
		segment.refuse("repeatType")
	}
	var days []int64
	for _, item := range segment.list("repeatData") {
		number, _ := item.(json.Number)
		day, err := number.Int64()
		if err != nil || day < 1 || day > most || slices.Contains(days, day) {
			segment.refuse("repeatData")
			return
		}
		days = append(days, day)
	}
	values[name] = days
}

// clock is a time of the day; the platform writes 8:30 for 08:30.
func clock(o object, name string) string {
	at, err := time.Parse("15:04", o.text(name))
	if err != nil {
		o.refuse(name)
	}
	return at.Format("15:04")
}
