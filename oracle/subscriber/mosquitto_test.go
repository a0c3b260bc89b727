// SPDX-License-Identifier: Apache-2.0

package subscriber

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

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/oracle/broker"
)

// mosquitto is Debian's broker: it asks for certificates, and lets a device publish as itself.
type mosquitto struct {
	*testing.T
	dir       string
	address   string
	authority *broker.Authority
	process   *exec.Cmd
}

func startMosquitto(t *testing.T) *mosquitto {
	t.Helper()
	path := find("mosquitto")
	if path == "" && os.Getenv("LINLI_TEST_ALL") != "1" { // which asks for every test, or a failure
		t.Skip("mosquitto is not installed")
	}
	if path == "" {
		t.Fatal("mosquitto is not installed")
	}
	m := &mosquitto{T: t, dir: t.TempDir(), address: freeAddress(t)}
	authority, err := broker.OpenAuthority(m.dir)
	m.must(err)
	m.authority = authority
	m.configure()
	m.start(path)
	t.Cleanup(func() { m.kill() })
	return m
}

func find(program string) string {
	for _, name := range []string{program, "/usr/sbin/" + program, "/usr/bin/" + program} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func (m *mosquitto) must(err error) {
	m.Helper()
	if err != nil {
		m.Fatal(err)
	}
}

func (m *mosquitto) write(name, text string) {
	m.Helper()
	m.must(os.WriteFile(filepath.Join(m.dir, name), []byte(text), 0o600))
}

func (m *mosquitto) configure() {
	m.Helper()
	config, err := m.authority.TLS("localhost", "127.0.0.1")
	m.must(err)
	key, err := x509.MarshalPKCS8PrivateKey(config.Certificates[0].PrivateKey)
	m.must(err)
	m.write("server.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: config.Certificates[0].Certificate[0]})))
	m.write("server.key", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
	m.write("ca.pem", string(m.authority.Certificate()))
	m.write("acl", "pattern write %u/#\nuser oracle\ntopic read #\n")
	m.write("mosquitto.conf", m.settings(`require_certificate true
use_identity_as_username true
acl_file `+m.dir+`/acl
`))
}

// settings are those that all tests share, and some of their own.
func (m *mosquitto) settings(own string) string {
	_, port, err := net.SplitHostPort(m.address)
	m.must(err)
	text := fmt.Sprintf("listener %s 127.0.0.1\ncafile %s/ca.pem\ncertfile %s/server.pem\nkeyfile %s/server.key\n"+
		"persistence true\npersistence_location %s/\nmax_queued_messages 0\n", port, m.dir, m.dir, m.dir, m.dir)
	if os.Getuid() == 0 {
		text += "user root\n"
	}
	return text + own
}

func (m *mosquitto) start(path string) {
	m.Helper()
	m.process = exec.Command(path, "-c", filepath.Join(m.dir, "mosquitto.conf"))
	m.process.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	m.must(m.process.Start())
	m.until("mosquitto", func() bool {
		c, err := net.Dial("tcp", m.address)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
}

func (m *mosquitto) kill() {
	m.process.Process.Kill() //nolint:errcheck // it may have ended
	m.process.Wait()         //nolint:errcheck // it was killed
}

// save makes mosquitto write down what it knows: sessions, and what it has not delivered.
func (m *mosquitto) save() {
	m.Helper()
	file := filepath.Join(m.dir, "mosquitto.db")
	before, _ := os.Stat(file)
	m.must(m.process.Process.Signal(syscall.SIGUSR1))
	m.until("its file", func() bool {
		after, err := os.Stat(file)
		return err == nil && (before == nil || !os.SameFile(before, after))
	})
}

// until waits until something holds; a test that waits in vain says for what.
func (m *mosquitto) until(what string, holds func() bool) {
	m.Helper()
	for deadline := time.Now().Add(time.Minute); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			m.Fatal("in vain: ", what)
		}
	}
}

// certificate writes a certificate, and returns the file.
func (m *mosquitto) certificate(name string) string {
	m.Helper()
	text, _, err := m.authority.Issue(name)
	m.must(err)
	m.write(name+".pem", string(text))
	return filepath.Join(m.dir, name+".pem")
}

func (m *mosquitto) tls(name string) *tls.Config {
	m.Helper()
	config, err := tlsOf(m.dir, m.certificate(name))
	m.must(err)
	return config
}

// tlsOf is the configuration of who has a certificate, or none ("").
func tlsOf(dir, certificate string) (*tls.Config, error) {
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

// dial connects a real client, which sends again what is not acknowledged.
func (m *mosquitto) dial(name string, config *tls.Config, password string) (paho.Client, error) {
	o := paho.NewClientOptions().AddBroker("ssl://" + m.address).SetClientID(name).SetTLSConfig(config).SetCleanSession(false).
		SetMaxReconnectInterval(20 * time.Millisecond).SetConnectTimeout(patience).SetWriteTimeout(patience)
	if password != "" {
		o.SetUsername(name).SetPassword(password)
	}
	client := paho.NewClient(o)
	m.Cleanup(func() { client.Disconnect(0) })
	return client, done(client.Connect())
}

// device is a client with a certificate.
func (m *mosquitto) device(name string) paho.Client {
	m.Helper()
	client, err := m.dial(name, m.tls(name), "")
	m.must(err)
	return client
}
