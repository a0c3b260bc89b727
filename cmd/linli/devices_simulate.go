// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/linli-project/linli/oracle/fleet"
	"github.com/linli-project/linli/rules/device"
)

// devicesSimulateCommand has simulated devices speak to an oracle.
func devicesSimulateCommand() *cobra.Command {
	var file string
	o := fleet.Options{}
	command := &cobra.Command{
		Use:   "simulate",
		Short: "Have simulated devices speak to an oracle as real ones do",
		Long: "Have simulated devices speak to an oracle as real ones do: cars come and go, bins fill and are emptied, doors open and close, a button\n" +
			"is pressed, smoke rises and clears. Each says it in its maker's dialect, over MQTT or HTTP, and again until it is acknowledged; a\n" +
			"barrier and a lock do what they are told. It ends after --events, or when it is interrupted, and says what was acknowledged.\n\n" +
			"The fleet's file is JSON: the addresses of the oracle (\"mqtt\", \"push\"), the certificate by which devices know it (\"authority\"), and\n" +
			"\"devices\" with what `linli oracle credential` has given each of them: docs/devices/README.md.",
		Args: asUsage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.Rate < 0 || math.IsNaN(o.Rate) || o.Events < 0 {
				return usageError{errors.New("--rate and --events are not negative")}
			}
			raw, err := readInput(file)
			if err != nil {
				return unreadable("the fleet", file, err, "")
			}
			f, err := fleet.Read(raw)
			if err != nil {
				return unreadable("the fleet", file, err, "Correct the file; docs/devices/README.md has an example.")
			}
			o.Log = slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelWarn}))
			return play(cmd.Context(), cmd.OutOrStdout(), f, o)
		},
	}
	f := command.Flags()
	f.StringVar(&file, "fleet", "", "file of the fleet")
	f.Float64Var(&o.Rate, "rate", 1, "events a second; 0: as many as are acknowledged")
	f.IntVar(&o.Events, "events", 0, "end after so many events; 0: when it is interrupted")
	f.Uint64Var(&o.Seed, "seed", uint64(time.Now().UnixNano()), "the same seed tells the same story")
	f.Lookup("seed").DefValue = "another story each time"
	_ = command.MarkFlagRequired("fleet") // the flag is there
	return command
}

// readable is how many events a second are told one by one.
const readable = 10

// play runs a fleet and tells what is acknowledged: each event, or now and then how many there are.
func play(ctx context.Context, out io.Writer, f *fleet.Fleet, o fleet.Options) error {
	said, told, since := 0, 0, time.Now()
	o.Told = func(r fleet.Report) {
		said++
		if o.Rate > 0 && o.Rate <= readable {
			fmt.Fprintf(out, "%s  %-16s %s\n", r.At.Format(time.TimeOnly), r.Device.Name, happened(r.Said))
		} else if passed := r.At.Sub(since); passed >= tellEvery {
			fmt.Fprintf(out, "%d acknowledged, %.0f a second\n", said, float64(said-told)/passed.Seconds())
			told, since = said, r.At
		}
	}
	tally, err := f.Run(ctx, o)
	fmt.Fprintln(out, summary(tally))
	if errors.Is(err, context.Canceled) { // as it was told
		return nil
	}
	return err
}

func summary(t fleet.Tally) string {
	var parts []string
	for _, kind := range slices.Sorted(maps.Keys(t.Kinds)) {
		parts = append(parts, fmt.Sprintf("%d %s", t.Kinds[kind], kind))
	}
	text := fmt.Sprintf("%d of %d messages were acknowledged", t.Acknowledged, t.Said)
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	if t.Commands > 0 {
		text += fmt.Sprintf("; %d commands were obeyed", t.Commands)
	}
	return text
}

// happened is what a device said, in words.
func happened(said fleet.Said) string {
	is := func(name, yes, no string) string {
		if said.Values[name] == true {
			return yes
		}
		return no
	}
	switch said.Kind {
	case device.Plate:
		return fmt.Sprintf("a car drives %v: %v", said.Values["direction"], said.Values["plate"])
	case device.Fill:
		return fmt.Sprintf("%v %% full", said.Values["percent"])
	case device.Drop:
		return fmt.Sprintf("%v g of %v waste are put in", said.Values["grams"], said.Values["stream"])
	case device.SOS:
		return "somebody calls for help"
	case device.Smoke:
		return is("active", "SMOKE", "no smoke")
	case device.Water:
		return is("active", "WATER", "dry")
	case device.Contact:
		return is("open", "opened", "closed")
	case device.Relay:
		return is("on", "raised", "lowered")
	case device.IO:
		return is("active", "the barrier is up", "the barrier is down")
	case device.Bridge:
		return "the bridge is there"
	default:
		return string(said.Kind)
	}
}
