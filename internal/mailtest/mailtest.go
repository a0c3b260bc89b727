// SPDX-License-Identifier: Apache-2.0

// Package mailtest is a mail server for tests: SMTP over TLS on this machine, with a user, that keeps what it is sent.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"slices"
	"sync"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// User and Password are who may send.
const (
	User     = "linli@garden.example"
	Password = "correct horse"
)

// Server is a running mail server on 127.0.0.1. Close it.
type Server struct {
	Port        int
	Certificate []byte // PEM; its own root

	smtp *smtp.Server

	mu    sync.Mutex
	mails []Mail
	rcpt  func(to string) error
	login []string
	data  func() error
}

// Mail is a mail that the server took.
type Mail struct{ From, To, Subject, Text, ID, Auto string }

// Start starts a server, with TLS from the first byte or by STARTTLS.
func Start(implicit bool) (*Server, error) {
	certificate, err := certify()
	if err != nil {
		return nil, err
	}
	s := &Server{Certificate: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Certificate[0]})}
	s.smtp = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{Server: s}, nil }))
	s.smtp.Domain = "localhost"
	s.smtp.TLSConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	s.smtp.ErrorLog = quiet{} // clients that break off are what tests are about
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s.Port = listener.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // of a TCP listener
	if implicit {
		listener = tls.NewListener(listener, s.smtp.TLSConfig)
	}
	go func() { _ = s.smtp.Serve(listener) }()
	return s, nil
}

// Close ends the server.
func (s *Server) Close() error { return s.smtp.Close() }

// Roots is who vouches for the server.
func (s *Server) Roots() *x509.CertPool {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(s.Certificate)
	return roots
}

// Sent are the mails so far, in order.
func (s *Server) Sent() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

// Refuse has the server ask these functions before it takes a receiver, and before it takes a mail; nil takes everything.
func (s *Server) Refuse(rcpt func(to string) error, data func() error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rcpt, s.data = rcpt, data
}

// Offer has the server offer these ways to log in, PLAIN and LOGIN among them, instead of PLAIN.
func (s *Server) Offer(mechanisms ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.login = mechanisms
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// certify makes a certificate for this machine.
func certify() (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter:    time.Now().Add(24 * time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}, err
}

// session is one connection.
type session struct {
	*Server
	user, from, to string
}

func (s *session) AuthMechanisms() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.login == nil {
		return []string{sasl.Plain}
	}
	return s.login
}

func (s *session) Auth(mechanism string) (sasl.Server, error) {
	if mechanism == sasl.Login {
		return &loginServer{session: s}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return s.check(user, password) }), nil
}

func (s *session) check(user, password string) error {
	if user != User || password != Password {
		return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "wrong password"}
	}
	s.user = user
	return nil
}

// loginServer is the mechanism LOGIN, which asks for the name and then for the password.
type loginServer struct {
	*session
	asked int
	name  string
}

// Next implements sasl.Server.
func (l *loginServer) Next(answer []byte) (challenge []byte, done bool, err error) {
	l.asked++
	switch l.asked {
	case 1:
		return []byte("Username:"), false, nil
	case 2:
		l.name = string(answer)
		return []byte("Password:"), false, nil
	}
	return nil, true, l.check(l.name, string(answer))
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.user == "" {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rcpt != nil {
		return s.rcpt(to)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		return err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.data != nil {
		if err := s.data(); err != nil {
			return err
		}
	}
	s.mails = append(s.mails, Mail{s.from, s.to, subject, string(text), m.Header.Get("Message-Id"), m.Header.Get("Auto-Submitted")})
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }
