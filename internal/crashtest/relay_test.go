// SPDX-License-Identifier: Apache-2.0

package crashtest

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
)

// relayEnv names the network's data directory to a relay process.
const relayEnv = "LINLI_CRASHTEST_RELAY"

// acknowledgement is what a relay process says of an act, in a line of its own: it is on the ledger in that transaction,
// or why it never will be.
type acknowledgement struct {
	Act     string   `json:"act"`
	Tx      string   `json:"tx,omitempty"`
	Code    act.Code `json:"code,omitempty"`
	Refused string   `json:"refused,omitempty"`
}

// relayMain casts the acts it reads, one JSON document a line, all at once, and acknowledges each.
func relayMain(data string, in io.Reader, out io.Writer) int {
	if err := serve(context.Background(), data, in, out); err != nil {
		fmt.Fprintln(os.Stderr, "relay:", err)
		return 1
	}
	return 0
}

func serve(ctx context.Context, data string, in io.Reader, out io.Writer) error {
	n, err := network.Open(data)
	if err != nil {
		return err
	}
	client, err := n.Connect(ctx, n.Bodies()[0].ID, network.Client)
	if err != nil {
		return err
	}
	defer client.Close()
	relay := ledger.NewRelay(client, ledger.Options{})
	defer relay.Close()
	var writing sync.Mutex
	var all sync.WaitGroup
	defer all.Wait()
	for lines := json.NewDecoder(bufio.NewReader(in)); ; {
		var signed act.Signed
		if err := lines.Decode(&signed); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		all.Go(func() {
			line, err := json.Marshal(castUntilKnown(ctx, relay, signed))
			writing.Lock()
			defer writing.Unlock()
			if _, writeErr := out.Write(append(line, '\n')); errors.Join(err, writeErr) != nil {
				panic(errors.Join(err, writeErr)) // the parent is gone
			}
		})
	}
}

// castUntilKnown casts an act again until it is on the ledger or refused, as a server would.
func castUntilKnown(ctx context.Context, relay *ledger.Relay, signed act.Signed) acknowledgement {
	for {
		receipt, err := relay.Cast(ctx, signed)
		switch {
		case err == nil:
			return acknowledgement{Act: receipt.Act, Tx: receipt.TxID, Code: receipt.Code}
		case act.CodeOf(err) != "", errors.Is(err, ledger.ErrChaincode):
			return acknowledgement{Act: receipt.Act, Refused: err.Error()}
		}
		fmt.Fprintln(os.Stderr, "relay: casting again:", err)
		time.Sleep(100 * time.Millisecond)
	}
}
