// SPDX-License-Identifier: Apache-2.0

package subscriber

import (
	"context"
	"crypto/tls"
	"errors"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/internal/mosquittotest"
	"github.com/linli-project/linli/oracle/broker"
	"github.com/linli-project/linli/oracle/ingest"
)

// book keeps messages in memory.
type book struct {
	mu    sync.Mutex
	kept  []ingest.Message
	fails int // how many messages more are not kept
}

func (b *book) keep(_ context.Context, m ingest.Message) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fails > 0 {
		b.fails--
		return errors.New("the disk is full")
	}
	b.kept = append(b.kept, m)
	return nil
}

func (b *book) messages() []ingest.Message {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.kept)
}

// run runs a subscriber until the returned function is called.
func (m *mosquitto) run(change func(*Options), keep ingest.Keep) (stop func()) {
	m.Helper()
	o := m.options(keep)
	if change != nil {
		change(&o)
	}
	ctx, cancel := context.WithCancel(m.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		New(o).Run(ctx)
	}()
	stop = func() { cancel(); <-ended }
	m.Cleanup(stop)
	return stop
}

func (m *mosquitto) options(keep ingest.Keep) Options {
	m.Helper()
	return Options{
		Server: "ssl://" + m.Address, ID: "oracle", TLS: m.TLS("oracle"), Topics: []string{"{name}/state", "{name}/log/#"},
		Keep: keep,
	}
}

func TestWhatIsPublishedIsKept(t *testing.T) {
	m := startMosquitto(t)
	var b book
	gate := m.device("gate")
	m.Must(done(gate.Publish("gate/state", 1, true, "before"))) // retained
	stop := m.run(nil, b.keep)
	m.Until("what was before", func() bool { return len(b.messages()) == 1 })
	m.Must(done(gate.Publish("gate/state", 1, false, "\xff\x00")))
	m.Must(done(gate.Publish("gate/log/a", 0, false, "QoS 0")))
	m.Must(done(gate.Publish("gate/other", 1, false, "not asked for")))
	m.Until("all", func() bool { return len(b.messages()) == 3 })
	kept := b.messages()
	for i, want := range []ingest.Message{
		{Topic: "gate/state", Body: []byte("before"), Retained: true},
		{Topic: "gate/state", Body: []byte("\xff\x00")},
		{Topic: "gate/log/a", Body: []byte("QoS 0")},
	} {
		got := kept[i]
		if got.Topic != want.Topic || string(got.Body) != string(want.Body) || got.Size != len(want.Body) ||
			got.Retained != want.Retained || got.Client != "gate" || got.Transport != ingest.Subscriber || got.Received.IsZero() {
			t.Errorf("%+v", got)
		}
	}
	stop()
	m.Must(done(gate.Publish("gate/state", 1, false, "while away")))
	m.run(nil, b.keep)
	m.Until("what came meanwhile", func() bool {
		return slices.ContainsFunc(b.messages(), func(m ingest.Message) bool { return string(m.Body) == "while away" })
	})
}

// The broker's access list goes by the certificate's name.
func TestADevicePublishesAsItself(t *testing.T) {
	m := startMosquitto(t)
	var b book
	m.run(nil, b.keep)
	gate := m.device("gate")
	m.Until("the subscription", func() bool {
		m.Must(done(gate.Publish("gate/state", 1, false, "open")))
		return len(b.messages()) > 0
	})
	m.Must(done(gate.Publish("door/state", 1, false, "forged"))) // MQTT 3.1.1 has no answer that says no
	m.Must(done(gate.Publish("gate/state", 1, false, "last")))
	m.Until("the last", func() bool {
		return slices.ContainsFunc(b.messages(), func(m ingest.Message) bool { return string(m.Body) == "last" })
	})
	for _, message := range b.messages() {
		if string(message.Body) == "forged" {
			t.Errorf("%+v", message)
		}
	}
}

