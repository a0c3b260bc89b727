// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/chaincode"
	"github.com/linli-project/linli/ledger"
)

// withRaw is Linli's chaincode with one function more, raw:Put, which is the least a chaincode can do: one write of what it
// is given. It is what ballots are measured against.
type withRaw struct{ shim.Chaincode }

// Invoke carries out a transaction or a query.
func (c withRaw) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	args := stub.GetStringArgs()
	if len(args) != 3 || args[0] != "raw:Put" {
		return c.Chaincode.Invoke(stub)
	}
	if err := stub.PutState(args[1], []byte(args[2])); err != nil {
		return shim.Error(err.Error())
	}
	return shim.Success(nil)
}

// newChaincode is Linli's chaincode with the raw writes beside it.
func newChaincode(net, version string) (shim.Chaincode, error) {
	if err := showProfile(); err != nil {
		return nil, err
	}
	linli, err := chaincode.New(net, version)
	return withRaw{linli}, err
}

// rawClients is how many transactions are in flight at once.
const rawClients = 200

// writes measures single-write transactions through the Gateway, each endorsed by three of four bodies, ordered and committed.
func (b *bench) writes(ctx context.Context) error {
	var done, unknown atomic.Int64
	value := strings.Repeat("x", 100)
	before := b.cpu()
	began := time.Now()
	until := began.Add(b.rawFor)
	group, ctx := errgroup.WithContext(ctx)
	for client := range rawClients {
		group.Go(func() error {
			for i := 0; time.Now().Before(until); i++ {
				_, _, err := b.ledger.Client.Submit(ctx, "raw:Put", fmt.Sprintf("raw-%d-%d", client, i), value)
				if _, inDoubt := errors.AsType[*ledger.UnknownOutcome](err); inDoubt && ctx.Err() == nil {
					unknown.Add(1) // an orderer that was slow to say so: no failure, and not counted as a write
					continue
				}
				if err != nil {
					return err
				}
				done.Add(1)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return fmt.Errorf("raw writes: %w", err)
	}
	b.raw = float64(done.Load()) / time.Since(began).Seconds()
	line(fmt.Sprintf("raw Fabric, one 100-byte write a transaction, %d in flight", rawClients), "%.0f tx/s", b.raw)
	if n := unknown.Load(); n > 0 {
		line("  writes of unknown outcome, not counted", "%d", n)
	}
	b.per("write", before, int(done.Load()))
	return nil
}
