// SPDX-License-Identifier: Apache-2.0

package verify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/ledger/rwset/kvrwset"
	"github.com/hyperledger/fabric-protos-go-apiv2/msp"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"github.com/linli-project/linli/verify/fabric"
)

const (
	hostileSize = 40 << 20
	mostMemory  = 300 << 10 // kB, beside what the program has before it reads anything
)

// linli builds the program, whose memory is measured, to where it is built anyway: nothing is linked again if nothing has changed.
func linli(t *testing.T) string {
	t.Helper()
	program := filepath.Join("..", "bin", "linli")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../cmd/linli").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

// own is how much memory (kB) the program takes to say what it can do: what is linked, above all.
func own(t *testing.T, program string) int64 {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, "--help")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("this system does not say how much memory a process took")
	}
	return usage.Maxrss
}

// peak runs `linli verify` over a ledger and gives the most memory it had (kB), and what it said.
func peak(t *testing.T, program string, ledger []byte, trust string) (kb int64, said string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "hostile.ledger")
	if err := os.WriteFile(file, ledger, 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"verify", file}
	if trust != "" {
		args = append(args, "--trust", trust)
	}
	var out bytes.Buffer
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() { ended <- cmd.Wait() }()
	for {
		kb = max(kb, mostResident(cmd.Process.Pid)) // once it has ended there is nothing to read
		select {
		case err := <-ended:
			if err == nil {
				t.Errorf("it is accepted:\n%s", &out)
			}
			return kb, out.String()
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// mostResident is the most memory (kB) that a running process has had, 0 if it has ended.
func mostResident(pid int) (kb int64) {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if _, after, found := strings.Cut(string(status), "VmHWM:"); found {
		_, _ = fmt.Sscan(after, &kb)
	}
	return kb
}

// chain appends blocks with this data, signed by a quorum.
func (f *forger) chain(at int, blocks ...[][]byte) []byte {
	f.blocks = f.blocks[:at]
	for _, data := range blocks {
		b := proto.CloneOf(f.blocks[at-1])
		b.Data = &common.BlockData{Data: data}
		b.Metadata.Metadata[common.BlockMetadataIndex_TRANSACTIONS_FILTER] = bytes.Repeat(
			[]byte{byte(peer.TxValidationCode_ENDORSEMENT_POLICY_FAILURE)}, len(data))
		f.blocks = append(f.blocks, b)
	}
	f.seal(at, 1, 2, 3)
	return f.ledger()
}

// call is a transaction like that of the block, with another proposal and other results, signed by the client.
func (f *forger) call(block int, proposal []byte, results []byte, endorsements ...byte) []byte {
	envelope, payload := &common.Envelope{}, &common.Payload{}
	tx, call := &peer.Transaction{}, &peer.ChaincodeActionPayload{}
	answer, action := &peer.ProposalResponsePayload{}, &peer.ChaincodeAction{}
	f.must(proto.Unmarshal(f.blocks[block].GetData().GetData()[0], envelope))
	f.must(proto.Unmarshal(envelope.GetPayload(), payload))
	f.must(proto.Unmarshal(payload.GetData(), tx))
	f.must(proto.Unmarshal(tx.GetActions()[0].GetPayload(), call))
	f.must(proto.Unmarshal(call.GetAction().GetProposalResponsePayload(), answer))
	f.must(proto.Unmarshal(answer.GetExtension(), action))
	if proposal != nil {
		call.ChaincodeProposalPayload = proposal
	}
	if results != nil {
		action.Results = results
	}
	answer.Extension = f.marshal(action)
	sum := sha256.Sum256(slices.Concat(payload.GetHeader().GetChannelHeader(), tx.GetActions()[0].GetHeader(),
		call.GetChaincodeProposalPayload()))
	answer.ProposalHash = sum[:]
	call.Action.ProposalResponsePayload = f.marshal(answer)
	call.Action.Endorsements = nil
	// what follows is appended to the action as it is encoded
	inner := append(f.marshal(call.GetAction()), endorsements...)
	raw := protowire.AppendBytes([]byte{0x0a}, call.GetChaincodeProposalPayload())
	raw = protowire.AppendBytes(append(raw, 0x12), inner)
	tx.Actions[0].Payload = raw
	payload.Data = f.marshal(tx)
	envelope.Payload = f.marshal(payload)
	envelope.Signature = f.sign(0, envelope.GetPayload())
	return f.marshal(envelope)
}

func (f *forger) results(set []byte) []byte {
	return f.marshal(&rwset.TxReadWriteSet{NsRwset: []*rwset.NsReadWriteSet{{Namespace: "store", Rwset: set}}})
}

// rubbish is an envelope with a payload and a signature that mean nothing.
func rubbish(n int) []byte {
	raw := protowire.AppendBytes([]byte{0x0a}, bytes.Repeat([]byte{0x78}, n))
	return protowire.AppendBytes(append(raw, 0x12), []byte("signature"))
}

// wrap is a block of these parts, whatever they are.
func wrap(header *common.BlockHeader, data, metadata []byte) []byte {
	head, _ := proto.Marshal(header)
	raw := protowire.AppendBytes([]byte{0x0a}, head)
	raw = protowire.AppendBytes(append(raw, 0x12), data)
	return protowire.AppendBytes(append(raw, 0x1a), metadata)
}

// hostile are files of about 40 MB (but for the last, whose groups are deep and not many), most of them signed by a quorum of orderers:
// the strongest that can write one. The others have a genesis block of their own and are read without a trust file.
var hostile = map[string]func(f *forger, at places) (ledger []byte, anchored bool){
	"empty envelopes": func(f *forger, at places) ([]byte, bool) {
		raw := wrap(f.blocks[1].GetHeader(), bytes.Repeat([]byte{0x0a, 0}, hostileSize/2), f.marshal(f.blocks[1].GetMetadata()))
		return join(f.t, [][]byte{f.marshal(f.blocks[0]), raw}), true
	},
	"small envelopes": func(f *forger, at places) ([]byte, bool) {
		return f.chain(at.put, slices.Repeat([][]byte{rubbish(fabric.MinEnvelope)}, hostileSize/fabric.MinEnvelope)), true
	},
	"a block with one argument": func(f *forger, at places) ([]byte, bool) {
		spec := &peer.ChaincodeInvocationSpec{ChaincodeSpec: &peer.ChaincodeSpec{Input: &peer.ChaincodeInput{Args: [][]byte{[]byte("put"),
			make([]byte, hostileSize)}}}}
		return f.chain(at.put, [][]byte{f.call(at.put, f.marshal(&peer.ChaincodeProposalPayload{Input: f.marshal(spec)}), nil)}), true
	},
	"a block with one value": func(f *forger, at places) ([]byte, bool) {
		set := &kvrwset.KVRWSet{Writes: []*kvrwset.KVWrite{{Key: "k", Value: make([]byte, hostileSize)}}}
		return f.chain(at.put, [][]byte{f.call(at.put, nil, f.results(f.marshal(set)))}), true
	},
	"blocks of 3 MB": func(f *forger, at places) ([]byte, bool) {
		set := &kvrwset.KVRWSet{Writes: []*kvrwset.KVWrite{{Key: "k", Value: make([]byte, 3<<20)}}}
		one := f.call(at.put, nil, f.results(f.marshal(set)))
		return f.chain(at.put, slices.Repeat([][][]byte{{one}}, hostileSize/(3<<20))...), true
	},
	"empty reads": func(f *forger, at places) ([]byte, bool) {
		return f.chain(at.put, [][]byte{f.call(at.put, nil, f.results(bytes.Repeat([]byte{0x0a, 0}, hostileSize/2)))}), true
	},
	"many transactions of empty reads": func(f *forger, at places) ([]byte, bool) {
		one := f.call(at.put, nil, f.results(bytes.Repeat([]byte{0x0a, 0}, fabric.MaxParts-100)))
		return f.chain(at.put, slices.Repeat([][]byte{one}, hostileSize/len(one))), true
	},
	"empty endorsements": func(f *forger, at places) ([]byte, bool) {
		return f.chain(at.put, [][]byte{f.call(at.put, nil, nil, bytes.Repeat([]byte{0x12, 0}, hostileSize/2)...)}), true
	},
	"empty signatures": func(f *forger, at places) ([]byte, bool) {
		f.chain(at.put, [][]byte{f.blocks[at.put].GetData().GetData()[0]})
		b := f.blocks[at.put]
		b.Metadata.Metadata[0] = append(b.Metadata.Metadata[0], bytes.Repeat([]byte{0x12, 0}, hostileSize/2)...)
		return f.ledger(), true
	},
	"empty slots": func(f *forger, at places) ([]byte, bool) {
		b := f.blocks[at.put]
		raw := wrap(b.GetHeader(), f.marshal(b.GetData()), append(f.marshal(b.GetMetadata()),
			bytes.Repeat([]byte{0x0a, 0}, hostileSize/2)...))
		var raws [][]byte
		for _, b := range f.blocks[:at.put] {
			raws = append(raws, f.marshal(b))
		}
		return join(f.t, append(raws, raw, f.marshal(f.blocks[at.put]))), true
	},
	"creators written in many ways": func(f *forger, at places) ([]byte, bool) {
		var data [][]byte
		for size := 0; size < hostileSize; size += len(data[0]) {
			data = append(data, f.otherwise(at.put, len(data)))
		}
		return f.chain(at.put, data), true
	},
	"a genesis with many certificates": func(f *forger, _ places) ([]byte, bool) {
		return f.genesis(func(root *common.ConfigGroup) {
			value := root.GetGroups()["Application"].GetGroups()
			for _, org := range value {
				wrapper, config := &msp.MSPConfig{}, &msp.FabricMSPConfig{}
				f.must(proto.Unmarshal(org.GetValues()["MSP"].GetValue(), wrapper))
				f.must(proto.Unmarshal(wrapper.GetConfig(), config))
				config.RootCerts = slices.Repeat(config.GetRootCerts(), hostileSize/4/len(config.GetRootCerts()[0]))
				wrapper.Config = f.marshal(config)
				org.Values["MSP"].Value = f.marshal(wrapper)
			}
		}), false
	},
	"a genesis with many bodies": func(f *forger, _ places) ([]byte, bool) {
		return f.genesis(func(root *common.ConfigGroup) {
			groups := root.GetGroups()["Application"].GetGroups()
			var one *common.ConfigGroup
			for _, one = range groups {
			}
			for i := range hostileSize / proto.Size(one) {
				groups[fmt.Sprint("body", i)] = one
			}
		}), false
	},
	"a genesis with groups in groups": func(f *forger, _ places) ([]byte, bool) {
		return f.genesis(func(root *common.ConfigGroup) {
			inner := proto.CloneOf(root)
			for range 4000 {
				inner = &common.ConfigGroup{Groups: map[string]*common.ConfigGroup{"Channel": inner}}
			}
			root.Groups = map[string]*common.ConfigGroup{"Channel": inner}
		}), false
	},
}

// otherwise is a transaction whose creator's certificate is written in another way.
func (f *forger) otherwise(block, i int) []byte {
	envelope, payload, shdr, member := &common.Envelope{}, &common.Payload{}, &common.SignatureHeader{}, &msp.SerializedIdentity{}
	f.must(proto.Unmarshal(f.blocks[block].GetData().GetData()[0], envelope))
	f.must(proto.Unmarshal(envelope.GetPayload(), payload))
	f.must(proto.Unmarshal(payload.GetHeader().GetSignatureHeader(), shdr))
	f.must(proto.Unmarshal(shdr.GetCreator(), member))
	member.IdBytes = fmt.Appendf(member.GetIdBytes(), "%d", i)
	shdr.Creator = f.marshal(member)
	payload.Header.SignatureHeader = f.marshal(shdr)
	payload.Data = nil
	return f.marshal(&common.Envelope{Payload: f.marshal(payload), Signature: envelope.GetSignature()})
}

// genesis is a ledger of one block with another configuration.
func (f *forger) genesis(alter func(root *common.ConfigGroup)) []byte {
	b := f.blocks[0]
	envelope, payload, config := &common.Envelope{}, &common.Payload{}, &common.ConfigEnvelope{}
	f.must(proto.Unmarshal(b.GetData().GetData()[0], envelope))
	f.must(proto.Unmarshal(envelope.GetPayload(), payload))
	f.must(proto.Unmarshal(payload.GetData(), config))
	alter(config.GetConfig().GetChannelGroup())
	payload.Data = f.marshal(config)
	envelope.Payload = f.marshal(payload)
	b.Data.Data[0] = f.marshal(envelope)
	sum := sha256.Sum256(b.GetData().GetData()[0])
	b.Header.DataHash = sum[:]
	return join(f.t, [][]byte{f.marshal(b)})
}

// Whoever gives a file to verify must not take the verifier's machine with it.
func TestMemoryOfHostileFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("files of 40 MB")
	}
	program, at := linli(t), find(t)
	itself := own(t, program)
	for name, write := range hostile {
		t.Run(name, func(t *testing.T) {
			ledger, anchored := write(newForger(t), at)
			trust := ""
			if anchored {
				trust = "testdata/small.trust.json"
			}
			kb, said := peak(t, program, ledger, trust)
			t.Logf("%d MB for a file of %d MB, %d of them the program's", kb>>10, len(ledger)>>20, itself>>10)
			if kb-itself > mostMemory {
				t.Errorf("verify took %d MB:\n%s", kb>>10, said)
			}
			if !strings.Contains(said, "FAIL") && !strings.Contains(said, "NOT PROVEN") {
				t.Errorf("it says:\n%s", said)
			}
		})
	}
}

