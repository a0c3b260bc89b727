// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/hyperledger/fabric-chaincode-go/v2/pkg/statebased"
)

// small is a ledger recorded on a real network (see TestRecord), with its trust file.
func small(t testing.TB) ([]byte, Trust) {
	t.Helper()
	ledger, err := os.ReadFile("testdata/small.ledger")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/small.trust.json")
	if err != nil {
		t.Fatal(err)
	}
	trust, err := ReadTrust(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return ledger, trust
}

func recount(t testing.TB, ledger []byte, trust Trust) *Report {
	t.Helper()
	report, err := Ledger(t.Context(), bytes.NewReader(ledger), trust, Options{Replayers: replayers()})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func text(r *Report) string {
	var out bytes.Buffer
	_ = r.Write(&out) // a buffer takes everything
	return out.String()
}

// replayers are those of the recorded ledger's chaincodes: the product's own has only been probed there.
func replayers() map[string]Replayer {
	return map[string]Replayer{"store": store{}, Chaincode: Contract{}}
}

// store executes the recorded ledger's chaincode again.
type store struct{}

func (store) Execute(tx Tx, s *Simulation) (Answer, error) {
	var args []string
	for _, a := range tx.Arguments[1:] {
		args = append(args, string(a))
	}
	function := string(tx.Arguments[0])
	return Answer{Response: []byte(function)}, call(s, function, args)
}

// state is what a chaincode works on: a Simulation, or a peer's.
type state interface {
	Get(key string) []byte
	Put(key string, value []byte)
	Del(key string)
	PutPolicy(key string, policy []byte)
	Range(start, end string, visit func(key string, value []byte) bool)
}

// call is the recorded chaincode, whose functions leave every kind of read and write on the ledger.
func call(s state, function string, args []string) error {
	switch function {
	case "put":
		s.Put(args[0], []byte(args[1]))
	case "add": // two in one block conflict
		n, _ := strconv.Atoi(string(s.Get(args[0])))
		s.Put(args[0], []byte(strconv.Itoa(n+1)))
	case "del":
		s.Del(args[0])
	case "fill":
		n, _ := strconv.Atoi(args[1])
		for i := range n {
			s.Put(fmt.Sprintf("%s%04d", args[0], i), []byte{byte('a' + i%26)})
		}
	case "count":
		n := 0
		s.Range(args[1], args[2], func(string, []byte) bool { n++; return true })
		s.Put(args[0], []byte(strconv.Itoa(n)))
	case "guard": // all the named bodies are necessary for later writes
		policy, err := guardedBy(args[1:])
		if err != nil {
			return err
		}
		s.Put(args[0], []byte("guarded"))
		s.PutPolicy(args[0], policy)
	default:
		return fmt.Errorf("unknown function %s", function)
	}
	return nil
}

func guardedBy(bodies []string) ([]byte, error) {
	policy, err := statebased.NewStateEP(nil)
	if err != nil {
		return nil, err
	}
	if err := policy.AddOrgs(statebased.RoleTypePeer, bodies...); err != nil {
		return nil, err
	}
	return policy.Policy()
}

func TestRecordedLedgerIsAccepted(t *testing.T) {
	ledger, trust := small(t)
	report := recount(t, ledger, trust)
	t.Log("\n" + text(report))
	if !report.OK() {
		t.Fatal("refused")
	}
}
