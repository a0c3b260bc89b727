// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-contract-api-go/v2/contractapi"
	"golang.org/x/sync/errgroup"

	"github.com/linli-project/linli/chaincode"
)

// raw is the least a chaincode can do: one write of what it is given. It is what ballots are measured against.
type raw struct{ contractapi.Contract }

// Put writes a value.
func (*raw) Put(ctx contractapi.TransactionContextInterface, key, value string) error {
	return ctx.GetStub().PutState(key, []byte(value))
}

// newChaincode is Linli's chaincode with the raw contract beside it.
func newChaincode(net string) (shim.Chaincode, error) {
	writes := new(raw)
	writes.Name = "raw"
	return chaincode.New(net, writes)
}

// rawClients is how many transactions are in flight at once.
const rawClients = 200

// raw measures single-write transactions through the Gateway, each endorsed by three of four bodies, ordered and committed.
func (b *bench) raw(ctx context.Context) (perSecond float64, err error) {
	var done atomic.Int64
	value := strings.Repeat("x", 100)
	before := b.cpu()
	began := time.Now()
	until := began.Add(b.rawFor)
	group, ctx := errgroup.WithContext(ctx)
	for client := range rawClients {
		group.Go(func() error {
			for i := 0; time.Now().Before(until); i++ {
				if _, _, err := b.ledger.Client.Submit(ctx, "raw:Put", fmt.Sprintf("raw-%d-%d", client, i), value); err != nil {
					return err
				}
				done.Add(1)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return 0, fmt.Errorf("raw writes: %w", err)
	}
	perSecond = float64(done.Load()) / time.Since(began).Seconds()
	line(fmt.Sprintf("raw Fabric, one 100-byte write a transaction, %d in flight", rawClients), "%.0f tx/s", perSecond)
	b.per("write", before, int(done.Load()))
	return perSecond, nil
}
