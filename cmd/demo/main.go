// SPDX-License-Identifier: Apache-2.0

// Demo holds a whole owners' vote on a real network of four bodies, the way a community would: officers, a roll of 355
// heads, passkeys, three matters, ballots over every channel and some that must be rejected; then it exports the ledger and
// lets `linli verify` recount it. It links software passkeys, which bin/linli never does.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/words"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	d := demo{out: os.Stdout}
	flag.StringVar(&d.data, "data", ".linli", "data directory of the network")
	flag.StringVar(&d.linli, "linli", "bin/linli", "the linli program")
	flag.StringVar(&d.roll, "roll", "identity/testdata/garden-355.csv", "the property roll")
	end := flag.Bool("stop", false, "end the pages of an earlier demo, and do nothing else")
	flag.Parse()
	run := d.show
	switch {
	case *end:
		run = func(context.Context) error { return d.stop() }
	case os.Getenv(stayEnv) != "":
		run = d.stay
	}
	if err := run(ctx); err != nil {
		if !errors.Is(err, errTold) {
			fmt.Fprintf(os.Stderr, "\ndemo: %s\n", words.English(err))
		}
		stop()
		os.Exit(1) //nolint:gocritic // stop has been called
	}
}

// demo is one run.
type demo struct {
	data, linli, roll string
	listen, origin    string // of the pages
	mqtt, push        string // where devices speak
	out               io.Writer
	started           time.Time // of the step in hand
}

// step says what has just been done and how long it took.
func (d *demo) step(format string, args ...any) {
	fmt.Fprintf(d.out, "  ✓ %-72s %6.1f s\n", fmt.Sprintf(format, args...), time.Since(d.started).Seconds())
	d.started = time.Now()
}

// run holds the vote, opens the pages, and stays until ctx ends.
func (d *demo) run(ctx context.Context) error {
	d.started = time.Now()
	began := d.started
	fmt.Fprintln(d.out, "An owners' vote on a ledger of four bodies 业主共同决定")
	if err := d.choosePort(ctx); err != nil {
		return err
	}
	if err := os.Setenv(bearWithWeek, fmt.Sprintf("%dh", aheadDays*24)); err != nil {
		return err
	}
	if err := d.command(ctx, "up"); err != nil {
		return err
	}
	n, err := network.Open(d.data)
	if err != nil {
		return err
	}
	d.step("a network of four bodies is up")
	l, err := village.Connect(ctx, n)
	if err != nil {
		return err
	}
	defer l.Close()
	v, s, err := d.hold(ctx, l)
	if err != nil {
		return err
	}
	e, err := d.equip(ctx, l, v)
	if err != nil {
		return err
	}
	if e.worker, err = d.employ(ctx, l, v); err != nil {
		return err
	}
	wait, err := d.serve(ctx, v)
	if err != nil {
		return err
	}
	d.step("the pages are served at %s, and devices heard at %s", d.origin, d.mqtt)
	agreed, err := d.live(ctx, l, v, e)
	if err != nil {
		return err
	}
	disputed, err := d.park(ctx, l, v)
	if err != nil {
		return err
	}
	if err := d.recount(ctx, s); err != nil {
		return err
	}
	if err := d.prove(ctx, v.ID, agreed, disputed); err != nil {
		return err
	}
	err = errors.Join(d.open(ctx, l, v, e, began), wait())
	if ctx.Err() != nil {
		return nil // it was told to end
	}
	return err
}

// live has the estate be lived in: what devices say, orders, points, breaches, and the case that is agreed on, which it returns.
func (d *demo) live(ctx context.Context, l *village.Ledger, v *village.Village, e *estate) (agreed string, err error) {
	if err := d.convene(ctx, l, v); err != nil {
		return "", err
	}
	if err := d.devices(ctx, l, v, e); err != nil {
		return "", err
	}
	if err := d.orders(ctx, l, v, e); err != nil {
		return "", err
	}
	if err := d.points(ctx, l, v, e); err != nil {
		return "", err
	}
	appealed, err := d.breaches(ctx, l, v, e)
	if err != nil {
		return "", err
	}
	return d.mediate(ctx, l, v, appealed)
}

// recount exports the ledger and has linli verify recount it.
func (d *demo) recount(ctx context.Context, s *story) error {
	file := filepath.Join(d.data, "demo.linli")
	for _, earlier := range []string{file, file + ".trust.json"} { // of a network that was reset, perhaps
		if err := os.Remove(earlier); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	if err := d.command(ctx, "export", file); err != nil {
		return err
	}
	d.step("the ledger is exported to %s", file)
	report(d.out, s.On, s.Result)
	d.rates(s)
	fmt.Fprintln(d.out, "\nRecount 复核, offline, from the exported blocks")
	d.started = time.Now()
	if err := d.command(ctx, "verify", file, "--trust", file+".trust.json", "--event", filepath.Join(d.data, smokeFile)); err != nil {
		return fmt.Errorf("the recount does not agree: %w", err)
	}
	d.step("a stranger's recount agrees")
	return nil
}

// open lets people try a vote of their own, on the pages.
func (d *demo) open(ctx context.Context, l *village.Ledger, v *village.Village, has *estate, began time.Time) error {
	fmt.Fprintln(d.out, "\nA vote to try 请您来试")
	e, err := d.openSecond(ctx, l, v)
	if err != nil {
		return err
	}
	d.step("a second election is open; a third of the owners have voted")
	to, err := d.invite(ctx, l, e)
	if err != nil {
		return err
	}
	d.tellLinks(v, to)
	fmt.Fprintf(d.out, "\nDone in %.1f s. Network and pages stay up. Look around:\n", time.Since(began).Seconds())
	file := filepath.Join(d.data, "demo.linli")
	for _, line := range []string{"status", "logs chaincode-owners", "checkpoint", "verify " + file + " --trust " + file + ".trust.json"} {
		fmt.Fprintf(d.out, "  %s %s --data %s\n", d.linli, line, d.data)
	}
	fmt.Fprintf(d.out, "`make stop` ends them; `make demo` holds another vote. Logs: %s, %s\n", d.logFile(), d.file("serve.log"))
	if err := d.detach(); err != nil {
		return err
	}
	attendant := attendant{demo: d, ledger: l, election: e}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return attendant.attend(ctx) })
	group.Go(func() error { return d.goOn(ctx, has) })
	return group.Wait()
}

// command runs linli as a person would, and shows what it says.
func (d *demo) command(ctx context.Context, args ...string) error {
	return d.commandTo(ctx, indent{d.out}, args...)
}

// commandTo is such a command whose result goes elsewhere; what it says beside that is shown.
func (d *demo) commandTo(ctx context.Context, result io.Writer, args ...string) error {
	cmd := exec.CommandContext(ctx, d.linli, append(args, "--data", d.data)...)
	cmd.Stdout, cmd.Stderr = result, indent{d.out}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s: %w", d.linli, args[0], err)
	}
	return nil
}
