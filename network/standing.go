// SPDX-License-Identifier: Apache-2.0

package network

import (
	"crypto/x509"
	"time"

	"github.com/linli-project/linli/network/bodyfile"
	"github.com/linli-project/linli/network/standing"
)

// Standing is what of a status everybody may know; by is the body that looked, at a time.
func (n *Network) Standing(s *Status, h *History, by string, now time.Time) standing.Standing {
	told := standing.Standing{
		At: now.Unix(), By: by, Channel: s.Channel, Height: int64(s.Height), Orderers: s.orderers(), //nolint:gosec // far below
		Rules:   standing.Rules{Version: s.Chaincode.Version, Sequence: s.Chaincode.Sequence},
		Program: s.Chaincode.Executable, Bodies: []standing.Body{}, Changes: []standing.Change{}, Removed: s.Removed,
	}
	for i, b := range s.Bodies {
		told.Bodies = append(told.Bodies, standing.Body{
			ID: b.Body, MSP: b.MSPID, Title: n.facts.Bodies[i].Title, Host: n.facts.Bodies[i].Host, Since: h.Since(b.MSPID),
			Orderer: s.Running && b.Away == "", Peer: s.Running && b.Error == "", Height: int64(b.Height), //nolint:gosec // far below
			Certificates: append([]standing.Certificate{}, b.Shown...),
		})
	}
	for i := range h.Changes {
		told.Changes = append(told.Changes, h.Changes[len(h.Changes)-1-i])
	}
	return told
}

// orderers counts those that take part. On a stopped network none was asked.
func (s *Status) orderers() standing.Orderers {
	all, answer := 0, 0
	for _, b := range s.Bodies {
		if b.Orderer == "" {
			continue
		}
		if all++; s.Running && b.Away == "" {
			answer++
		}
	}
	return standing.Count(all, bodyfile.Quorum(all), answer)
}

// shown are the certificates of a body that everybody may see. What does not answer shows none.
func (n *Network) shown(b *Body, s *BodyStatus) (all []standing.Certificate) {
	signing, _ := readCertificate(n.signingRoot(b)) // what cannot be read is told with those that expire first
	tlsRoot, _ := readCertificate(n.tlsRoot(b))
	for _, c := range []struct {
		use standing.Use
		is  *x509.Certificate
	}{{standing.OrdererTLS, s.orderer}, {standing.PeerTLS, s.peer}, {standing.SigningRoot, signing}, {standing.TLSRoot, tlsRoot}} {
		if c.is != nil {
			all = append(all, standing.Certificate{Use: c.use, Until: c.is.NotAfter.Unix()})
		}
	}
	return all
}
