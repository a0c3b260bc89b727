// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/rules/parking/tariff"
)

// A pricing is what the flags of linli parking price say.
type pricing struct {
	tariff               string
	reserved, start, end string
	charging             time.Duration
	energy               int64
	expired              bool
}

func parkingPriceCommand() *cobra.Command {
	var p pricing
	command := &cobra.Command{
		Use:   "price --tariff FILE --start TIME --end TIME",
		Short: "Say what a stay costs by a tariff of OCPI",
		Long: `Say as JSON what a stay costs by a tariff of OCPI 2.2.1 or 2.3.0: each price that was used, what it comes to, and the sum before
tax and with it. Where the currency is XXX, a unit is a point, and the sum is in whole points, too.

Times are on the clock of the place, all with its offset from UTC: the tariff's times of day are of that clock.
Exits with 2 if the tariff cannot be read, or would need what is not known of a parked car. docs/parking/tariffs.md says what is
supported and how it is rounded. Changes nothing.`,
		Example: `  linli parking price --tariff garden.json --start 2028-02-29T21:00:00+08:00 --end 2028-03-01T07:30:00+08:00
  linli parking price --tariff garden.json --reserved 2028-02-29T20:30:00+08:00 \
    --start 2028-02-29T21:00:00+08:00 --end 2028-02-29T23:00:00+08:00 --expired`,
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.run(cmd.OutOrStdout()) },
	}
	f := command.Flags()
	f.StringVar(&p.tariff, "tariff", "", "file with the tariff")
	f.StringVar(&p.start, "start", "", "when the stay began, such as 2028-02-29T21:00:00+08:00")
	f.StringVar(&p.end, "end", "", "when it ended, or the reservation expired")
	f.StringVar(&p.reserved, "reserved", "", "when it was reserved, if it was")
	f.DurationVar(&p.charging, "charging", 0, "how long it was charging, from the start, such as 1h30m")
	f.Int64Var(&p.energy, "energy", 0, "Wh that it took while it was charging")
	f.BoolVar(&p.expired, "expired", false, "it was reserved, and nobody came")
	for _, name := range []string{"tariff", "start", "end"} {
		_ = command.MarkFlagRequired(name) // the flag is there
	}
	return command
}

func (p pricing) run(out io.Writer) error {
	visit, offset, err := p.visit()
	if err != nil {
		return usageError{err}
	}
	t, err := readTariff(p.tariff)
	if err != nil {
		return unreadable("the tariff", p.tariff, err, "Give one tariff of OCPI 2.2.1 or 2.3.0 as a JSON object; docs/parking/tariffs.md shows some.")
	}
	bill, err := t.Price(visit, offset)
	if err != nil {
		return usageError{err}
	}
	return printJSON(out, billed(bill))
}

func readTariff(path string) (tariff.Tariff, error) {
	raw, err := readInput(path)
	if err != nil {
		return tariff.Tariff{}, err
	}
	return tariff.Read(raw)
}

// A statement is a bill, with what it comes to in points if it is in them.
type statement struct {
	tariff.Bill

	Points *int64 `json:"points,omitempty"`
}

func billed(b tariff.Bill) statement {
	s := statement{Bill: b}
	if b.Currency == tariff.Points {
		points := tariff.InPoints(b)
		s.Points = &points
	}
	return s
}

// visit is the stay that the flags say, and how far the place's clock is ahead of UTC.
func (p pricing) visit() (v tariff.Visit, offset int64, err error) {
	start, err := moment("start", p.start)
	if err != nil {
		return v, 0, err
	}
	_, ahead := start.Zone()
	v = tariff.Visit{Start: start.Unix(), Charging: int64(p.charging / time.Second), Energy: p.energy, Expired: p.expired}
	if v.End, err = sameClock("end", p.end, ahead); err != nil {
		return v, 0, err
	}
	if p.reserved != "" {
		if v.Reserved, err = sameClock("reserved", p.reserved, ahead); err != nil {
			return v, 0, err
		}
	}
	if p.charging%time.Second != 0 {
		return v, 0, fmt.Errorf("--charging %s is no whole number of seconds", p.charging)
	}
	return v, int64(ahead), nil
}

// sameClock is a time on the clock that the start is on.
func sameClock(flag, written string, ahead int) (int64, error) {
	at, err := moment(flag, written)
	if err != nil {
		return 0, err
	}
	if _, here := at.Zone(); here != ahead {
		return 0, fmt.Errorf("--%s has another offset than --start; write all times on the clock of the place", flag)
	}
	return at.Unix(), nil
}

func moment(flag, written string) (time.Time, error) {
	at, err := time.Parse(time.RFC3339, written)
	if err != nil || at.Nanosecond() != 0 {
		return at, fmt.Errorf("--%s %q is no time; write it to the second, with the offset from UTC, as 2028-02-29T21:00:00+08:00", flag, written)
	}
	return at, nil
}

// printJSON prints what people read too.
func printJSON(out io.Writer, v any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
