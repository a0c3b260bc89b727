// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/mailtest"
)

// mailServer starts a mail server for a test.
func mailServer(t *testing.T, implicit bool) (*mailtest.Server, *Mail) {
	t.Helper()
	s, err := mailtest.Start(implicit)
	must(t, err)
	t.Cleanup(func() { _ = s.Close() })
	return s, &Mail{
		Host: "127.0.0.1", Port: s.Port, Implicit: implicit, User: mailtest.User, Password: mailtest.Password,
		From: "花园小区 <linli@garden.example>", Roots: s.Roots(),
	}
}

func TestMail(t *testing.T) {
	for _, implicit := range []bool{false, true} {
		m, config := mailServer(t, implicit)
		tw := newTown(t, func(c *Config) { c.Mail = config })
		tw.enrol()
		alone, shared := tw.heads()
		tw.address(alone.Owners[0], "wang@mail.example")
		tw.address(shared.Owners[1], "li@mail.example")
		must(t, tw.Store.SetContact(t.Context(), garden, identity.Holder{Person: shared.Owners[0]}, "unconfirmed@mail.example", "", ""))
		tw.open("budget", "年度预算 Bcc: all@mail.example", time.Hour)
		tw.deliverAll()
		sent := m.Sent()
		if len(sent) != 4 {
			t.Fatalf("implicit TLS %v: %d mails: %+v\n%s", implicit, len(sent), sent, tw.log.String())
		}
		first := sent[0]
		if first.From != "linli@garden.example" || first.To != "wang@mail.example" && first.To != "li@mail.example" ||
			first.Auto != "auto-generated" {
			t.Errorf("envelope %+v", first)
		}
		if want := "【花园小区】年度预算 Bcc: all@mail.example：开始公示 / 年度预算 Bcc: all@mail.example: notice is given"; first.Subject != want {
			t.Errorf("subject %q, want %q", first.Subject, want)
		}
		for _, want := range []string{
			"投票时间是", "Voting is from", "https://garden.example/c/garden/vote/budget", "https://garden.example/c/garden/my#/contact",
			"删除您的邮箱",
		} {
			if !strings.Contains(first.Text, want) {
				t.Errorf("the mail lacks %q:\n%s", want, first.Text)
			}
		}
		if sent[0].ID == sent[1].ID || !strings.HasSuffix(sent[0].ID, "@garden.example>") {
			t.Errorf("message ids %q, %q", sent[0].ID, sent[1].ID)
		}
	}
}

// The ledger takes no title with a line break; were there one, it would still begin no line of its own in a mail.
func TestTitleOfSeveralLines(t *testing.T) {
	for _, lang := range []Language{Chinese, English} {
		title, text := word(ElectionNotice, vote.Election{Title: "年度预算\r\nBcc: all@mail.example", Times: map[string]int64{}}, lang)
		if !strings.Contains(title, "年度预算  Bcc: all@mail.example") || strings.ContainsAny(title+text, "\r\n") {
			t.Errorf("%q, %q", title, text)
		}
	}
}

// TestMailInTheEnd: a server that is busy gets the mail later, one that knows no such receiver is not asked again, and neither
// keeps the others' mail back.
func TestMailInTheEnd(t *testing.T) {
	m, config := mailServer(t, false)
	busy := 1
	m.Refuse(func(to string) error {
		if to == "gone@mail.example" {
			return &smtp.SMTPError{Code: 550, Message: "no such user " + to}
		}
		return nil
	}, func() error {
		if busy--; busy >= 0 {
			return &smtp.SMTPError{Code: 451, Message: "busy"}
		}
		return nil
	})
	tw := newTown(t, func(c *Config) { c.Mail = config })
	tw.enrol()
	alone, shared := tw.heads()
	tw.address(alone.Owners[0], "wang@mail.example")
	tw.address(shared.Owners[1], "gone@mail.example")
	tw.open("budget", "年度预算", time.Hour)
	tw.deliverAll()
	if got := len(m.Sent()); got != 1 {
		t.Errorf("%d mails at first", got)
	}
	tw.pass(time.Minute)
	tw.deliverAll()
	if sent := m.Sent(); len(sent) != 2 || sent[0].To != sent[1].To {
		t.Errorf("in the end %+v", sent)
	}
	for state, want := range map[string]int{"done": 2, "dead": 2, "waiting": 0} {
		if got := tw.count("SELECT count(*) FROM deliveries WHERE state = ?", state); got != want {
			t.Errorf("%d deliveries are %s, want %d", got, state, want)
		}
	}
	if log := tw.log.String(); strings.Contains(log, "mail.example") || strings.Contains(log, alone.Owners[0]) {
		t.Errorf("the log names people:\n%s", log)
	}
}

