// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"crypto/rand"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hyperledger/fabric-admin-sdk/pkg/chaincode"
	adminid "github.com/hyperledger/fabric-admin-sdk/pkg/identity"
	"github.com/hyperledger/fabric-chaincode-go/v2/shim"
	"github.com/hyperledger/fabric-gateway/pkg/client"
	"github.com/hyperledger/fabric-gateway/pkg/hash"
	gatewayid "github.com/hyperledger/fabric-gateway/pkg/identity"
	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/orderer"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/networktest"
)

var record = flag.Bool("record", false, "TestRecord records testdata/small.* anew")

func TestMain(m *testing.M) {
	networktest.Main(m, func(string, string) (shim.Chaincode, error) { return onPeer{}, nil })
}

// TestRecord records testdata/small.ledger, its trust file, and the keys of one client and of the orderers 1 to 4, with
// which tests play a quorum of orderers that lies:
//
//	go test ./verify -run 'TestRecord$' -record
func TestRecord(t *testing.T) {
	if !*record {
		t.Skip("only with -record")
	}
	r := newRecorder(t)
	r.define(1, nil, 0, 1, 2, 3) // valid with any three bodies
	r.block("orp put a 1")
	r.block("rps fill k 60")
	r.block("or put b too-few")
	r.block("orp guard g OwnersMSP StreetMSP")
	r.block("os put g two-are-enough-here")
	r.block("orp put g three-are-not")
	r.update()
	r.define(2, must(chaincode.NewApplicationPolicy("OutOf(2,'OwnersMSP.peer','ResidentsMSP.peer','StreetMSP.member')", "")), 0, 1, 3)
	r.block("r put b one-of-three")
	r.block("rs del a")
	r.block("or add n", "rs add n", "os add n", "ors add n")
	r.block("or count all k l")
	r.block("or count some k0003 k0009", "os del k0005", "or put k00035 x", "os count all k l")
	r.write("testdata/small")
}

// onPeer runs the recorded chaincode on a peer, and answers as the product's does when the network probes it.
type onPeer struct{ shim.ChaincodeStubInterface }

func (onPeer) Init(shim.ChaincodeStubInterface) *peer.Response { return shim.Success(nil) }

func (onPeer) Invoke(stub shim.ChaincodeStubInterface) *peer.Response {
	function, args := stub.GetFunctionAndParameters()
	if function == "Probe" {
		return shim.Success([]byte("ok"))
	}
	if err := call(onPeer{stub}, function, args); err != nil {
		return shim.Error(err.Error())
	}
	must(0, stub.SetEvent(function, []byte(stub.GetTxID())))
	return shim.Success([]byte(function))
}

func (p onPeer) Get(key string) []byte        { return must(p.GetState(key)) }
func (p onPeer) Put(key string, value []byte) { must(0, p.PutState(key, value)) }
func (p onPeer) Del(key string)               { must(0, p.DelState(key)) }
func (p onPeer) PutPolicy(key string, policy []byte) {
	must(0, p.SetStateValidationParameter(key, policy))
}

