// SPDX-License-Identifier: Apache-2.0

package network

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/linli-project/linli/network/bodyfile"
)

// ClockApart is the most by which two machines' clocks may differ without being told of; peers bear 15 minutes.
const ClockApart = time.Minute

const (
	farBehind = 50 // blocks that a peer may lack without being told of: they come in a moment
)

// look is what this machine sees of one body.
type look struct {
	body          *Body
	orderer, peer shown
	height        uint64
	apart         time.Duration // of its peer's clock from this machine's
	unheard       error         // why its peer tells nothing
}

// shown is the certificate that something shows, or why there is none.
type shown struct {
	at   string
	cert *x509.Certificate
	err  error
}

// lookAt asks bodies' machines, at the same time.
func (n *Network) lookAt(ctx context.Context, bodies []*Body) []look {
	ctx, cancel := context.WithTimeout(ctx, statusWithin)
	defer cancel()
	looks := make([]look, len(bodies))
	var all sync.WaitGroup
	for i, b := range bodies {
		l := &looks[i]
		l.body = b
		all.Go(func() { l.orderer = n.show(ctx, b, b.Ports.Orderer, b.ordererName()) })
		all.Go(func() { l.peer = n.show(ctx, b, b.Ports.Peer, b.peerName()) })
		all.Go(func() {
			if l.height, l.unheard = n.height(ctx, b); l.unheard == nil {
				l.apart, l.unheard = n.apart(ctx, b)
			}
		})
	}
	all.Wait()
	return looks
}

// apart is how far a body's clock is ahead of this machine's, to the second.
func (n *Network) apart(ctx context.Context, b *Body) (time.Duration, error) {
	its, err := n.clock(ctx, b)
	return its.Sub(time.Now().Truncate(time.Second)), err
}

// Apart is how far the clock of a body's peer is ahead of this machine's, to the second.
func (n *Network) Apart(ctx context.Context, body string) (time.Duration, error) {
	b, err := n.body(body)
	if err != nil {
		return 0, err
	}
	ctx, cancel := context.WithTimeout(ctx, statusWithin)
	defer cancel()
	return n.apart(ctx, b)
}

func (n *Network) show(ctx context.Context, b *Body, port int, name string) shown {
	cert, err := n.handshake(ctx, b, port, name)
	return shown{n.address(b, port), cert, err}
}

// judge is the finding of what something shows.
func (s shown) judge(host string) (do string, err error) {
	var invalid x509.CertificateInvalidError
	switch {
	case errors.As(s.err, &invalid) && invalid.Reason == x509.Expired:
		return doExpired, fmt.Errorf("its certificate has expired, or one of the clocks is wrong: %w", s.err)
	case s.err != nil:
		return doAway, fmt.Errorf("it does not answer at %s: %w", s.at, s.err)
	case s.cert.VerifyHostname(host) != nil:
		return doName, fmt.Errorf("its certificate is not of %s, by which the others reach it", host)
	case time.Until(s.cert.NotAfter) < expiryWarning:
		return doExpired, fmt.Errorf("its certificate expires on %s", s.cert.NotAfter.Format(time.DateOnly))
	}
	return "", nil
}

// findings are what was seen of a body, one line for its orderer and one for its peer.
func (l *look) findings(highest uint64) []Finding {
	orderer, peer := Finding{Subject: "orderer of " + l.body.ID}, Finding{Subject: "peer of " + l.body.ID}
	if orderer.Do, orderer.Err = l.orderer.judge(l.body.Host); orderer.Err == nil {
		orderer.Answer = fmt.Sprintf("answers at %s, certificate until %s", l.orderer.at, l.orderer.cert.NotAfter.Format(time.DateOnly))
	}
	peer.Do, peer.Err = l.peer.judge(l.body.Host)
	switch {
	case peer.Err != nil:
	case l.unheard != nil:
		peer.Err, peer.Do = l.unheard, doAway
	case l.apart.Abs() > ClockApart:
		peer.Err, peer.Do = fmt.Errorf("its clock differs from this machine's by %s", l.apart), doClock
	case l.height+farBehind < highest:
		peer.Err, peer.Do = fmt.Errorf("it has %d blocks, %d fewer than another one", l.height, highest-l.height), doBehind
	default:
		peer.Answer = fmt.Sprintf("answers at %s, certificate until %s, %d blocks, clock %s apart",
			l.peer.at, l.peer.cert.NotAfter.Format(time.DateOnly), l.height, l.apart)
	}
	return []Finding{orderer, peer}
}

// examineBodies says what this machine reaches of each body: of its own only if the network runs here.
func (n *Network) examineBodies(ctx context.Context, running bool) (findings []Finding) {
	var bodies []*Body
	for i := range n.facts.Bodies {
		if b := &n.facts.Bodies[i]; running || !n.isHere(b.ID) {
			bodies = append(bodies, b)
		}
	}
	looks, highest := n.lookAt(ctx, bodies), uint64(0)
	for i := range looks {
		highest = max(highest, looks[i].height)
	}
	for i := range looks {
		findings = append(findings, looks[i].findings(highest)...)
	}
	if running {
		findings = append(findings, goesOn(looks))
	}
	return findings
}

// goesOn says whether the orderers that answer are enough. One that follows does not count.
func goesOn(looks []look) Finding {
	there, all := 0, 0
	for i := range looks {
		if looks[i].body.Consenter == 0 {
			continue
		}
		if all++; looks[i].orderer.err == nil {
			there++
		}
	}
	return quorum(there, all)
}

// quorum says whether the ledger goes on.
func quorum(there, all int) Finding {
	f, takes := Finding{Subject: "ledger"}, bodyfile.Quorum(all)
	if there < takes {
		f.Err, f.Do = fmt.Errorf("it stands still: %d of %d bodies' orderers answer, and it takes %d", there, all, takes), doStill
	} else {
		f.Answer = fmt.Sprintf("goes on: %d of %d bodies' orderers answer, and it takes %d", there, all, takes)
	}
	return f
}