// TestNoMail: wrong password, unknown certificate, no TLS at all and no server: nothing is sent, everything waits, nothing leaks.
func TestNoMail(t *testing.T) {
	m, config := mailServer(t, false)
	plain, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = plain.Close() })
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections, and never greets
	must(t, err)
	t.Cleanup(func() { _ = silent.Close() })
	heard := make(chan string, 10)
	go func() { // an SMTP server that offers no TLS
		for {
			c, err := plain.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(c, "220 hello\r\n")
			line := make([]byte, 200)
			_, _ = c.Read(line)
			_, _ = io.WriteString(c, "250-hello\r\n250 AUTH PLAIN\r\n")
			n, _ := c.Read(line)
			heard <- string(line[:n])
			_ = c.Close()
		}
	}()
	for what, change := range map[string]func(*Mail){
		"wrong password":      func(c *Mail) { c.Password = "guess" },
		"unknown certificate": func(c *Mail) { c.Roots = x509.NewCertPool() },
		"no TLS":              func(c *Mail) { c.Port = plain.Addr().(*net.TCPAddr).Port },
		"no server":           func(c *Mail) { c.Port = 1 },
		"silent server":       func(c *Mail) { c.Port = silent.Addr().(*net.TCPAddr).Port },
	} {
		tw := newTown(t, func(c *Config) { own := *config; c.Mail = &own; change(c.Mail) })
		tw.answerWithin = 300 * time.Millisecond
		tw.enrol()
		alone, _ := tw.heads()
		tw.address(alone.Owners[0], "wang@mail.example")
		tw.open("budget", "年度预算", time.Hour)
		tw.deliverAll()
		if waits := tw.count("SELECT count(*) FROM deliveries WHERE state = 'waiting' AND tries = 1"); waits != 2 {
			t.Errorf("%s: %d mails wait", what, waits)
		}
		if strings.Contains(tw.log.String(), mailtest.Password) {
			t.Errorf("%s: the log has the password", what)
		}
	}
	if sent := m.Sent(); len(sent) > 0 {
		t.Errorf("sent %+v", sent)
	}
	for len(heard) > 0 {
		if said := <-heard; strings.Contains(said, "AUTH") || strings.Contains(said, "MAIL") {
			t.Errorf("without TLS it said %q", said)
		}
	}
}

// TestNobodyWrites: who removed his address, or was erased, gets no mail that was still on its way.
func TestNobodyWrites(t *testing.T) {
	m, config := mailServer(t, false)
	tw := newTown(t, func(c *Config) { c.Mail = config })
	tw.enrol()
	alone, shared := tw.heads()
	tw.address(alone.Owners[0], "wang@mail.example")
	tw.address(shared.Owners[1], "li@mail.example")
	tw.open("budget", "年度预算", time.Hour)
	must(t, tw.SetContact(t.Context(), garden, identity.Holder{Person: alone.Owners[0]}, "", "", ""))
	must(t, tw.Store.ErasePerson(t.Context(), garden, shared.Owners[1], identity.Erasure{Owner: true}))
	tw.deliverAll()
	if sent := m.Sent(); len(sent) > 0 {
		t.Errorf("sent %+v", sent)
	}
	if dead := tw.count("SELECT count(*) FROM deliveries WHERE state = 'dead'"); dead != 4 {
		t.Errorf("%d deliveries are dead", dead)
	}
}

var tokenIn = regexp.MustCompile(`https://garden\.example/c/garden/my#/contact/([A-Za-z0-9_-]{43})\r?\n`)

