// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"slices"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/common"
	"google.golang.org/protobuf/proto"
)

// alone is a transaction of the recorded ledger, with what it takes to judge it alone.
type alone struct {
	Single
	number  uint64
	valid   bool
	guarded bool // it writes a key that has a policy of its own
}

// allAlone are all calls of the recorded ledger's chaincode.
func allAlone(t *testing.T) (all []alone, trust Trust) {
	t.Helper()
	raws, blocks := recorded(t)
	trust, err := TrustFrom(raws[0])
	if err != nil {
		t.Fatal(err)
	}
	valid := map[string]bool{}
	for row := range judging(t, raws, trust).Rows() {
		for _, tx := range row.Transactions {
			valid[tx.ID] = true
		}
	}
	var configs, definitions [][]byte
	for n, b := range blocks {
		defines := false
		for i, raw := range b.GetData().GetData() {
			tx := opened(t, blocks[0], uint64(i), raw)
			if tx.chaincode == "store" {
				guarded := slices.Contains(tx.rwset[len(tx.rwset)-1].written(), place{"store", "", "g"})
				s, err := Trim(t.Context(), Single{"store", tx.id, raws[n], configs, definitions})
				if err != nil && valid[tx.id] && !guarded {
					t.Error(err)
				}
				all = append(all, alone{s, uint64(n), valid[tx.id], guarded})
			}
			for _, set := range tx.rwset {
				for _, w := range set.Public.GetWrites() {
					defines = defines || valid[tx.id] && set.Namespace == Lifecycle && Defines("store", w.GetKey())
				}
			}
		}
		if HoldsConfig(b) {
			configs = append(configs, raws[n])
		}
		if defines {
			definitions = append(definitions, raws[n])
		}
	}
	return all, trust
}

func opened(t *testing.T, genesis *common.Block, index uint64, raw []byte) *transaction {
	t.Helper()
	config, err := genesisConfig(genesis)
	if err != nil {
		t.Fatal(err)
	}
	var j single
	return openTransaction(t.Context(), config, index, raw, &j.signatures)
}

// judgeAlone is what a single comes to, and the checks that found something.
func judgeAlone(t *testing.T, s Single, trust Trust) (is *Judged, found []Check) {
	t.Helper()
	is = JudgeSingle(t.Context(), s, trust, func(f Finding) { found = append(found, f.Check) })
	return is, found
}

// What is valid on the recorded ledger is valid alone, and what is not is not.
func TestSinglesAreJudgedAsTheLedgerIs(t *testing.T) {
	all, trust := allAlone(t)
	configs, definitions := 0, 0
	for _, a := range all {
		is, found := judgeAlone(t, a.Single, trust)
		if a.guarded {
			continue // by a policy of its own, which is not known here
		}
		if good := is != nil && len(found) == 0 && is.Stale == nil; good != a.valid {
			t.Errorf("block %d, %s: alone it is valid: %v, on the ledger: %v (%v)", a.number, a.Tx, good, a.valid, found)
		}
		configs, definitions = max(configs, len(a.Configs)), max(definitions, len(a.Definitions))
	}
	if len(all) < 10 || configs < 2 || definitions < 2 {
		t.Errorf("%d transactions, %d configurations, %d definitions are too few to say so", len(all), configs, definitions)
	}
}

// last is the last call that is valid, after the second configuration and the second definition.
func lastAlone(t *testing.T) (alone, []alone, Trust) {
	t.Helper()
	all, trust := allAlone(t)
	for _, a := range slices.Backward(all) {
		if a.valid {
			return a, all, trust
		}
	}
	t.Fatal("no call is valid")
	return alone{}, nil, trust
}

