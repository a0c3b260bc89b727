// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"github.com/linli-project/linli/identity"
)

// Mail is how e-mail leaves: over TLS always, from the first byte or by STARTTLS.
type Mail struct {
	Host     string
	Port     int
	Implicit bool   // TLS from the first byte (smtps)
	User     string // "": the server asks for none
	Password string
	From     string         // the sender's address, with a name or without
	Roots    *x509.CertPool `json:"-"` // who vouches for the server; nil is the system's
}

// ParseMail reads smtp://user@host:port or smtps://user@host:port. The user may have an @ of his own, as %40 or as it stands.
func ParseMail(address, password, from string) (*Mail, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || strings.Trim(u.Path, "/") != "" {
		return nil, errors.New("the mail server is given as smtp://user@host:port or smtps://user@host:port")
	}
	m := &Mail{Host: u.Hostname(), Port: 587, Implicit: u.Scheme == "smtps", User: u.User.Username(), Password: password, From: from}
	if m.Implicit {
		m.Port = 465
	}
	if u.Port() != "" {
		if m.Port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fmt.Errorf("the mail server's port: %w", err)
		}
	}
	if _, inURL := u.User.Password(); inURL {
		return nil, errors.New("the mail password stands in a file, not in the address, where other users of the machine see it")
	}
	if (m.User == "") != (m.Password == "") {
		return nil, errors.New("a mail user needs a password, and a password a user")
	}
	if _, err := netmail.ParseAddress(from); err != nil {
		return nil, fmt.Errorf("the mails' sender: %w", err)
	}
	return m, nil
}

const mailWay = "mail"

// post is the way by mail.
type post struct {
	*Notifier
	mail *Mail
}

func (p *post) name() string { return mailWay }

// send sends one mail. The address is looked up now: whoever removed it in the meantime gets none.
func (p *post) send(ctx context.Context, d delivery) error {
	contact, err := p.Store.Contact(ctx, d.community, holderOf(d.person))
	if errors.Is(err, identity.ErrNotFound) {
		return fmt.Errorf("%w: nobody is there any more", errHopeless)
	}
	if err != nil {
		return err
	}
	if asks := d.notice == 0; contact.Email == "" || asks == (contact.Confirmed > 0) {
		return fmt.Errorf("%w: the address was removed, changed or confirmed", errHopeless)
	}
	letter, err := p.compose(ctx, d, contact.Email)
	if err != nil {
		return err
	}
	m, err := p.message(d, contact.Email, letter)
	if err != nil {
		return err
	}
	return p.hand(ctx, m)
}

// letter is what a mail says.
type letter struct{ subject, text string }

func (p *post) compose(ctx context.Context, d delivery, email string) (letter, error) {
	if d.notice == 0 {
		return p.confirmation(ctx, d.community, d.person, email)
	}
	notice, err := p.noticeOf(ctx, d)
	if err == nil {
		err = p.stillWanted(ctx, notice)
	}
	if err != nil {
		return letter{}, err
	}
	return p.letter(ctx, notice, holderOf(d.person))
}

func (p *post) message(d delivery, to string, l letter) (*mail.Msg, error) {
	m := mail.NewMsg()
	if err := errors.Join(m.From(p.mail.From), m.To(to)); err != nil {
		return nil, fmt.Errorf("%w: the address cannot be written to", errHopeless) // the error names it
	}
	host := "linli"
	if u, err := url.Parse(p.Origin); err == nil && u.Hostname() != "" {
		host = u.Hostname()
	}
	m.SetMessageIDWithValue(fmt.Sprintf("%d.%d@%s", d.created, d.id, host)) // one for all attempts
	m.SetDateWithValue(p.Now())
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no answer by an absent reader's program
	m.Subject(l.subject)
	m.SetBodyString(mail.TypeTextPlain, l.text)
	return m, nil
}

// hand hands a mail to the server, over a connection of its own.
func (p *post) hand(ctx context.Context, m *mail.Msg) error {
	ctx, cancel := context.WithTimeout(ctx, p.answerWithin)
	defer cancel()
	client, err := p.mail.dial(ctx, p.answerWithin)
	if err != nil {
		return err
	}
	err = client.Send(m)
	_ = client.Close() // the server has answered, or the connection is gone
	if m.IsDelivered() {
		return nil
	}
	return refused(err)
}