func TestConfirm(t *testing.T) {
	m, config := mailServer(t, false)
	tw := newTown(t, func(c *Config) { c.Mail = config })
	alone, _ := tw.heads()
	person := alone.Owners[0]
	ask := func(address string) string {
		t.Helper()
		must(t, tw.SetContact(t.Context(), garden, identity.Holder{Person: person}, address, "139 0000 1234", ""))
		before := len(m.Sent())
		tw.deliverAll()
		sent := m.Sent()
		if len(sent) != before+1 || sent[before].To != address {
			t.Fatalf("%d mails: %+v", len(sent)-before, sent)
		}
		found := tokenIn.FindStringSubmatch(sent[before].Text)
		if found == nil || strings.Contains(sent[before].Text, person) {
			t.Fatalf("the mail says\n%s", sent[before].Text)
		}
		if tw.count("SELECT count(*) FROM tokens WHERE token LIKE '%' || ? || '%' OR address LIKE '%' || ? || '%'", found[1], address) > 0 {
			t.Error("the file holds a token or an address")
		}
		return found[1]
	}
	confirm := func(what, token string, want error, confirmed bool) {
		t.Helper()
		if err := tw.Notifier.Confirm(t.Context(), token); !errors.Is(err, want) {
			t.Errorf("%s: %v", what, err)
		}
		p, err := tw.Store.Person(t.Context(), garden, person)
		must(t, err)
		if p.Confirmed > 0 != confirmed {
			t.Errorf("%s: confirmed %v", what, p.Confirmed > 0)
		}
	}
	confirm("a guess", strings.Repeat("A", 43), ErrNoToken, false)
	token := ask("wang@mail.example")
	tw.withoutStore(func() {
		if err := tw.Notifier.Confirm(t.Context(), token); err == nil || errors.Is(err, ErrNoToken) {
			t.Errorf("the store is away: %v", err)
		}
	})
	confirm("the link", token, nil, true)
	confirm("the link again", token, ErrNoToken, true)

	token = ask("wang@other.example")
	confirm("another address than before", "", ErrNoToken, false)
	must(t, tw.SetContact(t.Context(), garden, identity.Holder{Person: person}, "victim@mail.example", "", ""))
	confirm("a link that was sent elsewhere", token, ErrNoToken, false)

	token = ask("wang@third.example")
	tw.pass(tokenFor + time.Second)
	confirm("an old link", token, ErrNoToken, false)
	confirm("the next one", ask("wang@third.example"), nil, true)
	must(t, tw.SetContact(t.Context(), garden, identity.Holder{Person: person}, "wang@third.example", "changed number", ""))
	if p, err := tw.Store.Person(t.Context(), garden, person); err != nil || p.Confirmed == 0 || p.Phone != "changed number" {
		t.Errorf("another number: %+v, %v", p, err)
	}

	tw.pass(48 * time.Hour)
	for range confirmAsked {
		must(t, tw.SetContact(t.Context(), garden, identity.Holder{Person: person}, "wang@fourth.example", "", ""))
	}
	err := tw.SetContact(t.Context(), garden, identity.Holder{Person: person}, "wang@fifth.example", "", "")
	if !errors.Is(err, ErrTooOften) {
		t.Errorf("a mail too many: %v", err)
	}
	if p, err := tw.Store.Person(t.Context(), garden, person); err != nil || p.Email != "wang@fourth.example" {
		t.Errorf("after that: %+v, %v", p, err)
	}
	must(t, tw.SetContact(t.Context(), garden, identity.Holder{Person: person}, "", "", "")) // to remove it is possible always
	for _, bad := range []string{"wang", "wang@", "王 <wang@mail.example>", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example",
		"王@mail.example", strings.Repeat("a", 250) + "@b.example"} {
		if err := tw.SetContact(t.Context(), garden, identity.Holder{Person: person}, bad, "", ""); !errors.Is(err, ErrBadAddress) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// withoutStore does something while the personal-data store cannot be reached.
func (tw *town) withoutStore(do func()) {
	tw.t.Helper()
	must(tw.t, tw.Store.Close())
	do()
	store, err := identity.Open(tw.t.Context(), filepath.Join(filepath.Dir(tw.File), "people.db"))
	must(tw.t, err)
	tw.t.Cleanup(func() { must(tw.t, store.Close()) })
	tw.Store = store
}

func TestParseMail(t *testing.T) {
	for address, want := range map[string]Mail{
		"smtp://linli%40garden.example@mail.example:2525": {Host: "mail.example", Port: 2525, User: "linli@garden.example"},
		"smtps://linli@mail.example":                      {Host: "mail.example", Port: 465, Implicit: true, User: "linli"},
		"smtp://linli@mail.example/":                      {Host: "mail.example", Port: 587, User: "linli"},
	} {
		want.Password, want.From = "secret", "a@b.example"
		if got, err := ParseMail(address, "secret", "a@b.example"); err != nil || *got != want {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
	}
	for _, bad := range [][3]string{
		{"http://linli@mail.example", "x", "a@b.example"}, {"mail.example:25", "x", "a@b.example"},
		{"smtp://linli:x@mail.example", "x", "a@b.example"},
		{"smtp://linli@mail.example", "", "a@b.example"}, {"smtp://mail.example", "x", "a@b.example"},
		{"smtp://linli@mail.example", "x", ""},
		{"smtp://linli@mail.example:port", "x", "a@b.example"},
	} {
		if got, err := ParseMail(bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("%v: %+v", bad, got)
		}
	}
}

// Servers that offer LOGIN alone, as Microsoft 365 does, take mails too; what keeps one from taking them is told when it is tried,
// without a mail.
func TestLoginAtMailServer(t *testing.T) {
	for _, implicit := range []bool{false, true} {
		m, config := mailServer(t, implicit)
		for _, offers := range [][]string{{sasl.Login}, {sasl.Login, sasl.Plain}, {"XOAUTH2", sasl.Login}} {
			m.Offer(offers...)
			must(t, config.Try(t.Context()))
		}
		m.Offer(sasl.Login)
		tw := newTown(t, func(c *Config) { c.Mail = config })
		tw.enrol()
		alone, _ := tw.heads()
		tw.address(alone.Owners[0], "wang@mail.example")
		tw.open("budget", "年度预算", time.Hour)
		tw.deliverAll()
		if len(m.Sent()) == 0 {
			t.Errorf("implicit TLS %v: nothing was sent by LOGIN: %s", implicit, tw.log.String())
		}
		tried := len(m.Sent())
		for what, c := range map[string]struct {
			offers []string
			change func(m *Mail)
			says   []string
		}{
			"a wrong password": {[]string{sasl.Login}, func(m *Mail) { m.Password = "wrong horse" },
				[]string{"535", "user and password"}},
			"and by PLAIN": {[]string{sasl.Plain}, func(m *Mail) { m.Password = "wrong horse" },
				[]string{"535", "user and password"}},
			"no way by password":      {[]string{"XOAUTH2"}, func(*Mail) {}, []string{"neither PLAIN nor LOGIN"}},
			"a certificate of others": {[]string{sasl.Login}, func(m *Mail) { m.Roots = x509.NewCertPool() }, []string{"certificate"}},
			"nobody there":            {[]string{sasl.Login}, func(m *Mail) { m.Port = 1 }, []string{"127.0.0.1:1", "check host, port"}},
			"the other kind of TLS":   {[]string{sasl.Login}, func(m *Mail) { m.Implicit = !m.Implicit }, []string{"check host, port"}},
		} {
			m.Offer(c.offers...)
			wrong := *config
			c.change(&wrong)
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second) // servers wait for who does not speak as they do
			err := wrong.Try(ctx)
			cancel()
			for _, says := range c.says {
				if err == nil || !strings.Contains(err.Error(), says) {
					t.Errorf("%s: %v", what, err)
				}
			}
			if err != nil && strings.Contains(err.Error(), wrong.Password) {
				t.Errorf("%s: it tells the password: %v", what, err)
			}
		}
		if len(m.Sent()) != tried {
			t.Error("to try a server sends mails")
		}
	}
}
