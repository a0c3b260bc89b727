// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/checkpoint"
)

// CheckedHead is what a signed head, as a notice board shows it, comes to on a recounted ledger.
type CheckedHead struct {
	Status Status   `json:"status"`
	Detail string   `json:"detail,omitempty"` // what is wrong
	Size   uint64   `json:"size"`
	Root   string   `json:"root"`
	By     []Signed `json:"by"`
}

// Signed is a body's signature under a head.
type Signed struct {
	MSPID string `json:"mspId"`
	At    int64  `json:"at"` // Unix time
}

// Reasons for which a head says nothing about the ledger.
var (
	errFewSigned = errors.New("too few witnesses of the trust file have signed it")
	errNoHead    = errors.New("it cannot be believed")
)

// shown holds heads from elsewhere against the blocks. One that enough witnesses have signed has to be the ledger's: a ledger that it is
// not of, or that ends before it, is refused.
func (h *heads) shown(r *Report, notes []string, trust Trust) {
	for _, note := range notes {
		is, err := h.checkShown(note, trust, r.Genesis)
		switch {
		case errors.Is(err, errFewSigned):
			is.Status, is.Detail = NotProven, err.Error()
		case err != nil:
			is.Status, is.Detail = Fail, err.Error()
			if !errors.Is(err, errNoHead) {
				r.fail(checkHeads, is.last(h), "", fmt.Errorf("a head that was shown: %w", err))
			}
		}
		r.Heads = append(r.Heads, is)
	}
}

// last is the block that a head ends with, as far as the ledger has it.
func (c CheckedHead) last(h *heads) uint64 { return max(min(c.Size, h.tree.Size()), 1) - 1 }

func (h *heads) checkShown(note string, trust Trust, genesis string) (CheckedHead, error) {
	is := CheckedHead{Status: Pass, By: []Signed{}}
	signed, err := checkpoint.Open(note, trust.Keys())
	if err != nil {
		return is, fmt.Errorf("%w: %w", errNoHead, err)
	}
	is.Size, is.Root = signed.Size, signed.Root.String()
	for _, by := range signed.By {
		is.By = append(is.By, Signed{by.MSP, by.At})
	}
	root, err := h.tree.RootAt(signed.Size)
	switch {
	case len(is.By) < trust.Enough():
		return is, fmt.Errorf("%w: %d, and it takes %d", errFewSigned, len(is.By), trust.Enough())
	case signed.Genesis.String() != genesis:
		return is, fmt.Errorf("it is of another ledger, which begins with %s", signed.Genesis)
	case err != nil:
		return is, fmt.Errorf("the ledger has %d blocks and ends before it, which is of %d", h.tree.Size(), signed.Size)
	case root != signed.Root:
		return is, fmt.Errorf("for %d blocks it has the root %s, these blocks give %s", signed.Size, signed.Root, root)
	}
	return is, nil
}

// headsProven says whether every head that was shown is the ledger's.
func (r *Report) headsProven() bool {
	return !slices.ContainsFunc(r.Heads, func(h CheckedHead) bool { return h.Status != Pass })
}

func (c CheckedHead) write(out *strings.Builder) {
	fmt.Fprintf(out, "%-10s  head of %d blocks\n", c.Status, c.Size)
	if c.Detail != "" {
		fmt.Fprintf(out, "%12s%s\n", "", c.Detail)
	}
	for _, by := range c.By {
		fmt.Fprintf(out, "%12sco-signed by %s %s\n", "", by.MSPID, time.Unix(by.At, 0).UTC().Format(time.RFC3339))
	}
}
