// SPDX-License-Identifier: Apache-2.0

package change

import (
	"bytes"
	"cmp"
	"fmt"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"

	"github.com/linli-project/linli/network/bodyfile"
)

// tell says what is different, one sentence each, and how many orderers it then takes.
func tell(before, after []Body) (lines []string) {
	for i := range after {
		if was := find(before, after[i].ID); was == nil {
			lines = append(lines, came(&after[i])...)
		} else {
			lines = append(lines, changed(was, &after[i])...)
		}
	}
	for _, b := range before {
		if find(after, b.ID) == nil {
			lines = append(lines, b.ID+" leaves: its peer gets no more blocks, and its signatures no longer count.")
		}
	}
	return append(lines, quorum(ordering(before), ordering(after)))
}

// came tells of a body that is new.
func came(b *Body) []string {
	lines := []string{
		fmt.Sprintf("%s comes in, called %s: its peer at %s keeps the ledger and endorses.", b.ID, cmp.Or(b.Title, b.ID), at(b.Host, b.PeerPort)),
		"Its members are whom this root has signed: " + bodyfile.FingerprintOf([]byte(b.Signing.PEM())).Words(),
		"Its machine is known by this root: " + bodyfile.FingerprintOf([]byte(b.TLS.PEM())).Words(),
	}
	if b.Consenter == nil {
		return append(lines, "Its orderer follows, and takes no part until it is admitted.")
	}
	return append(lines, orders(b))
}

func orders(b *Body) string {
	return fmt.Sprintf("The orderer of %s at %s takes part, with %s.", b.ID, endpoint(b.Consenter), certificate(b.Consenter.GetIdentity()))
}

// changed tells what is different of a body that stays.
func changed(was, is *Body) (lines []string) {
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	if !was.Signing.Equal(is.Signing) || !was.TLS.Equal(is.TLS) {
		say("%s has other roots: its members are others.", is.ID)
	}
	if from, to := at(was.Host, was.PeerPort), at(is.Host, is.PeerPort); from != to {
		say("The peer of %s is reached at %s, and no longer at %s.", is.ID, to, from)
	}
	a, b := was.Consenter, is.Consenter
	switch {
	case a == nil && b == nil:
		return lines
	case a == nil:
		return append(lines, orders(is))
	case b == nil:
		return append(lines, fmt.Sprintf("The orderer of %s takes no part any more; its peer stays.", is.ID))
	}
	if endpoint(a) != endpoint(b) {
		say("The orderer of %s is reached at %s, and no longer at %s.", is.ID, endpoint(b), endpoint(a))
	}
	if a.GetId() != b.GetId() {
		say("The orderer of %s has number %d, and no longer %d.", is.ID, b.GetId(), a.GetId())
	}
	if !bytes.Equal(a.GetIdentity(), b.GetIdentity()) {
		key := "a new key"
		if sameKey(a.GetIdentity(), b.GetIdentity()) {
			key = "the same key"
		}
		say("The orderer of %s signs with %s, by %s.", is.ID, key, certificate(b.GetIdentity()))
	}
	if !bytes.Equal(a.GetServerTlsCert(), b.GetServerTlsCert()) || !bytes.Equal(a.GetClientTlsCert(), b.GetClientTlsCert()) {
		say("The other orderers know it by %s.", certificate(b.GetServerTlsCert()))
	}
	return lines
}

func endpoint(c *common.Consenter) string { return at(c.GetHost(), int(c.GetPort())) }

// certificate says which one and until when.
func certificate(text []byte) string {
	cert, err := parse(text)
	if err != nil {
		return "a certificate that cannot be read"
	}
	return fmt.Sprintf("the certificate %q until %s", bodyfile.FingerprintOf(text).Words(), cert.NotAfter.Format(time.DateOnly))
}

func ordering(bodies []Body) (count int) {
	for _, b := range bodies {
		if b.Consenter != nil {
			count++
		}
	}
	return count
}

// quorum says how many orderers it takes, and with how many away it goes on.
func quorum(was, is int) string {
	need := bodyfile.Quorum(is)
	away, before := is-need, was-bodyfile.Quorum(was)
	switch {
	case was == is:
		return fmt.Sprintf("%d bodies order, as before: it takes %d of them, and %d may be away.", is, need, away)
	case away == before:
		return fmt.Sprintf("%d bodies order instead of %d: it takes %d of them instead of %d, and still no more than %d may be away.",
			is, was, need, bodyfile.Quorum(was), away)
	}
	return fmt.Sprintf("%d bodies order instead of %d: it takes %d of them instead of %d, and %d instead of %d may be away.",
		is, was, need, bodyfile.Quorum(was), away, before)
}
