// SPDX-License-Identifier: Apache-2.0

package notify

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/internal/postgrestest"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/network/networktest"
)

// victimEnv names the order (victim) of a process that is going to be killed.
const victimEnv = "LINLI_NOTIFY_VICTIM"

func TestMain(m *testing.M) {
	if order := os.Getenv(victimEnv); order != "" {
		if err := victimise(order); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	networktest.Main(postgrestest.Ending{M: m}, chaincode.New)
}

// victim is what a process that is going to be killed works on.
type victim struct {
	Dir    string
	Store  string
	Mail   *Mail
	PEM    []byte
	Hooks  []Webhook
	Blocks []ledger.Block
}

// victimise hands the blocks to the mirror and a notifier, from where each is, and delivers, until everything is delivered.
func victimise(order string) error {
	raw, err := os.ReadFile(order)
	if err != nil {
		return err
	}
	var v victim
	if err := json.Unmarshal(raw, &v); err != nil {
		return err
	}
	v.Mail.Roots = x509.NewCertPool()
	v.Mail.Roots.AppendCertsFromPEM(v.PEM)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	mirror, err := index.Open(filepath.Join(v.Dir, "index.db"))
	if err != nil {
		return err
	}
	store, err := identity.Open(ctx, v.Store)
	if err != nil {
		return err
	}
	n, err := Open(ctx, Config{
		File: filepath.Join(v.Dir, "notices.db"), Origin: "https://garden.example", Index: mirror, Store: store, Mail: v.Mail,
		Webhooks: v.Hooks,
		Log:      slog.New(slog.NewTextHandler(os.Stderr, nil)), Now: time.Now, Random: rand.Reader,
	})
	if err != nil {
		return err
	}
	n.firstRetry = 10 * time.Millisecond
	var parts sync.WaitGroup
	for _, w := range n.ways {
		parts.Go(func() {
			n.every(ctx, 5*time.Millisecond, "deliver", func(ctx context.Context) error { return n.deliver(ctx, w) })
		})
	}
	following := make(chan error, 1)
	go func() { following <- ledger.Project(ctx, &village.Book{Blocks: v.Blocks}, n.Log, mirror, n) }()
	for at := (ledger.Checkpoint{}); at.Blocks < uint64(len(v.Blocks)); time.Sleep(time.Millisecond) {
		if at, err = n.Checkpoint(ctx, ""); err != nil {
			return err
		}
	}
	for waiting := 1; waiting > 0; time.Sleep(20 * time.Millisecond) {
		if err := n.db.Read.QueryRowContext(ctx, "SELECT count(*) FROM deliveries WHERE state = 'waiting'").Scan(&waiting); err != nil {
			return err
		}
	}
	stop()
	parts.Wait()
	if err := <-following; !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// TestKilled kills a process with SIGKILL again and again while it takes blocks and delivers, and starts it again each time:
// every mail and every message arrives, and nobody is told anything twice on the pages.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	m, mail := mailServer(t, false)
	m.Refuse(nil, func() error { time.Sleep(15 * time.Millisecond); return nil })
	r := newReceiver(t, secretOf(1))
	var config Config
	tw := newTown(t, func(c *Config) {
		c.Mail, c.Webhooks = mail, []Webhook{{URL: r.URL, Secret: secretOf(1), Types: publicKinds}}
		config = *c
	})
	tw.enrol()
	for i, right := range tw.Heads()[:4] {
		tw.address(right.Owners[0], fmt.Sprintf("owner%d@mail.example", i))
	}
	const elections = 20
	for i := range elections {
		tw.open(fmt.Sprintf("vote-%d", i), fmt.Sprintf("第%d次", i), time.Hour)
	}
	c := tw.raise(grid, "emergency")
	c.due(time.Minute)
	c.due(9 * time.Minute)
	c.finish("w1")
	ofOrders := tw.count("SELECT count(*) FROM deliveries JOIN notices ON notices.id = notice WHERE kind LIKE 'order.%'")
	if ofOrders < 4 { // of the last call, of the escalation, of the reminder, and to confirm it
		t.Fatalf("%d deliveries of orders", ofOrders)
	}
	dir := t.TempDir()
	raw, err := json.Marshal(victim{
		Dir: dir, Store: filepath.Join(filepath.Dir(config.File), "people.db"), Mail: mail, PEM: m.Certificate, Hooks: config.Webhooks,
		Blocks: tw.book.Blocks,
	})
	must(t, err)
	order := filepath.Join(dir, "order.json")
	must(t, os.WriteFile(order, raw, 0o600))

	kills := 0
	for ended := false; !ended; {
		ended = runVictim(t, order, time.Duration(100+20*kills)*time.Millisecond)
		if !ended {
			kills++
		}
	}
	if kills < 5 {
		t.Errorf("killed %d times only", kills)
	}
	mails := map[string]int{}
	for _, mail := range m.Sent() {
		mails[mail.To+mail.Subject]++
	}
	messages := map[string]int{}
	for _, message := range r.messages {
		messages[message.ID]++
	}
	rows, err := tw.db.Read.QueryContext(t.Context(), "SELECT way, person, notice FROM deliveries")
	must(t, err)
	defer rows.Close()
	due, gone := 0, 0
	for ; rows.Next(); due++ {
		var d delivery
		var way string
		must(t, rows.Scan(&way, &d.person, &d.notice))
		notice, err := tw.noticeOf(t.Context(), d)
		if errors.Is(err, errHopeless) {
			gone++ // another one took its place
			continue
		}
		must(t, err)
		if way != mailWay {
			id, _, err := tw.message(t.Context(), notice)
			must(t, err)
			if messages[id] == 0 {
				t.Errorf("%s of %s never arrived", notice.Kind, notice.Election)
			}
			continue
		}
		person, err := tw.Store.Person(t.Context(), garden, d.person)
		must(t, err)
		l, err := tw.letter(t.Context(), notice, identity.Holder{})
		must(t, err)
		if mails[person.Email+l.subject] == 0 {
			t.Errorf("%q never arrived at %s", l.subject, person.Email)
		}
	}
	if due-gone != elections*2*(4+1)+ofOrders {
		t.Fatalf("%d deliveries were due", due)
	}
	t.Logf("%d deliveries, %d kills, %d mails and %d messages arrived", due, kills, len(m.Sent()), len(r.messages))

	again := tw.Config
	again.File = filepath.Join(dir, "notices.db")
	after, err := Open(t.Context(), again)
	must(t, err)
	defer after.Close()
	var before, now int
	must(t, tw.db.Read.QueryRowContext(t.Context(), "SELECT count(*) FROM notices").Scan(&before))
	must(t, after.db.Read.QueryRowContext(t.Context(), "SELECT count(*) FROM notices").Scan(&now))
	if before != now {
		t.Errorf("%d notices, without kills %d", now, before)
	}
}

// runVictim runs the process until it has done everything, or kills it after about the time it may live. Callers let that grow, so
// that even a slow machine comes to an end.
func runVictim(t *testing.T, order string, live time.Duration) (ended bool) {
	t.Helper()
	executable, err := os.Executable()
	must(t, err)
	cmd := exec.Command(executable)
	cmd.Env = append(os.Environ(), victimEnv+"="+order)
	must(t, cmd.Start())
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	random, err := rand.Int(rand.Reader, big.NewInt(200))
	must(t, err)
	select {
	case err := <-done:
		must(t, err)
		return true
	case <-time.After(live + time.Duration(random.Int64())*time.Millisecond):
		must(t, cmd.Process.Kill())
		if err := <-done; err == nil {
			return true // it ended at the same moment
		}
		return false
	}
}