func (p onPeer) Range(start, end string, visit func(string, []byte) bool) {
	for rows := must(p.GetStateByRange(start, end)); rows.HasNext(); {
		row := must(rows.Next())
		visit(row.GetKey(), row.GetValue())
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// recorder acts for all bodies.
type recorder struct {
	*testing.T
	network *network.Network
	ledger  *ledger.Client
	store   *client.Contract     // as the first body's administrator
	admins  []*chaincode.Gateway // each body's, at its own peer
}

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	r := &recorder{T: t, network: networktest.Network(t)}
	r.ledger = must(r.network.Connect(t.Context(), "owners", network.Admin))
	for _, body := range r.network.Bodies() {
		mspID, certPEM, keyPEM, err := r.network.Identity(body.ID, network.Admin)
		cert, key := must(gatewayid.CertificateFromPEM(must(certPEM, err))), must(gatewayid.PrivateKeyFromPEM(keyPEM))
		admin, conn := must(adminid.NewPrivateKeySigningIdentity(mspID, cert, key)), must(must(r.network.Peer(body.ID)).Dial())
		r.admins = append(r.admins, chaincode.NewGateway(conn, admin))
		if r.store == nil {
			gateway := must(client.Connect(admin, client.WithSign(admin.Sign), client.WithHash(hash.NONE),
				client.WithClientConnection(conn)))
			r.store = gateway.GetNetwork(network.Channel).GetContract("store")
		}
	}
	return r
}

// eventually repeats what the peers may not be ready for.
func eventually[T any](do func() (T, error)) T {
	value, err := do()
	for try := 0; err != nil && try < 50; try++ {
		time.Sleep(200 * time.Millisecond)
		value, err = do()
	}
	return must(value, err)
}

// define has bodies approve the chaincode under the name store, and the first one commit that.
func (r *recorder) define(sequence int64, policy *peer.ApplicationPolicy, bodies ...int) {
	d := chaincode.Definition{
		ChannelName: network.Channel, Name: "store", Version: strconv.FormatInt(sequence, 10), Sequence: sequence,
		ApplicationPolicy: policy,
	}
	for _, i := range bodies {
		d.PackageID = must(r.network.ChaincodeServer(r.network.Bodies()[i].ID, network.FirstVersion)).PackageID
		must(0, r.admins[i].Approve(r.Context(), &d))
	}
	eventually(func() (int, error) { return 0, r.admins[0].Commit(r.Context(), &d) })
}

// block has calls ordered in one block, all endorsed on the state before it: the endorsers' initials, function, arguments.
func (r *recorder) block(calls ...string) {
	var txs []*client.Transaction
	for _, call := range calls {
		var bodies []string
		initials, words := strings.Fields(call)[0], strings.Fields(call)[1:]
		for _, body := range r.network.Bodies() {
			if strings.Contains(initials, body.ID[:1]) {
				bodies = append(bodies, body.MSPID)
			}
		}
		txs = append(txs, eventually(func() (*client.Transaction, error) {
			return must(r.store.NewProposal(words[0], client.WithArguments(words[1:]...),
				client.WithEndorsingOrganizations(bodies...))).Endorse()
		}))
	}
	var commits []*client.Commit
	for _, tx := range txs {
		commits = append(commits, must(tx.Submit()))
	}
	for _, commit := range commits {
		if must(commit.Status()).BlockNumber != must(commits[0].Status()).BlockNumber {
			r.Fatal("the orderers cut a block too early: try again")
		}
	}
}

// update changes the channel's configuration, signed by three administrators: fewer messages a block.
func (r *recorder) update() {
	ordering := func(values map[string]*common.ConfigValue) *common.ConfigGroup {
		return &common.ConfigGroup{Groups: map[string]*common.ConfigGroup{"Orderer": {Values: values}}}
	}
	size := encode(&orderer.BatchSize{MaxMessageCount: 40, AbsoluteMaxBytes: 20 << 20, PreferredMaxBytes: 2 << 20})
	update := &common.ConfigUpdateEnvelope{ConfigUpdate: encode(&common.ConfigUpdate{
		ChannelId: network.Channel, ReadSet: ordering(nil),
		WriteSet: ordering(map[string]*common.ConfigValue{"BatchSize": {Version: 1, ModPolicy: "Admins", Value: size}}),
	})}
	var admin adminid.SigningIdentity
	var header []byte
	for _, body := range r.admins[:3] {
		admin = body.ClientIdentity()
		creator := encode(&msp.SerializedIdentity{Mspid: admin.MspID(), IdBytes: admin.Credentials()})
		header = encode(&common.SignatureHeader{Creator: creator, Nonce: []byte(rand.Text())})
		signature := must(admin.Sign(slices.Concat(header, update.GetConfigUpdate())))
		update.Signatures = append(update.Signatures, &common.ConfigSignature{SignatureHeader: header, Signature: signature})
	}
	channel := encode(&common.ChannelHeader{Type: int32(common.HeaderType_CONFIG_UPDATE), ChannelId: network.Channel})
	payload := encode(&common.Payload{Data: encode(update), Header: &common.Header{ChannelHeader: channel, SignatureHeader: header}})
	height, at := must(r.ledger.Height(r.Context())), must(r.network.Orderers())[0]
	conn := must(network.Peer{Address: at.Address, ServerName: at.ServerName, TLSRootPEM: at.TLSRootPEM}.Dial())
	stream := must(orderer.NewAtomicBroadcastClient(conn).Broadcast(r.Context()))
	must(0, stream.Send(&common.Envelope{Payload: payload, Signature: must(admin.Sign(payload))}))
	if answer := must(stream.Recv()); answer.GetStatus() != common.Status_SUCCESS {
		r.Fatal(answer)
	}
	for block, err := range ledger.Blocks(r.Context(), r.ledger, height, height) { // waits for it
		must(block, err)
	}
}

func encode(m proto.Message) []byte { return must(proto.Marshal(m)) }

func (r *recorder) write(name string) {
	var blocks [][]byte
	for block, err := range ledger.Blocks(r.Context(), r.ledger, 0, must(r.ledger.Height(r.Context()))-1) {
		blocks = append(blocks, encode(must(block, err)))
	}
	var trust bytes.Buffer
	must(0, must(TrustFrom(blocks[0], nil)).Write(&trust))
	_, _, keys, err := r.network.Identity("owners", network.Admin)
	must(keys, err)
	for _, body := range r.network.Bodies() {
		keystore := filepath.Join(r.network.Dir(), "network/crypto/peerOrganizations", body.ID+".*/orderers/*/msp/keystore/*")
		keys = append(keys, must(os.ReadFile(must(filepath.Glob(keystore))[0]))...)
	}
	must(0, os.WriteFile(name+".ledger", join(r.T, blocks), 0o644))
	must(0, os.WriteFile(name+".trust.json", trust.Bytes(), 0o644))
	must(0, os.WriteFile(name+".keys.pem", keys, 0o600))
}