func TestWhoIsNotAdmitted(t *testing.T) {
	m := startMosquitto(t)
	none, err := mosquittotest.TLSOf(m.Dir, "")
	m.Must(err)
	other, err := broker.OpenAuthority(t.TempDir())
	m.Must(err)
	text, _, err := other.Issue("gate")
	m.Must(err)
	pair, err := tls.X509KeyPair(text, text)
	m.Must(err)
	alien := none.Clone()
	alien.Certificates = []tls.Certificate{pair}
	for what, config := range map[string]*tls.Config{"no certificate": none, "one of another authority": alien} {
		if _, err := m.dial("gate", config, ""); err == nil {
			t.Errorf("%s is taken", what)
		}
	}
}

// What could not be kept is not acknowledged, and comes again.
func TestWhatIsNotKeptComesAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("a client waits before it connects again")
	}
	m := startMosquitto(t)
	b := book{fails: 3}
	m.run(nil, b.keep)
	gate := m.device("gate")
	m.Must(done(gate.Publish("gate/state", 1, true, "first"))) // retained: it comes whenever the subscription does
	m.Until("the first", func() bool { return len(b.messages()) > 0 })
	b.mu.Lock()
	b.fails = 3
	b.mu.Unlock()
	for i := range 50 {
		m.Must(done(gate.Publish("gate/state", 1, false, strconv.Itoa(i))))
	}
	m.Until("all", func() bool { return len(numbers(b.messages())) == 50 })
}

// numbers are the different numbers that were kept.
func numbers(kept []ingest.Message) map[int]bool {
	seen := map[int]bool{}
	for _, m := range kept {
		if n, err := strconv.Atoi(string(m.Body)); err == nil {
			seen[n] = true
		}
	}
	return seen
}

// The messages of a device are kept in their order, while those of others are, too.
func TestWhatIsKeptIsInOrder(t *testing.T) {
	m := startMosquitto(t)
	var b book
	slow := func(ctx context.Context, m ingest.Message) error {
		if len(m.Body)%2 == 0 {
			time.Sleep(time.Millisecond)
		}
		return b.keep(ctx, m)
	}
	m.Must(done(m.device("first").Publish("first/state", 1, true, "x")))
	stop := m.run(nil, slow)
	m.Until("the session", func() bool { return len(b.messages()) > 0 })
	stop()
	var publishing sync.WaitGroup
	for _, name := range []string{"gate", "door", "bin"} {
		client := m.device(name)
		publishing.Go(func() {
			for i := range 100 {
				if err := done(client.Publish(name+"/log/"+strconv.Itoa(i%7), 1, false, strconv.Itoa(i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	publishing.Wait()
	m.run(nil, slow)
	m.Until("all", func() bool { return len(b.messages()) >= 301 })
	next := map[string]int{}
	for _, message := range b.messages() {
		if message.Client == "first" {
			continue
		}
		if string(message.Body) != strconv.Itoa(next[message.Client]) {
			t.Fatalf("%s: %s instead of %d", message.Client, message.Body, next[message.Client])
		}
		next[message.Client]++
	}
}

func TestByPassword(t *testing.T) {
	program := mosquittotest.Find("mosquitto_passwd")
	m := startMosquitto(t)
	m.Kill()
	m.Write("mosquitto.conf", m.Settings("password_file "+m.Dir+"/passwords\n"))
	passwords := filepath.Join(m.Dir, "passwords")
	m.Write("passwords", "")
	for _, name := range []string{"oracle", "gate"} {
		m.Must(exec.Command(program, "-b", passwords, name, "secret of "+name).Run())
	}
	m.Start()
	config, err := mosquittotest.TLSOf(m.Dir, "")
	m.Must(err)
	var b book
	m.run(func(o *Options) { o.TLS, o.Username, o.Password = config, "oracle", "secret of oracle" }, b.keep)
	gate, err := m.dial("gate", config, "secret of gate")
	m.Must(err)
	m.Must(done(gate.Publish("gate/state", 1, true, "open")))
	m.Until("it", func() bool { return len(b.messages()) > 0 })
	if _, err := m.dial("gate", config, "wrong"); err == nil {
		t.Error("a wrong password is taken")
	}
}
