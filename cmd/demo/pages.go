// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/linli-project/linli/api"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/letter"
	"github.com/linli-project/linli/internal/ownersvote"
	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/election"
)

// server is the body whose pages the demo serves.
const server = "owners"

// file is one of that server's own files.
func (d *demo) file(name string) string { return filepath.Join(d.data, "serve", server, name) }

// firstPort is where the pages are, if nothing else is there.
const firstPort = 8080

// choosePort takes the first port from firstPort on that is free: the community's passkeys belong to the origin of the pages.
func (d *demo) choosePort(ctx context.Context) error {
	for port := firstPort; port < firstPort+100; port++ {
		d.listen = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", d.listen)
		if err == nil {
			d.origin = fmt.Sprintf("http://localhost:%d", port)
			return errors.Join(listener.Close(), d.chooseDevicePorts(ctx))
		}
	}
	return fmt.Errorf("no port from %d on is free for the pages", firstPort)
}

// chooseDevicePorts takes two that are free.
func (d *demo) chooseDevicePorts(ctx context.Context) error {
	for _, address := range []*string{&d.mqtt, &d.push} {
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		defer listener.Close()
		*address = listener.Addr().String()
	}
	return nil
}

// tryIt is how long the vote that people may try can be cast in; as a rehearsal it may be closed at any time.
const tryIt = 30 * 24 * time.Hour

// openSecond opens an election for people to try; some of the software owners have voted in it.
func (d *demo) openSecond(ctx context.Context, l *village.Ledger, v *village.Village) (*village.Election, error) {
	e, err := v.NewElection("2026-try-it")
	if err != nil {
		return nil, err
	}
	e.Window = tryIt
	rules := vote.DraftRules{Barred: []string{}, Collision: election.Last, Kind: election.Owners, ProxyCap: 3, Revote: true}
	on, err := l.Open(ctx, e, "Try it: your own vote 请您来投票（演示）", rules, []vote.DraftContest{{
		ID: "lamps", Options: []string{election.Agree, "disagree", "abstain"}, Seats: 1, Threshold: election.Majority,
		Title: "New lamps in the stairways 更换楼道灯具",
	}})
	if err != nil {
		return nil, err
	}
	var votes []ownersvote.Ballot
	for i, right := range e.Heads() {
		if i%3 == 0 { // a third has voted; guests are among the others
			choice := election.Selections{"lamps": ownersvote.Choose(i/3%2 == 0, i/3)}
			votes = append(votes, ownersvote.Ballot{Right: right, Selections: choice})
		}
	}
	acts, err := ownersvote.Online(e, on, votes, 1)
	if err != nil {
		return nil, err
	}
	return e, l.Must(ctx, acts...)
}

// guests are the owners whose letters the demo hands out: sole owners of a home who have not voted.
func guests(e *village.Election, count int) []community.Right {
	var rights []community.Right
	for i, right := range e.Heads() {
		if i%3 == 1 && len(right.Owners) == 1 && right.Owners[0] != community.Developer {
			rights = append(rights, right)
		}
	}
	return rights[:min(count, len(rights))]
}

// links are what a person opens to be somebody in the demo.
type links struct {
	residents []string
	officers  map[string]string // by body
}

// invite prints letters for the guests, and makes one-time links for an officer of each of two bodies.
func (d *demo) invite(ctx context.Context, l *village.Ledger, e *village.Election) (links, error) {
	made := links{officers: map[string]string{}}
	store, err := identity.Open(ctx, d.file("people.db"))
	if err != nil {
		return made, err
	}
	defer store.Close()
	var people []string
	for _, right := range guests(e, 3) {
		people = append(people, right.Owners[0])
	}
	if err := d.letters(ctx, l, e.Village, store, people); err != nil {
		return made, err
	}
	for _, person := range people {
		made.residents = append(made.residents, letter.Link(d.origin, e.Village.ID, e.Code(person)))
	}
	for _, officer := range e.Two() {
		o, err := store.AddOfficer(ctx, e.Village.ID, officer.Body, "经办人 "+officer.Body, "")
		if err != nil {
			return made, err
		}
		token, err := api.InviteOfficer(ctx, d.file("server.db"), e.Village.ID, o.ID, time.Now().Add(24*time.Hour))
		if err != nil {
			return made, err
		}
		made.officers[officer.Body] = fmt.Sprintf("%s/c/%s/office#register=%s", d.origin, e.Village.ID, token)
	}
	return made, nil
}

// letters prints invitations, to everybody who has none if no people are named, and makes their codes known to the ledger.
func (d *demo) letters(ctx context.Context, l *village.Ledger, v *village.Village, store *identity.Store, people []string) (err error) {
	codes := &village.Codes{}
	store.Random = codes
	pdf, err := os.OpenFile(filepath.Join(d.data, "letters.pdf"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pdf.Close()) }()
	printed, err := store.PrintLetters(ctx, v.ID, identity.LetterOrder{
		People: people, Expires: time.Now().Add(30 * 24 * time.Hour), Officer: "demo", Origin: d.origin, Help: []string{"社区服务站（演示）"},
	}, pdf)
	if err != nil {
		return err
	}
	acts, err := v.Invite(printed.Issue, codes.Drawn())
	if err != nil {
		return err
	}
	return l.Must(ctx, acts...)
}

// serve starts the body's server, and the other bodies' witnesses, and returns once it answers. They end with ctx, or with this process.
func (d *demo) serve(ctx context.Context, v *village.Village) (wait func() error, err error) {
	log, err := os.OpenFile(d.file("serve.log"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.CommandContext(ctx, d.linli, "serve", "--data", d.data, "--body", server, "--listen", d.listen, "--admit",
		"--oracle", v.ID, "--mqtt", d.mqtt, "--push", d.push, "--cosign-every", cosignEvery)
	cmd.Stderr = log
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewReader(out)
	if line, _ := lines.ReadString('\n'); !strings.HasPrefix(line, "serving") {
		return nil, fmt.Errorf("the pages do not come up; see %s: %w", log.Name(), errors.Join(errors.New("linli serve ended"), cmd.Wait()))
	}
	return func() error {
		_, _ = io.Copy(io.Discard, lines)
		return cmd.Wait()
	}, d.witness(ctx, v)
}

// tellLinks prints where everybody goes.
func (d *demo) tellLinks(v *village.Village, to links) {
	fmt.Fprintf(d.out, "\nThe pages are open 网页已开放. Each link below works once, in a browser on this machine.\n")
	fmt.Fprintf(d.out, "  anybody 任何人   %s/c/%s     the counted vote, its result, and the one to try\n", d.origin, v.ID)
	for _, link := range to.residents {
		fmt.Fprintf(d.out, "  resident 居民    %s\n", link)
	}
	for _, body := range slices.Sorted(maps.Keys(to.officers)) {
		fmt.Fprintf(d.out, "  officer 经办人   %s     (%s)\n", to.officers[body], body)
	}
	fmt.Fprintf(d.out, "A resident makes a passkey and votes; software officers confirm it within seconds. Officers may close the vote:\n"+
		"it takes two, of different bodies; the bodies' election keys are then published by software, and the officers count\n"+
		"and publish.\n")
}
