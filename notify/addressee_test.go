// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/mailtest"
	"github.com/linli-project/linli/rules/order"
	"github.com/linli-project/linli/sqlitefile"
)

// staff adds somebody with a passkey and an address that he has confirmed.
func (tw *town) staff(h identity.Holder, passkey string) {
	tw.t.Helper()
	file, err := sqlitefile.Open(filepath.Join(filepath.Dir(tw.File), "people.db"), 1)
	must(tw.t, err)
	_, err = file.Write.ExecContext(tw.t.Context(), `INSERT INTO passkeys (community, id, officer, worker, spki, flags, transports,
		record, added) VALUES (?, ?, ?, ?, '', 0, '', '', 1)`, garden, passkey, h.Officer, h.Worker)
	must(tw.t, err)
	must(tw.t, file.Close())
	email := passkey + "@mail.example"
	must(tw.t, tw.SetContact(tw.t.Context(), garden, h, email, "", ""))
	must(tw.t, tw.Store.ConfirmEmail(tw.t.Context(), garden, h, email))
}

// hired are three workers and the supervisor of the grid, all with addresses.
func (tw *town) hired() {
	tw.t.Helper()
	for i := range 3 {
		w, err := tw.Store.AddWorker(tw.t.Context(), garden, "owners", fmt.Sprintf("网格员000%d", i+1), "", "")
		must(tw.t, err)
		tw.staff(identity.Holder{Worker: w.ID}, fmt.Sprintf("w%d", i+1))
	}
	boss, err := tw.Store.AddOfficer(tw.t.Context(), garden, "owners", "经办人", "")
	must(tw.t, err)
	tw.staff(identity.Holder{Officer: boss.ID}, "boss")
}

// arrived are the English halves of the subjects that have arrived since, by who got them.
func (tw *town) arrived(m *mailtest.Server, since int) map[string][]string {
	tw.t.Helper()
	tw.deliverAll()
	all := map[string][]string{}
	for _, mail := range m.Sent()[since:] {
		_, subject, _ := strings.Cut(mail.Subject, " / ")
		to := strings.TrimSuffix(mail.To, "@mail.example")
		all[to] = append(all[to], subject)
	}
	for _, subjects := range all {
		slices.Sort(subjects)
	}
	return all
}

// Who is called is told by mail, and again until it is his no more; a mail leads to his page, and says neither what it is nor where.
func TestOrderMails(t *testing.T) {
	m, config := mailServer(t, false)
	tw := newTown(t, func(c *Config) { c.Mail = config })
	tw.enrol()
	tw.hired()
	c := tw.raise(grid, order.Emergency)
	expect := func(when string, since int, want map[string][]string) {
		t.Helper()
		if diff := cmp.Diff(want, tw.arrived(m, since)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", when, diff)
		}
	}
	const called, again = "An order waits to be accepted (emergency)", "Once more: an order is still overdue (emergency)"
	const overdue, near = "An order is overdue (emergency)", "A deadline of your order is near (emergency)"
	expect("raised", 0, map[string][]string{"w1": {called}})
	for _, want := range []string{"https://garden.example/c/garden/work#/order/" + orderID, "https://garden.example/c/garden/work#/contact"} {
		if !strings.Contains(m.Sent()[0].Text, want) {
			t.Errorf("the mail lacks %s:\n%s", want, m.Sent()[0].Text)
		}
	}
	alone, _ := tw.heads()
	for _, secret := range []string{alone.Owners[0], alone.Units[0].ID, "3-2", string(order.RepairWater)} {
		if mail := m.Sent()[0]; strings.Contains(mail.Subject+mail.Text, secret) {
			t.Errorf("the mail says %s:\n%s", secret, mail.Text)
		}
	}
	c.due(time.Minute)
	expect("nobody accepted", 1, map[string][]string{"w2": {called}, "w3": {called}})
	c.due(4 * time.Minute)
	expect("five minutes", 3, map[string][]string{"boss": {overdue}})
	c.due(5 * time.Minute)
	expect("ten minutes", 4, map[string][]string{"w1": {again}, "w2": {again}, "w3": {again}, "boss": {again}})
	c.due(5 * time.Minute)
	at := c.clock().Unix()
	c.step(c.Accept(at, at, "w2")) // what has not left yet is of use to nobody but to who waits no more
	expect("accepted by another", 8, map[string][]string{"w2": {again}, "boss": {again}})
	must(t, tw.remindOfDeadlines(t.Context()))
	must(t, tw.remindOfDeadlines(t.Context()))
	expect("a deadline is near", 10, map[string][]string{"w2": {near}})
	at = c.clock().Unix()
	c.step(c.Arrive(at, at, "w2"))
	at = c.clock().Unix()
	c.step(c.Finish(at, at, "w2", order.Solved))
	expect("done", 11, map[string][]string{})
}

// What nobody's turn it is all officers are told; who has left no more is.
func TestOrderMailsToOfficers(t *testing.T) {
	m, config := mailServer(t, false)
	tw := newTown(t, func(c *Config) { c.Mail = config })
	tw.enrol()
	var ids []string
	for _, name := range []string{"one", "two"} {
		o, err := tw.Store.AddOfficer(t.Context(), garden, "owners", "经办人", "")
		must(t, err)
		tw.staff(identity.Holder{Officer: o.ID}, name)
		ids = append(ids, o.ID)
	}
	_, err := tw.Store.EndOfficer(t.Context(), garden, ids[1])
	must(t, err)
	tw.raise(order.Plan{}, order.Ordinary)
	if got := tw.arrived(m, 0); !slices.Equal(slices.Collect(maps.Keys(got)), []string{"one"}) {
		t.Errorf("%v", got)
	}
	if text := m.Sent()[0].Text; !strings.Contains(text, "/office#/orders") || !strings.Contains(text, "/office#/contact") {
		t.Error(text)
	}
}

// A worker confirms his address as a resident does; whose passkey was revoked is told nothing.
func TestWorkersAddress(t *testing.T) {
	m, config := mailServer(t, false)
	tw := newTown(t, func(c *Config) { c.Mail = config })
	tw.enrol()
	w, err := tw.Store.AddWorker(t.Context(), garden, "owners", "网格员0001", "", "")
	must(t, err)
	h := identity.Holder{Worker: w.ID}
	tw.staff(h, "w1")
	must(t, tw.SetContact(t.Context(), garden, h, "new@mail.example", "", ""))
	c := tw.raise(grid, order.Emergency)
	tw.deliverAll()
	sent := m.Sent()
	if len(sent) != 1 || sent[0].To != "new@mail.example" {
		t.Fatalf("%+v", sent)
	}
	_, token, _ := strings.Cut(sent[0].Text, "/my#/contact/")
	token, _, _ = strings.Cut(token, "\n")
	must(t, tw.Notifier.Confirm(t.Context(), strings.TrimSpace(token)))
	c.due(10 * time.Minute)
	if got := tw.arrived(m, 1); len(got["new"]) == 0 {
		t.Errorf("confirmed: %v", got)
	}
	must(t, tw.Store.Revoked(t.Context(), garden, "w1", ""))
	before := len(m.Sent())
	c.due(5 * time.Minute)
	if got := tw.arrived(m, before); len(got) != 0 {
		t.Errorf("revoked: %v", got)
	}
}
