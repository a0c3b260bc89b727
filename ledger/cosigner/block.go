// SPDX-License-Identifier: Apache-2.0

package cosigner

import (
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"

	"github.com/linli-project/linli/checkpoint"
	"github.com/linli-project/linli/contract"
	"github.com/linli-project/linli/contract/vote"
	"github.com/linli-project/linli/contract/witness"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
)

// seen is what a block has for a co-signer.
type seen struct {
	ledger.Checkpoint

	heads     []signed
	news      bool // something besides heads took effect, or a head is not the own blocks'
	published bool // a result was
}

// signed is a head that a body has put on the ledger.
type signed struct {
	checkpoint.Head

	msp  string
	at   int64
	note string
}

func read(b ledger.Block) seen {
	s := seen{Checkpoint: b.Checkpoint()}
	for _, t := range b.Transactions {
		if t.Code != peer.TxValidationCode_VALID {
			continue
		}
		s.news = s.news || t.Function != witness.TxCosign
		for _, a := range index.ActsOf(t) {
			s.published = s.published || a.Act.Type == vote.TypeElectionPublish
		}
		for _, w := range t.Writes {
			s.write(w)
		}
	}
	return s
}

// write notes a head.
func (s *seen) write(w ledger.Write) {
	if kind, names, ok := contract.SplitKey(w.Key); ok && len(names) == 2 && kind == witness.Heads.Kind() {
		s.head(names[1], w.Value)
	}
}

// head notes one. What cannot be read is none: the contract writes no such.
func (s *seen) head(msp string, value []byte) {
	doc, err := witness.Heads.Decode(value)
	if err != nil {
		return
	}
	if c, err := doc.Open(); err == nil && len(c.By) == 1 {
		s.heads = append(s.heads, signed{c.Head, msp, c.By[0].At, doc.Note})
	}
}
