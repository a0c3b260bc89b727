// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/internal/mailtest"
)

// duty is a notifier with two operators, and the alarms as they are at a time.
type duty struct {
	*town
	mail *mailtest.Server
}

func newDuty(t *testing.T) *duty {
	t.Helper()
	m, config := mailServer(t, false)
	return &duty{newTown(t, func(c *Config) { c.Mail, c.Operators = config, []string{"op1@mail.example", "op2@mail.example"} }), m}
}

// look is what a look finds after some time, and how many mails have been sent by then.
func (d *duty) look(after time.Duration, want int, all ...Alarm) {
	d.t.Helper()
	d.pass(after)
	must(d.t, d.Alarms(d.t.Context(), all))
	d.deliverAll()
	if got := len(d.mail.Sent()); got != want {
		d.t.Fatalf("%d mails, want %d: %+v", got, want, d.mail.Sent())
	}
}

// again starts the notifier anew on the same file.
func (d *duty) again() {
	d.t.Helper()
	c := d.Config
	must(d.t, d.Notifier.Close())
	var err error
	d.Notifier, err = Open(d.t.Context(), c)
	must(d.t, err)
}

// What is away for ten minutes is told once to each operator, and once that it is over, however often the server starts anew.
func TestAlarm(t *testing.T) {
	d := newDuty(t)
	away := Alarm{Name: "away/street", Level: 1, After: 10 * time.Minute, Zh: "街道办没有应答", En: "The street office does not answer"}
	d.look(0, 0, away)
	for range 3 {
		d.look(3*time.Minute, 0, away)
	}
	d.look(time.Minute, 2, away)
	d.look(time.Minute, 2, away)
	d.again()
	d.look(0, 2, away)
	first := d.mail.Sent()[0]
	if first.Subject != "邻里报警 Linli alarm: away/street" || !strings.Contains(first.Text, "街道办没有应答") ||
		!strings.Contains(first.Text, "does not answer") {
		t.Errorf("%+v", first)
	}
	for range 5 { // it comes and goes
		d.look(10*time.Minute, 2)
		d.look(10*time.Minute, 2, away)
	}
	d.look(29*time.Minute, 2)
	d.again()
	d.look(time.Minute, 4)
	d.look(time.Hour, 4)
	to := map[string]int{}
	for _, m := range d.mail.Sent() {
		to[m.To]++
	}
	if last := d.mail.Sent()[3]; to["op1@mail.example"] != 2 || to["op2@mail.example"] != 2 || !strings.Contains(last.Text, "It is over") {
		t.Errorf("%v, %+v", to, last)
	}
}

// What gets worse is told again, what gets better is not, and what needs no time is told at once.
func TestAlarmThatGetsWorse(t *testing.T) {
	d := newDuty(t)
	at := func(level int) Alarm {
		return Alarm{Name: "certificate/owners", Level: level, Zh: "证书", En: "certificate"}
	}
	d.look(0, 2, at(1))
	d.look(time.Hour, 2, at(1))
	d.look(time.Hour, 4, at(2))
	d.look(time.Hour, 4, at(1))
	d.look(time.Hour, 4, at(2))
	d.look(time.Hour, 6, at(3))
	d.look(time.Hour, 8)
	d.look(time.Hour, 10, at(1))
}

// A time in which nobody looked is no time in which something was away.
func TestAlarmAfterAPause(t *testing.T) {
	d := newDuty(t)
	away := Alarm{Name: "away/street", Level: 1, After: 10 * time.Minute}
	d.look(0, 0, away)
	d.look(time.Hour, 0, away)
	d.look(4*time.Minute, 0, away)
	d.look(4*time.Minute, 0, away)
	d.look(4*time.Minute, 2, away)
}

// A mail server that is away at first gets the alarm later.
func TestAlarmWaitsForTheMailServer(t *testing.T) {
	d := newDuty(t)
	must(t, d.mail.Close())
	must(t, d.Alarms(t.Context(), []Alarm{{Name: "disk", Level: 1}}))
	d.deliverAll()
	if waits := d.count("SELECT count(*) FROM deliveries WHERE state = 'waiting' AND tries = 1"); waits != 2 {
		t.Errorf("%d mails wait", waits)
	}
}
