// SPDX-License-Identifier: Apache-2.0

package oracle_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/oracle"
	rules "github.com/linli-project/linli/rules/device"
)

// needles are the forms in which a text may be written: in UTF-8 and GB18030, and each of them as it is, in hex, in base64 wherever it
// begins.
func needles(t testing.TB, text string) (all [][]byte) {
	t.Helper()
	chinese, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	forms := map[string]bool{}
	for _, s := range []string{text, chinese} {
		digits := hex.EncodeToString([]byte(s))
		forms[s], forms[digits], forms[strings.ToUpper(digits)] = true, true, true
		for shift := range 3 {
			shifted := append(make([]byte, shift), s...)
			whole := shifted[:len(shifted)/3*3]
			skip := []int{0, 2, 3}[shift] // letters that depend on what is before
			forms[base64.StdEncoding.EncodeToString(whole)[skip:]] = true
			forms[base64.URLEncoding.EncodeToString(whole)[skip:]] = true
		}
	}
	for form := range maps.Keys(forms) {
		all = append(all, []byte(form))
	}
	return all
}

// sought are texts, and the files in which each of them stands in any of its forms.
type sought map[string][]string

func (s sought) in(t testing.TB, file string, content []byte) {
	t.Helper()
	for text := range s {
		if slices.ContainsFunc(needles(t, text), func(form []byte) bool { return bytes.Contains(content, form) }) {
			s[text] = append(s[text], file)
		}
	}
}

// onNodes looks for texts in every file of all nodes: ledgers, state databases, write-ahead logs, the logs of the chaincode; and in what
// is packed in the transactions of the blocks, unpacked.
func (s *site) onNodes(texts ...string) sought {
	s.Helper()
	found := sought{}
	for _, text := range texts {
		found[text] = nil
	}
	for _, dir := range []string{"ledger", "logs", "run", "config", "network"} {
		s.must(filepath.WalkDir(filepath.Join(s.Network, dir), func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() {
				var content []byte
				content, err = os.ReadFile(path)
				found.in(s, path, content)
			}
			if errors.Is(err, fs.ErrNotExist) { // a database tidies up meanwhile
				err = nil
			}
			return err
		}))
	}
	height, err := s.ledger.Height(s.Context())
	s.must(err)
	for block, err := range ledger.Blocks(s.Context(), s.ledger.Client, 0, height-1) {
		s.must(err)
		for _, tx := range ledger.Decode(block, network.Chaincode).Transactions {
			unpacked := [][]byte{[]byte(strings.Join(tx.Args, "\n")), tx.Response}
			for _, w := range tx.Writes {
				unpacked = append(unpacked, []byte(w.Key), w.Value)
			}
			found.in(s, "transaction "+tx.ID, bytes.Join(unpacked, []byte("\n")))
		}
	}
	return found
}