// Try reaches the mail server and logs in, without sending anything. The error says what is wrong, for the operator to mend.
func (m *Mail) Try(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	client, err := m.dial(ctx, answerWithin)
	if err != nil {
		return err
	}
	_ = client.Close() // it is of no more use
	return nil
}

// dial reaches the server and logs in, over a connection that is cut when it takes too long or the process ends.
func (m *Mail) dial(ctx context.Context, within time.Duration) (*mail.Client, error) {
	config := &tls.Config{ServerName: m.Host, MinVersion: tls.VersionTLS12, RootCAs: m.Roots}
	dial := func(_ context.Context, network, address string) (net.Conn, error) {
		connection, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		context.AfterFunc(ctx, func() { _ = connection.Close() }) // to cut it is all that is wanted
		if m.Implicit {
			return tls.Client(connection, config), nil
		}
		return connection, nil
	}
	options := []mail.Option{
		mail.WithPort(m.Port), mail.WithTLSConfig(config), mail.WithDialContextFunc(dial), mail.WithTimeout(within),
		mail.WithTLSPolicy(mail.TLSMandatory),
	}
	if m.Implicit {
		options = append(options, mail.WithSSL())
	}
	if m.User != "" {
		options = append(options, mail.WithSMTPAuthCustom(&byPassword{mail: m}))
	}
	client, err := mail.NewClient(m.Host, options...)
	if err != nil {
		return nil, err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return nil, m.unreached(err)
	}
	return client, nil
}

var errNoPassword = errors.New("it offers neither PLAIN nor LOGIN, the two ways to log in with a password")

// byPassword logs in as the server offers it: with PLAIN, or with LOGIN, which is all that some offer. The connection is TLS.
type byPassword struct {
	smtp.Auth

	mail *Mail
}

// Start implements smtp.Auth.
func (a *byPassword) Start(server *smtp.ServerInfo) (mechanism string, first []byte, err error) {
	m := a.mail
	switch {
	case slices.Contains(server.Auth, "PLAIN"):
		a.Auth = smtp.PlainAuth("", m.User, m.Password, m.Host, false)
	case slices.Contains(server.Auth, "LOGIN"):
		a.Auth = smtp.LoginAuth(m.User, m.Password, m.Host, false)
	default:
		return "", nil, errNoPassword
	}
	return a.Auth.Start(server)
}

// unreached says what to do about a server that cannot be reached, or does not let the user in.
func (m *Mail) unreached(err error) error {
	at := net.JoinHostPort(m.Host, strconv.Itoa(m.Port))
	do, reason := "check host, port and whether it speaks TLS from the first byte (smtps) or after STARTTLS (smtp)", Unreachable
	var certificate *tls.CertificateVerificationError
	var answer *textproto.Error
	switch {
	case errors.As(err, &certificate):
		do = "its certificate does not hold: give the name that the certificate has, or have the server's renewed"
	case errors.As(err, &answer) && answer.Code >= 500:
		do, reason = "check user and password; some providers want a password for programs alone, and let nobody in by SMTP until an administrator allows it", LoginRefused
	case errors.Is(err, errNoPassword):
		do, reason = "have its operator allow one of the two for this user", LoginRefused
	}
	return mailError{fmt.Errorf("reach the mail server %s: %w; %s", at, err, do), reason}
}

// refused says why the server did not take a mail, without the addresses that the library's error names.
func refused(err error) error {
	failed, ok := errors.AsType[*mail.SendError](err)
	if !ok {
		return mailError{errors.New("the mail was not sent"), MailRefused}
	}
	if failed.Reason != mail.ErrSMTPRcptTo {
		return mailError{fmt.Errorf("the mail server: %s, %d", failed.Reason, failed.ErrorCode()), MailRefused}
	}
	if failed.ErrorCode() >= 500 {
		return mailError{fmt.Errorf("%w: the server refuses the receiver with %d", errHopeless, failed.ErrorCode()), AddressRefused}
	}
	return mailError{fmt.Errorf("the mail server: %s, %d", failed.Reason, failed.ErrorCode()), AddressRefused}
}
