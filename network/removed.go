// SPDX-License-Identifier: Apache-2.0

package network

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"

	"github.com/linli-project/linli/network/change"
	"github.com/linli-project/linli/network/standing"
)

// Nobody tells a body that the others take it out: its peer gets no more blocks, and the one that says so is the first that it may not
// read. But its orderer, if it was there, has agreed to the order of that block and has it as its last one. So the supervisor, which
// counts the orderer's blocks, looks into the last of them. Whoever was away then learns it from the others' peers, which do not know it
// any more.

// noteRemoval writes down whether the last block of a body's orderer takes that body out.
func (n *Network) noteRemoval(id string, blocks *written) error {
	block, err := blocks.last()
	if err != nil {
		return fmt.Errorf("the last block of the orderer of %s: %w", id, err)
	}
	r, err := removalIn(block, id)
	if err == nil && r != nil {
		return writeJSON(n.removed(), r)
	}
	if errors.Is(err, change.ErrNoConfig) {
		err = nil
	}
	if gone := os.Remove(n.removed()); !errors.Is(gone, fs.ErrNotExist) { // it came in again
		err = errors.Join(err, gone)
	}
	return err
}

// removalIn is what a block with a configuration says of a body that is not in it; nil if it is in it.
func removalIn(block *common.Block, id string) (*standing.Removal, error) {
	config, err := change.Open(block)
	if err != nil {
		return nil, err
	}
	bodies, err := change.Bodies(config.Group)
	if err != nil {
		return nil, err
	}
	for _, b := range bodies {
		if b.ID == id {
			return nil, nil //nolint:nilnil // it is there, which is no error
		}
	}
	signed, err := config.Signed()
	if err != nil {
		return nil, err
	}
	number := int64(block.GetHeader().GetNumber()) //nolint:gosec // far below
	r := &standing.Removal{Block: number, At: config.Sent.Unix(), Signed: []string{}}
	for _, b := range bodies {
		if slices.Contains(signed, b.MSPID) {
			r.Signed = append(r.Signed, cmp.Or(b.Title, b.ID))
		}
	}
	return r, nil
}

// removal is what is written down of one; nil if nothing is.
func (n *Network) removal() *standing.Removal {
	raw, err := os.ReadFile(n.removed())
	r := &standing.Removal{}
	if err != nil || json.Unmarshal(raw, r) != nil {
		return nil
	}
	return r
}

// removedAs is the removal of this machine's body, if there was one: what is written down of it, or else that none of the other bodies
// knows it, as they say themselves. What is written down may be old, of an orderer that is still getting the blocks of a time when the
// body was not there; then the own peer has later ones, or another one answers.
func (n *Network) removedAs(s *Status) *standing.Removal {
	r, unknown := n.removal(), s.Running && !n.alone()
	for _, b := range s.Bodies {
		switch {
		case !n.isHere(b.Body):
			unknown = unknown && strange(b.Error)
			if s.Running && b.Error == "" {
				return nil
			}
		case r != nil && int64(b.Height) > r.Block: //nolint:gosec // far below
			r = nil
		}
	}
	if r == nil && unknown {
		r = &standing.Removal{Signed: []string{}}
	}
	return r
}

// removedText says in both languages that this body was removed, and what it can do; other bodies' peers do not know it.
func (n *Network) removedText() string {
	r := cmp.Or(n.removal(), &standing.Removal{})
	return fmt.Sprintf("%s. %s\n%s。%s", r.English(), standing.LeftEnglish, r.Chinese(), standing.LeftChinese)
}

// strange says whether a peer's error is that it does not know whose body asks.
func strange(err string) bool { return strings.Contains(err, "creator org unknown") }

// unknown says whether all other bodies' peers answer, and none knows this machine's body.
func (n *Network) unknown(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, statusWithin)
	defer cancel()
	answers := make([]bool, len(n.facts.Bodies))
	var all sync.WaitGroup
	for i := range n.facts.Bodies {
		b := &n.facts.Bodies[i]
		all.Go(func() {
			_, err := n.height(ctx, b)
			answers[i] = n.isHere(b.ID) || err != nil && strange(err.Error())
		})
	}
	all.Wait()
	for _, so := range answers {
		if !so {
			return false
		}
	}
	return !n.alone()
}