// changed is a block that somebody has changed.
func changed(t *testing.T, raw []byte, change func(b *common.Block)) []byte {
	t.Helper()
	b := &common.Block{}
	if err := proto.Unmarshal(raw, b); err != nil {
		t.Fatal(err)
	}
	change(b)
	raw, err := proto.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Nothing that a single rests on can be left out, changed, or taken from elsewhere.
func TestForgedSingles(t *testing.T) {
	good, all, trust := lastAlone(t)
	other := slices.IndexFunc(all, func(a alone) bool { return a.valid && a.number != good.number })
	for name, test := range map[string]struct {
		change func(s *Single)
		check  Check // "": it is stale
	}{
		"no configuration":             {func(s *Single) { s.Configs = nil }, Config},
		"a chain cut short":            {func(s *Single) { s.Configs = s.Configs[:1] }, Quorum},
		"a chain that begins later":    {func(s *Single) { s.Configs = s.Configs[1:] }, Config},
		"a configuration twice":        {func(s *Single) { s.Configs = append(slices.Clone(s.Configs), s.Configs[1]) }, Config},
		"the block as a configuration": {func(s *Single) { s.Configs = append(slices.Clone(s.Configs), s.Block) }, Config},
		"an older definition":          {func(s *Single) { s.Definitions = s.Definitions[:1] }, Endorsements},
		"a definition from after it": {func(s *Single) {
			*s = Single{"store", all[0].Tx, all[0].Block, s.Configs, s.Definitions}
		}, ""},
		"no definition":                {func(s *Single) { s.Definitions = nil }, Endorsements},
		"the first definition missing": {func(s *Single) { s.Definitions = s.Definitions[1:] }, Endorsements},
		"a definition twice":           {func(s *Single) { s.Definitions = append(slices.Clone(s.Definitions), s.Definitions[1]) }, Endorsements},
		"a block that defines nothing": {func(s *Single) { s.Definitions = append(slices.Clone(s.Definitions), s.Block) }, Endorsements},
		"another chaincode":            {func(s *Single) { s.Chaincode = "linli" }, Endorsements},
		"another block":                {func(s *Single) { s.Block = all[other].Block }, Endorsements},
		"another transaction":          {func(s *Single) { s.Tx = all[other].Tx }, Endorsements},
		"nothing":                      {func(s *Single) { s.Block = nil }, Quorum},
		"the first block":              {func(s *Single) { s.Block = s.Configs[0] }, Quorum},
		"too few orderers": {func(s *Single) {
			s.Block = changed(t, s.Block, func(b *common.Block) { b.Metadata.Metadata[0] = fewer(t, b.GetMetadata().GetMetadata()[0], 2) })
		}, Quorum},
		"another header": {func(s *Single) {
			s.Block = changed(t, s.Block, func(b *common.Block) { b.Header.Number++ })
		}, Quorum},
		"a transaction left out": {func(s *Single) {
			s.Block = changed(t, s.Block, func(b *common.Block) { b.Data.Data = b.GetData().GetData()[:len(b.GetData().GetData())-1] })
		}, Quorum},
		"recorded as invalid": {func(s *Single) {
			s.Block = changed(t, s.Block, func(b *common.Block) {
				for i := range b.GetMetadata().GetMetadata()[2] {
					b.Metadata.Metadata[2][i] = 11
				}
			})
		}, Endorsements},
		"what nobody signs": {func(s *Single) {
			s.Block = changed(t, s.Block, func(b *common.Block) { b.Metadata.Metadata[4] = []byte{1} })
		}, Quorum},
		"what nobody signs of the first block": {func(s *Single) {
			s.Configs = slices.Clone(s.Configs)
			s.Configs[0] = changed(t, s.Configs[0], func(b *common.Block) { b.Metadata.Metadata[4] = []byte{1} })
		}, Config},
		"another genesis block": {func(s *Single) {
			s.Configs = slices.Clone(s.Configs)
			s.Configs[0] = changed(t, s.Configs[0], func(b *common.Block) { b.Header.PreviousHash = []byte{1} })
		}, Config},
	} {
		s := good.Single
		test.change(&s)
		is, found := judgeAlone(t, s, trust)
		if test.check == "" && (is == nil || is.Stale == nil) || test.check != "" && !slices.Contains(found, test.check) {
			t.Errorf("%s: %v, and should be %q: %+v", name, found, test.check, is)
		}
	}
	trust.Genesis = "00"
	if _, found := judgeAlone(t, good.Single, trust); !slices.Contains(found, Anchor) {
		t.Errorf("another trust: %v", found)
	}
}

// fewer keeps some signatures of a block.
func fewer(t *testing.T, list []byte, keep int) []byte {
	t.Helper()
	md := &common.Metadata{}
	if err := proto.Unmarshal(list, md); err != nil {
		t.Fatal(err)
	}
	md.Signatures = md.GetSignatures()[:keep]
	raw, err := proto.Marshal(md)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
