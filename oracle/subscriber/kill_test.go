// SPDX-License-Identifier: Apache-2.0

package subscriber

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	paho "github.com/eclipse/paho.mqtt.golang"

	"github.com/linli-project/linli/internal/mosquittotest"
	"github.com/linli-project/linli/oracle/ingest"
)

// subscriberDir tells a process of this program that it is a subscriber: its directory, and SERVER in subscriberServer.
const (
	subscriberDir    = "LINLI_TEST_SUBSCRIBER"
	subscriberServer = "LINLI_TEST_SUBSCRIBER_SERVER"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(subscriberDir); dir != "" {
		fmt.Fprintln(os.Stderr, subscribe(dir, os.Getenv(subscriberServer)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// subscribe keeps each message as a line of a file, until the process is killed.
func subscribe(dir, server string) error {
	config, err := mosquittotest.TLSOf(dir, filepath.Join(dir, "oracle.pem"))
	if err != nil {
		return err
	}
	file, err := os.OpenFile(filepath.Join(dir, "kept"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	var writing sync.Mutex
	keep := func(_ context.Context, m ingest.Message) error {
		writing.Lock()
		defer writing.Unlock()
		if _, err := fmt.Fprintf(file, "%s\n", m.Body); err != nil {
			return err
		}
		return file.Sync()
	}
	New(Options{Server: server, ID: "oracle", TLS: config, Topics: []string{"{name}/state"}, Keep: keep}).Run(context.Background())
	return nil
}

// process starts a subscriber in a process of its own.
func (m *mosquitto) subscriber() *exec.Cmd {
	m.Helper()
	p := exec.Command(os.Args[0])
	p.Env = append(os.Environ(), subscriberDir+"="+m.Dir, subscriberServer+"=ssl://"+m.Address)
	p.Stderr = os.Stderr
	p.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	m.Must(p.Start())
	return p
}

func kill(p *exec.Cmd) {
	p.Process.Kill() //nolint:errcheck // it may have ended
	p.Wait()         //nolint:errcheck // it was killed
}

// kept counts how often each number was kept.
func (m *mosquitto) kept() map[int]int {
	m.Helper()
	file, err := os.Open(filepath.Join(m.Dir, "kept"))
	if os.IsNotExist(err) {
		return nil
	}
	m.Must(err)
	defer file.Close()
	times := map[int]int{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		n, err := strconv.Atoi(lines.Text())
		m.Must(err)
		times[n]++
	}
	return times
}

// source publishes numbers, of which no more than twenty wait for an acknowledgement.
type source struct {
	client       paho.Client
	next         int
	acknowledged atomic.Int64
}

// publish publishes so many numbers, and returns when all are acknowledged.
func (s *source) publish(count int) {
	waiting := make(chan sent, 20)
	go func() {
		defer close(waiting)
		for range count {
			waiting <- s.send(s.next)
			s.next++
		}
	}()
	for p := range waiting {
		for p.Wait(); p.Error() != nil; p.Wait() { // the client was writing when the connection ended
			p = s.send(p.number)
		}
		s.acknowledged.Add(1)
	}
}

type sent struct {
	paho.Token
	number int
}

func (s *source) send(number int) sent {
	return sent{s.client.Publish("gate/state", 1, false, strconv.Itoa(number)), number}
}

// TestKilled kills the subscriber again and again while a device publishes, then the broker. Mosquitto acknowledges what it has in
// memory; so it is killed when it has nothing there that is not with us, and what is published before it is back is not acknowledged.
func TestKilled(t *testing.T) {
	m := startMosquitto(t)
	m.Certificate("oracle")
	gate := &source{client: m.device("gate")}
	m.Must(done(gate.client.Publish("gate/state", 1, true, "-1"))) // retained: whoever has it has subscribed
	oracle := m.subscriber()
	defer func() { kill(oracle) }()
	m.Until("the subscription", func() bool { return m.kept()[-1] > 0 })

	var publishing sync.WaitGroup
	publishing.Go(func() { gate.publish(2000) })
	for round := range 5 {
		m.Until("more", func() bool { return len(m.kept()) > 200*(round+1) })
		kill(oracle)
		oracle = m.subscriber()
	}
	publishing.Wait()
	m.whole(gate)

	for range 3 {
		m.Save()
		m.Kill()
		publishing.Go(func() { gate.publish(200) })
		m.Start()
		publishing.Wait()
		m.whole(gate)
	}
	again := 0
	for _, times := range m.kept() {
		again += times - 1
	}
	t.Logf("%d acknowledged, all kept; %d came again", gate.acknowledged.Load(), again)
}

// whole waits until each number that was acknowledged is kept.
func (m *mosquitto) whole(s *source) {
	m.Helper()
	m.Until("all that was acknowledged", func() bool {
		kept := m.kept()
		for n := range s.next {
			if kept[n] == 0 {
				return false
			}
		}
		return true
	})
}
