// SPDX-License-Identifier: Apache-2.0

// Package mosquittotest runs Debian's MQTT broker for tests: with certificates, and an access list by which a device publishes as itself.
package mosquittotest

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/linli-project/linli/oracle/broker"
)

// Broker is a broker that runs.
type Broker struct {
	testing.TB
	Dir       string // of its files
	Address   string
	Authority *broker.Authority // of its certificate, and of whom it lets in
	program   string
	process   *exec.Cmd
}

// Run runs a broker with an access list until the test ends. Without Mosquitto the test is skipped, or fails where every test is asked for.
func Run(t testing.TB, authority *broker.Authority, access string) *Broker {
	t.Helper()
	m := &Broker{TB: t, Dir: t.TempDir(), Address: freeAddress(t), Authority: authority, program: Find("mosquitto")}
	if m.program == "" && os.Getenv("LINLI_TEST_ALL") != "1" {
		t.Skip("mosquitto is not installed")
	}
	if m.program == "" {
		t.Fatal("mosquitto is not installed")
	}
	m.configure(access)
	m.Start()
	t.Cleanup(m.Kill)
	return m
}

// Find finds a program of Mosquitto's, or returns "".
func Find(program string) string {
	for _, name := range []string{program, "/usr/sbin/" + program, "/usr/bin/" + program} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// Must ends the test if there is an error.
func (m *Broker) Must(err error) {
	m.Helper()
	if err != nil {
		m.Fatal(err)
	}
}

// Write writes one of its files.
func (m *Broker) Write(name, text string) {
	m.Helper()
	m.Must(os.WriteFile(filepath.Join(m.Dir, name), []byte(text), 0o600))
}

func (m *Broker) configure(access string) {
	m.Helper()
	config, err := m.Authority.TLS("localhost", "127.0.0.1")
	m.Must(err)
	key, err := x509.MarshalPKCS8PrivateKey(config.Certificates[0].PrivateKey)
	m.Must(err)
	m.Write("server.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: config.Certificates[0].Certificate[0]})))
	m.Write("server.key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
	m.Write("ca.pem", string(m.Authority.Certificate()))
	m.Write("acl", access)
	m.Write("mosquitto.conf", m.Settings(`require_certificate true
use_identity_as_username true
acl_file `+m.Dir+`/acl
`))
}

// Settings are those that all tests share, and some of their own.
func (m *Broker) Settings(own string) string {
	_, port, err := net.SplitHostPort(m.Address)
	m.Must(err)
	text := fmt.Sprintf("listener %s 127.0.0.1\ncafile %s/ca.pem\ncertfile %s/server.pem\nkeyfile %s/server.key\n"+
		"persistence true\npersistence_location %s/\nmax_queued_messages 0\n", port, m.Dir, m.Dir, m.Dir, m.Dir)
	if os.Getuid() == 0 {
		text += "user root\n"
	}
	return text + own
}

// Start starts it, again after it was killed.
func (m *Broker) Start() {
	m.Helper()
	m.process = exec.Command(m.program, "-c", filepath.Join(m.Dir, "mosquitto.conf"))
	m.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	m.Must(m.process.Start())
	m.Until("mosquitto", func() bool {
		c, err := net.Dial("tcp", m.Address)
		if err == nil {
			_ = c.Close()
		}
		return err == nil
	})
}

// Kill kills it.
func (m *Broker) Kill() {
	_ = m.process.Process.Kill() // it may have ended
	_ = m.process.Wait()         // it was killed
}

// Save makes mosquitto write down what it knows: sessions, and what it has not delivered.
func (m *Broker) Save() {
	m.Helper()
	file := filepath.Join(m.Dir, "mosquitto.db")
	before, _ := os.Stat(file)
	m.Must(m.process.Process.Signal(syscall.SIGUSR1))
	m.Until("its file", func() bool {
		after, err := os.Stat(file)
		return err == nil && (before == nil || !os.SameFile(before, after))
	})
}

// Until waits until something holds; a test that waits in vain says for what.
func (m *Broker) Until(what string, holds func() bool) {
	m.Helper()
	for deadline := time.Now().Add(time.Minute); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			m.Fatal("in vain: ", what)
		}
	}
}

// Certificate writes a certificate, and returns the file.
func (m *Broker) Certificate(name string) string {
	m.Helper()
	text, _, err := m.Authority.Issue(name)
	m.Must(err)
	m.Write(name+".pem", string(text))
	return filepath.Join(m.Dir, name+".pem")
}

// TLS is the configuration of a client that has a certificate of this name.
func (m *Broker) TLS(name string) *tls.Config {
	m.Helper()
	config, err := TLSOf(m.Dir, m.Certificate(name))
	m.Must(err)
	return config
}

// TLSOf is the configuration of who has a certificate, or none ("").
func TLSOf(dir, certificate string) (*tls.Config, error) {
	ca, err := os.ReadFile(filepath.Join(dir, "ca.pem"))
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(ca)
	config := &tls.Config{RootCAs: pool, ServerName: "localhost", MinVersion: tls.VersionTLS12}
	if certificate == "" {
		return config, nil
	}
	pair, err := tls.LoadX509KeyPair(certificate, certificate)
	config.Certificates = []tls.Certificate{pair}
	return config, err
}
