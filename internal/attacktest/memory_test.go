// SPDX-License-Identifier: Apache-2.0

package attacktest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/grpc"

	"github.com/linli-project/linli/internal/village"
	"github.com/linli-project/linli/network"
)

// mostMemory is what a chaincode process may take, in MB.
const mostMemory = 200

// A client of one body sends calls to another body's peer that become as much as they can in its chaincode, many at once.
func TestHostileCallsDoNotFillAnotherBodysChaincode(t *testing.T) {
	l := connect(t)
	settle(t, l, "memory", "a")
	client := userOf(t, l, "residents", network.Client)
	victim := "owners"
	p, err := l.Network.Peer(victim)
	done(t, err)
	conn, err := p.Dial()
	must(t, conn, err)
	defer conn.Close()
	t.Logf("before: %d MB", peakOf(t, l, victim))

	const mb = 1 << 20
	bomb := packed(t, strings.Repeat("0", 32*mb)) // 32 kB
	many := func(what string, size int) string { return strings.Repeat(what, size/len(what)) }
	array := func(what string, size int) string { return "[" + many(what+",", size) + what + "]" }
	for _, attack := range []struct {
		name string
		call func() *draft
	}{
		{"75 packed arguments of 32 MB", func() *draft {
			d := newDraft(client, "Submit")
			for range 75 {
				d.spec.GetChaincodeSpec().GetInput().Args = append(d.spec.GetChaincodeSpec().GetInput().Args, bomb)
			}
			return d
		}},
		{"a packed batch of 32 MB", func() *draft { return newDraft(client, "Submit", string(bomb)) }},
		{"a packed batch of empty acts", func() *draft { return newDraft(client, "Submit", string(packed(t, array("{}", 8*mb)))) }},
		{"a batch of empty acts", func() *draft { return newDraft(client, "Submit", array("{}", 19*mb/10)) }},
		{"a packed batch as large as allowed", func() *draft {
			return newDraft(client, "Submit", string(packed(t,
				array(`{"act":"`+many("x", 2000)+`","signatures":[{"by":"aaaaaaaaaaaaaaaaaaaa"}]}`, 19*mb/10))))
		}},
		{"an act with nothing but signatures", func() *draft {
			return newDraft(client, "Submit", `[{"act":"{}","signatures":`+array("{}", 19*mb/10)+`}]`)
		}},
		{"acts that name many signers", func() *draft {
			signers := make([]string, 32)
			for i := range signers {
				signers[i] = fmt.Sprintf(`{"by":"aaaaaaaaaaaaaaaa%d"}`, i)
			}
			act := many(`{"act":"`+strings.ReplaceAll(`{"body":{"results":[]}}`, `"`, `\"`)+`","signatures":[`+strings.Join(signers,
				",")+`]},`, 19*mb/10)
			return newDraft(client, "Check", "["+strings.TrimSuffix(act, ",")+"]")
		}},
		{"arguments of 2.4 MB", func() *draft { return newDraft(client, "Submit", many("x", 24*mb/10)) }},
		{"arguments of 20 MB", func() *draft { return newDraft(client, "Submit", many("x", 20*mb)) }},
		{"arguments of 7 MB", func() *draft { return newDraft(client, "LoadRoll", "x", "1", "0", many("[", 7*mb), "[]") }},
		{"nesting", func() *draft { return newDraft(client, "LoadRoll", "x", "1", "0", "x", many("[", 19*mb/10)) }},
		{"lists of everything", func() *draft { return newDraft(client, "List", "act", "[]", "1000", "") }},
		{"small calls", func() *draft { return newDraft(client, "Probe") }},
	} {
		t.Run(attack.name, func(t *testing.T) {
			forgetPeak(t, l, victim)
			flood(t.Context(), conn, attack.call())
			peak := peakOf(t, l, victim)
			t.Logf("%d MB", peak)
			if peak > mostMemory {
				t.Errorf("the chaincode of %s took %d MB; %d are allowed", victim, peak, mostMemory)
			}
		})
	}
	answer, err := l.Client.Evaluate(t.Context(), "Probe")
	if must(t, answer, err); string(answer) != "ok" {
		t.Errorf("after all that, a probe answers %q", answer)
	}
}

// flood sends one call, each time as a proposal of its own, more at once than a chaincode takes.
func flood(ctx context.Context, conn *grpc.ClientConn, d *draft) {
	const senders, each = 16, 2
	var (
		turn sync.Mutex // one proposal is made at a time: they share their parts
		all  sync.WaitGroup
	)
	next := func() *peer.SignedProposal {
		turn.Lock()
		defer turn.Unlock()
		d.signature.Nonce = bytes.Clone(d.signature.GetNonce())
		d.signature.Nonce[0]++
		return d.signed()
	}
	for range senders {
		all.Go(func() {
			for range each {
				_, _ = peer.NewEndorserClient(conn).ProcessProposal(ctx, next()) // refused, or not: it is the memory that counts
			}
		})
	}
	all.Wait()
}

var peakLine = regexp.MustCompile(`(?m)^VmHWM:\s*(\d+) kB$`)

// forgetPeak has a body's chaincode process count its most memory anew.
func forgetPeak(t *testing.T, l *village.Ledger, body string) {
	t.Helper()
	done(t, os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", chaincodeOf(t, l, body)), []byte("5"), 0))
}

// peakOf is the most memory that a body's chaincode process has had since it started, or since forgetPeak, in MB.
func peakOf(t *testing.T, l *village.Ledger, body string) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", chaincodeOf(t, l, body)))
	done(t, err)
	found := peakLine.FindSubmatch(status)
	if found == nil {
		t.Fatal("the system does not say how much memory a process has had")
	}
	kb, err := strconv.Atoi(string(found[1]))
	done(t, err)
	return kb >> 10
}

// chaincodeOf is the id of a body's chaincode process.
func chaincodeOf(t *testing.T, l *village.Ledger, body string) int {
	t.Helper()
	processes, err := l.Network.Processes()
	must(t, processes, err)
	for _, p := range processes {
		if p.Name == "chaincode-"+body {
			return p.PID
		}
	}
	t.Fatalf("there is no chaincode process of %s", body)
	return 0
}
