// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/sqlitefile"
)

// What is said of the mail that asks to confirm an address is what the mail server did, and of the address that the person has now.
func TestConfirmation(t *testing.T) {
	m, config := mailServer(t, false)
	tw := newTown(t, func(c *Config) { c.Mail = config })
	alone, _ := tw.heads()
	person := alone.Owners[0]
	is := func(when string, state ConfirmationState, reason Reason) {
		t.Helper()
		c, ok, err := tw.Confirmation(t.Context(), garden, identity.Holder{Person: person})
		must(t, err)
		if ok != (state != "") || c.State != state || c.Reason != reason {
			t.Errorf("%s: %+v, known: %v; want %q %q", when, c, ok, state, reason)
		}
		now := tw.clock().Unix()
		if future := state == Retrying; ok && (c.At > now) != future {
			t.Errorf("%s: at %d, now %d", when, c.At, now)
		}
	}
	ask := func(address string) {
		t.Helper()
		must(t, tw.SetContact(t.Context(), garden, identity.Holder{Person: person}, address, "", ""))
	}
	try := func(rcpt, data int) {
		t.Helper()
		refusing := func(code int) error {
			if code == 0 {
				return nil
			}
			return &smtp.SMTPError{Code: code, Message: "no"}
		}
		m.Refuse(func(string) error { return refusing(rcpt) }, func() error { return refusing(data) })
		tw.pass(lastRetry)
		tw.deliverAll()
	}
	is("nothing was asked", "", "")
	ask("wang@mail.example")
	is("not tried yet", Queued, "")
	config.Password = "wrong horse"
	try(0, 0)
	is("it does not let this server in", Retrying, LoginRefused)
	right := config.Port
	config.Password, config.Port = "correct horse", 1
	try(0, 0)
	is("nobody is there", Retrying, Unreachable)
	config.Port = right
	try(0, 451)
	is("it is busy", Retrying, MailRefused)
	try(450, 0)
	is("it has doubts about the address", Retrying, AddressRefused)
	try(0, 0)
	is("it took the mail", Handed, "")
	if sent := m.Sent(); len(sent) != 1 || sent[0].To != "wang@mail.example" {
		t.Errorf("%+v", sent)
	}

	ask("nobody@mail.example")
	is("another address", Queued, "")
	try(550, 0)
	is("there is no such address", Failed, AddressRefused)
	ask("")
	is("the address is removed", "", "")
	tw.pass(24 * time.Hour)
	ask("wang@mail.example")
	is("it is back", Queued, "")
	try(0, 451)
	tw.pass(tokenFor)
	tw.deliverAll()
	is("it was tried for as long as the link is good", Failed, MailRefused)
	tw.pass(keepTrying + time.Second)
	must(t, tw.sweep(t.Context()))
	is("long afterwards", "", "")

	ask("wang@mail.example")
	try(0, 0)
	tw.Mail = nil // the operator takes mail away, and gives it back
	ask("li@mail.example")
	tw.Mail = config
	is("an address that was never sent anything", "", "")
}

// A file of the first version is read on.
func TestFileOfTheFirstVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notices.db")
	old, err := sqlitefile.Open(path, 1)
	must(t, err)
	_, err = old.Write.ExecContext(t.Context(), schema+`PRAGMA user_version = 1;
		INSERT INTO deliveries (way, community, person, notice, created, expires, next, state) VALUES ('mail', 'garden', 'p', 0, 1, 2, 3, 'done')`)
	must(t, err)
	must(t, old.Close())
	for range 2 {
		n, err := Open(t.Context(), Config{File: path})
		must(t, err)
		c, ok, err := n.Confirmation(t.Context(), garden, identity.Holder{Person: "p"})
		if err != nil || !ok || c != (Confirmation{State: Handed, At: 3}) {
			t.Errorf("%+v %v %v", c, ok, err)
		}
		must(t, n.Close())
	}
	later, err := sqlitefile.Open(path, 1)
	must(t, err)
	_, err = later.Write.ExecContext(t.Context(), "PRAGMA user_version = 99")
	must(t, err)
	must(t, later.Close())
	if _, err := Open(t.Context(), Config{File: path}); err == nil {
		t.Error("a file of a version that is not known is opened")
	}
}
