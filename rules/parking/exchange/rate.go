// SPDX-License-Identifier: Apache-2.0

package exchange

import (
	"fmt"

	"github.com/linli-project/linli/rules/parking/tariff"
)

// What APDS says of a price.
type (
	// Table is a rate table: what is paid as long as it holds.
	Table struct {
		ID           string       `json:"id"`
		Version      int64        `json:"version"`
		Name         Words        `json:"rateTableName"`
		Availability string       `json:"availability"`
		Type         string       `json:"rateType"`
		Responsible  Ref          `json:"rateResponsibleParty"`
		Validity     Validity     `json:"validity"`
		Collections  []Collection `json:"rateLineCollections"`
	}
	// Collection is lines that count together.
	Collection struct {
		ID          string `json:"id"`
		Version     int64  `json:"version"`
		Sequence    int    `json:"collectionSequence"`
		Currency    string `json:"applicableCurrency"`
		Start       string `json:"validStart"`
		Relative    bool   `json:"relativeTimes"`
		TaxIncluded bool   `json:"taxIncluded"`
		Lines       []Line `json:"rateLines"`
	}
	Line struct {
		ID        string         `json:"id"`
		Version   int64          `json:"version"`
		Sequence  int            `json:"sequence"`
		Type      string         `json:"rateLineType"`
		Start     string         `json:"durationStart,omitempty"` // since the stay began
		End       string         `json:"durationEnd,omitempty"`
		Increment string         `json:"incrementPeriod,omitempty"`
		Value     tariff.Decimal `json:"value"`
		Usage     string         `json:"usageCondition"`
	}
)

// Tables are the offer's prices in APDS, in the order in which they count: one for each band, with what is paid once and what overstaying
// costs. What is paid for a reservation that nobody used cannot be said there; the tariff of OCPI has it.
func (o Offer) Tables() ([]Table, error) {
	if _, err := o.Tariff(); err != nil {
		return nil, err
	}
	var tables []Table
	for i, b := range o.Price.Bands {
		lines, err := o.lines(b.PerHour)
		if err != nil {
			return nil, err
		}
		id := fmt.Sprintf("%s.rate.%d", o.ID, i+1)
		for n := range lines {
			lines[n].ID, lines[n].Version, lines[n].Sequence = fmt.Sprintf("%s.line.%d", id, n+1), 1, n+1
		}
		tables = append(tables, Table{ID: id, Version: 1, Name: words(o.Name), Availability: "restricted", Type: "hourly",
			Responsible: Ref{o.Issuer, 1, "Issuer"}, Validity: o.validity([]Window{{b.Window, b.Days}}),
			Collections: []Collection{{ID: id + ".lines", Version: 1, Sequence: 1, Currency: tariff.Points, Start: moment(o.From), Lines: lines}}})
	}
	return tables, nil
}

// lines are what is paid in a band: once, by the step, and by the step for who overstays.
func (o Offer) lines(perHour int64) ([]Line, error) {
	var lines []Line
	if o.Price.Flat > 0 {
		lines = append(lines, Line{Type: "flatRate", Value: tariff.Decimal(o.Price.Flat) * tariff.One, Usage: "once"})
	}
	first, err := o.line(perHour, 0)
	if err != nil {
		return nil, err
	}
	lines = append(lines, first)
	for _, s := range o.Price.Overstay {
		late, err := o.line(s.PerHour, o.Booked+s.After)
		if err != nil {
			return nil, err
		}
		lines[len(lines)-1].End = late.Start // from when it counts instead
		lines = append(lines, late)
	}
	return lines, nil
}

// line is a price by the step, from so many seconds of the stay.
func (o Offer) line(perHour, from int64) (Line, error) {
	const hour = 3600
	l := Line{Type: "incrementingRate", Increment: fmt.Sprintf("PT%dS", o.Price.Step), Usage: "unlimited"}
	if from%60 != 0 {
		return l, fmt.Errorf("overstaying begins %d seconds after the start, and APDS has whole minutes", from)
	}
	if from > 0 {
		l.Start = fmt.Sprintf("%02d:%02d:%02d", from/(24*hour), from/hour%24, from/60%60)
	}
	value := perHour * int64(tariff.One) * o.Price.Step
	if value%hour != 0 {
		return l, ErrPriced
	}
	l.Value = tariff.Decimal(value / hour)
	return l, nil
}
