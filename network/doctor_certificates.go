// SPDX-License-Identifier: Apache-2.0

package network

import (
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"time"
)

// examineCertificates says which of the certificates of this machine's body have expired or will soon.
func (n *Network) examineCertificates() Finding {
	f := Finding{Subject: "certificates"}
	var all []Certificate
	for _, b := range n.here() {
		if err := walkCertificates(n.org(b), func(c *x509.Certificate) { all = append(all, certificate(b.ID, c)) }); err != nil {
			f.Err, f.Do = err, "Restore the folder network in the data directory from a backup."
			return f
		}
	}
	slices.SortStableFunc(all, func(a, b Certificate) int { return a.NotAfter.Compare(b.NotAfter) })
	all = slices.Compact(all) // some lie in several places
	var ending []error
	for _, c := range all {
		err := c.expires()
		if err == nil {
			break
		}
		ending = append(ending, err)
		if f.Do = doExpired; n.OwnAuthority() {
			f.Do = doAsk
		}
		if c.Kind == "root" || c.Kind == "authority" {
			f.Do = doRoot
		}
	}
	f.Err = errors.Join(ending...)
	first := all[0]
	f.Answer = fmt.Sprintf("the first one to expire is the %s certificate of %s, on %s", first.Kind, first.Name, first.NotAfter.Format(time.DateOnly))
	if n.OwnAuthority() {
		f.Answer += "; the body's own authority signs new ones"
	}
	if a, err := n.layout.asking(); err == nil {
		f.Answer += fmt.Sprintf("; what it was asked for on %s is taken in by `linli body take DIR`", a.At.Format(time.DateOnly))
	}
	return f
}