// endless is a file that never ends.
type endless struct{ ledger, block []byte }

func (e *endless) Read(p []byte) (int, error) {
	if len(e.ledger) == 0 {
		e.ledger = e.block
	}
	n := copy(p, e.ledger)
	e.ledger = e.ledger[n:]
	return n, nil
}

// Nothing after a genesis block of somebody else is of use to whoever gave the trust file.
func TestWrongTrustEndsTheWork(t *testing.T) {
	ledger, trust := small(t)
	blocks := split(t, ledger)
	size := []byte{0, byte(len(blocks[1]) >> 16), byte(len(blocks[1]) >> 8), byte(len(blocks[1]))}
	never := func() *endless {
		return &endless{ledger: join(t, blocks)[:len(magic)+4+len(blocks[0])], block: slices.Concat(size, blocks[1])}
	}
	trust.Genesis = strings.Repeat("0", 64)
	report, err := Ledger(t.Context(), never(), trust, Options{Replayers: replayers()})
	if err != nil || report.Check(checkAnchor).Status != Fail || report.Blocks != 1 || report.Check(checkSigned).Status != NotProven {
		t.Errorf("%v:\n%s", err, text(report))
	}
	_, right := small(t)
	report, err = Ledger(t.Context(), never(), right, Options{Replayers: replayers()}) // the same block again and again
	if err != nil || report.Check(checkChain).Status != Fail || report.Blocks != 3 {
		t.Errorf("%v:\n%s", err, text(report))
	}
}

// A caller that gave up is not kept waiting, wherever the work stands.
func TestCancelEndsTheWork(t *testing.T) {
	ledger, trust := small(t)
	for after := range int64(60) {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := Ledger(ctx, &stopping{Reader: bytes.NewReader(ledger), after: after * int64(len(ledger)) / 60, cancel: cancel}, trust,
			Options{Replayers: replayers()})
		if err == nil {
			t.Errorf("cancelled in the middle, it gives a report")
		}
		cancel()
	}
}

// stopping cancels after some bytes.
type stopping struct {
	*bytes.Reader
	after  int64
	cancel func()
}

func (s *stopping) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p[:min(len(p), 4096)])
	if s.after -= int64(n); s.after <= 0 {
		s.cancel()
	}
	return n, err
}