// What points to a person goes into the oracle and does not come out on the ledger: neither a plate, nor a name, nor what a device sent,
// whether it was understood or not, is in any file of any node; and what is there is proven from the oracle's own files.
func TestNothingOfAPersonOnTheLedger(t *testing.T) {
	s := newSite(t, "person")
	s.enrol("gate-1", rules.Plate)
	s.enrol("smoke-1", rules.Smoke)
	s.admit(s.unsigned("door-1", rules.T1, rules.Contact))
	const plate, name, raw = "粤B7K9Q2", "业主0001", "raw-payload-8Y4N2"
	s.start()
	gate, smoke, sensor := s.connected("gate-1"), s.connected("smoke-1"), s.connected("door-1")
	topic := strings.Replace(s.credentials["door-1"].Says[0], "#", "door-1", 1)
	s.done(gate.Publish("linli/gate-1", 1, false, s.signed("gate-1", 1, rules.Plate, map[string]string{"plate": plate})))
	s.done(smoke.Publish("linli/smoke-1", 1, false, s.signed("smoke-1", 1, rules.Smoke, map[string]string{"active": "true"})))
	for _, closed := range []string{"true", "false"} {
		s.done(sensor.Publish(topic, 1, false, []byte(`{"contact":`+closed+`,"user":"`+name+`","note":"`+raw+`"}`)))
	}
	s.done(sensor.Publish(topic, 1, false, []byte(name+" "+plate+" "+raw)))                                 // is set aside
	s.done(gate.Publish("linli/gate-1", 1, false, s.signed("gate-1", 1, rules.Plate, map[string]string{}))) // its number was used
	s.onLedger(3)
	if why := s.aside(2); !slices.Equal(why, []string{"door-1 NOT_JSON", "gate-1 BAD_FIELD"}) {
		t.Errorf("set aside: %q", why)
	}

	proofs := s.proofs("gate-1", "smoke-1", "door-1")
	alarm := proofs["smoke-1"] // its text comes onto the ledger
	s.acknowledge(alarm)
	s.proven(proofs)
	disconnect(gate, smoke, sensor)
	s.stop()

	there := []string{s.Community, act.KeyID(s.key), alarm.ID} // which the look finds on every node, as they are there
	found := s.onNodes(append(there, plate, plate[len("粤"):], name, raw)...)
	for _, text := range there {
		if files := found[text]; len(files) < 2*len(s.ledger.Network.Bodies()) {
			t.Errorf("%q is in %d files alone: %q", text, len(files), files)
		}
		delete(found, text)
	}
	for text, files := range found {
		if len(files) > 0 {
			t.Errorf("%q is in %q", text, files)
		}
	}
}

// The forms of a text are found wherever it begins.
func TestNeedles(t *testing.T) {
	const text = "粤B7K9Q2"
	for shift := range 3 {
		clear := strings.Repeat("·", shift)[:shift] + text + "ab"
		chinese, err := simplifiedchinese.GB18030.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, written := range []string{
			clear, hex.EncodeToString([]byte(clear)), base64.StdEncoding.EncodeToString([]byte(clear)), "xx" + chinese,
			base64.RawURLEncoding.EncodeToString([]byte("xyz"[:shift] + chinese + "ab")),
		} {
			found := sought{text: nil, "京C8L0R4": nil}
			if found.in(t, "file", []byte(written)); len(found[text]) != 1 || len(found["京C8L0R4"]) != 0 {
				t.Errorf("%q is not found in %q", text, written)
			}
		}
	}
}

// aside waits until a number of messages were set aside, and tells why: "device REASON", sorted.
func (s *site) aside(count int) (why []string) {
	s.Helper()
	for {
		all, err := s.store.InQuarantine(s.Context(), 0, 100)
		s.must(err)
		if len(all) < count {
			time.Sleep(20 * time.Millisecond)
			continue
		}
		for _, q := range all {
			why = append(why, q.Client+" "+q.Reason)
		}
		slices.Sort(why)
		return why
	}
}

// proofs are those of the first event of each device, as another process makes them.
func (s *site) proofs(devices ...string) map[string]rules.EventProof {
	s.Helper()
	all := map[string]rules.EventProof{}
	for _, id := range devices {
		events, err := s.store.EventsOf(s.Context(), s.Community, id, 0, 1)
		s.must(err)
		all[id], err = oracle.Prove(s.Context(), s.Dir, s.Community, events[0].ID)
		s.must(err)
	}
	return all
}

// acknowledge has an officer acknowledge an alarm with the proof of its event.
func (s *site) acknowledge(p rules.EventProof) {
	s.Helper()
	signed, err := s.village.Act(device.TypeAlarmAcknowledge, device.AlarmAcknowledge{
		Event: p.Event, Index: p.Index, Oracle: p.Oracle, Proof: p.Proof, Size: p.Size,
	}, s.village.Convener())
	s.must(err)
	s.must(s.ledger.Must(s.Context(), signed))
}
