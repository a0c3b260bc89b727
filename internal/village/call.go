// SPDX-License-Identifier: Apache-2.0

package village

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/chapters"
	"github.com/linli-project/linli/verify"
)

// call is one call of a book's contract: everything that chaincode would know of it, and what it answered.
type call struct {
	id        string
	at        time.Time
	by        User
	net       string
	version   string   // of the rules that carried it out
	arguments [][]byte // the function's name first
	answer    []byte
}

func (b *Book) call(by User, function string, args []string) call {
	c := call{
		id: "tx-" + strconv.Itoa(len(b.Blocks)), at: time.Now(), by: by, net: cmp.Or(b.Net, noNet),
		version: cmp.Or(b.Version, chapters.Current().Version), arguments: [][]byte{[]byte(function)},
	}
	if b.Now != nil {
		c.at = b.Now()
	}
	for _, arg := range args {
		c.arguments = append(c.arguments, []byte(arg))
	}
	return c
}

func (c call) nanos() int32 { return int32(c.at.Nanosecond()) } //nolint:gosec // less than a second

func (c call) read(rules *contract.Rules) (contract.Call, error) {
	return rules.ReadCall(c.arguments, c.at.Unix(), c.nanos())
}

func (c call) tx() contract.Tx {
	return contract.Tx{ID: c.id, Time: c.at.Unix(), MSP: c.by.MSP, Admin: c.by.Admin, Net: c.net}
}

// replay executes the call again as the recount of a network's blocks does.
func (c call) replay(recount verify.Contract, s *verify.Simulation) error {
	tx := verify.Tx{ID: c.id, Seconds: c.at.Unix(), Nanos: c.nanos(), MSPID: c.by.MSP, Arguments: c.arguments, Genesis: c.net,
		Version: c.version}
	if c.by.Admin {
		tx.Units = []string{"admin"}
	}
	again, err := recount.Execute(tx, s)
	if err == nil && !bytes.Equal(again.Response, c.answer) {
		err = fmt.Errorf("it answers %q, not %q", again.Response, c.answer)
	}
	return err
}

// Accepted is the recount of a book: the verifier executes its calls again, one after the other from an empty state, which must give
// the same answers and the same state, and counts every result again from the ballots. What blocks have beside that, their
// signatures, policies and versions, a book has not.
func (b *Book) Accepted() error {
	s, err := b.Recounted()
	if err != nil {
		return err
	}
	var faults []error
	verify.Contract{}.Recount(s, cmp.Or(b.Net, noNet), func(key string, err error) {
		faults = append(faults, fmt.Errorf("%q: %w", key, err))
	})
	return errors.Join(faults...)
}

// Recounted is the state that the book's calls give when the verifier executes them again, which must be the book's.
func (b *Book) Recounted() (*verify.Simulation, error) {
	s := verify.NewSimulation(verify.Chaincode)
	state := map[string][]byte{}
	for _, c := range b.calls {
		if err := c.replay(verify.Contract{Versions: b.Versions}, s); err != nil {
			return nil, fmt.Errorf("%s, executed again: %w", c.id, err)
		}
		maps.Copy(state, s.Commit())
	}
	if !maps.EqualFunc(state, b.state, bytes.Equal) {
		return nil, errors.New("the calls, executed again, give another state")
	}
	return s, nil
}
