// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hyperledger/fabric-gateway/pkg/client"

	"github.com/linli-project/linli/act"
)

// Receipt says where something stands on the ledger.
type Receipt struct {
	Act   string   `json:"act,omitempty"` // the act's hash (hex), for acts
	TxID  string   `json:"tx"`
	Block uint64   `json:"block"`
	Code  act.Code `json:"code"` // contract.OK, contract.Already, or why it was refused
}

const (
	endorseIn     = 30 * time.Second // the longest that the bodies may take to endorse
	commitIn      = 20 * time.Second // until a transaction that was taken by the orderers is looked up
	commitInDoubt = 2 * time.Second  // the same, if it is not known whether they have taken it
)

// transaction is one transaction on its way.
type transaction struct {
	*Client
	function string
	args     [][]byte
	sending  func(txID string) // called before it is sent, if not nil
	response []byte            // what the chaincode answered, once endorsed
}

// run takes the transaction to its end: nil if it is valid in a block, else an *act.Error, ErrUnavailable, ErrChaincode, ErrTooLarge,
// *Invalid or *UnknownOutcome.
func (t *transaction) run(ctx context.Context) (Commit, error) {
	s, err := t.session(ctx)
	if err != nil {
		return Commit{}, err
	}
	endorsed, err := t.endorse(ctx, s)
	if err != nil {
		return Commit{}, err
	}
	id := endorsed.TransactionID()
	found := t.commits.expect(id)
	defer t.commits.forget(id)
	if t.sending != nil {
		t.sending(id)
	}
	commit, err := t.send(ctx, s, endorsed, found)
	if err != nil {
		return commit, err
	}
	return commit, commit.Err()
}

// endorse asks those at once who endorsed last, and leaves it to the peer whom to ask if they do not all say the same.
func (t *transaction) endorse(ctx context.Context, s *session) (*client.Transaction, error) {
	limited, cancel := context.WithTimeout(ctx, endorseIn)
	defer cancel()
	if bodies := s.together.ask(); bodies != nil {
		endorsed, err := t.proposeTogether(limited, s, bodies)
		if err == nil {
			return endorsed, nil
		}
		if f := failureOf(err, s.MSPID); f.answered() || ctx.Err() != nil {
			return nil, f.err("endorse "+t.function, err)
		}
		s.together.failed()
	}
	endorsed, err := t.propose(limited, s)
	if err == nil {
		s.together.learn(endorsed, s.MSPID)
		return endorsed, nil
	}
	f := failureOf(err, s.MSPID)
	if f.peerGone && ctx.Err() == nil {
		s.leave()
	}
	return nil, f.err("endorse "+t.function, err)
}

func (t *transaction) proposeTogether(ctx context.Context, s *session, bodies []string) (*client.Transaction, error) {
	limited, cancel := context.WithTimeout(ctx, endorseTogetherIn)
	defer cancel()
	return t.propose(limited, s, client.WithEndorsingOrganizations(bodies...))
}

func (t *transaction) propose(ctx context.Context, s *session, by ...client.ProposalOption) (*client.Transaction, error) {
	proposal, err := s.contract.NewProposal(t.function, append(by, client.WithBytesArguments(t.args...))...)
	if err != nil {
		return nil, err
	}
	endorsed, err := proposal.EndorseWithContext(ctx)
	if err == nil {
		t.response = endorsed.Result()
	}
	return endorsed, err
}

// send gives the transaction to the orderers and waits for its block. After an error of sending, the orderers may have it
// all the same.
func (t *transaction) send(ctx context.Context, s *session, endorsed *client.Transaction, found <-chan Commit) (Commit, error) {
	id, within := endorsed.TransactionID(), commitIn
	limited, cancel := context.WithTimeout(ctx, peerGivesUpIn)
	defer cancel()
	_, sendErr := endorsed.SubmitWithContext(limited)
	if tooLarge(sendErr) {
		return Commit{}, fmt.Errorf("send transaction %s: %w: %w", id, ErrTooLarge, sendErr)
	}
	if sendErr != nil {
		within = commitInDoubt
		if silent(sendErr) && ctx.Err() == nil {
			s.leave()
		}
	}
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case commit := <-found:
		if errors.Is(commit.Err(), ErrDuplicate) {
			return t.lookUp(ctx, id, commit.Err())
		}
		return commit, nil
	case <-timer.C:
		if sendErr == nil {
			sendErr = fmt.Errorf("not in a block after %s", within)
		}
		return t.lookUp(ctx, id, sendErr)
	case <-ctx.Done():
		return Commit{}, &UnknownOutcome{TxID: id, Err: ctx.Err()}
	case <-t.ctx.Done():
		return Commit{}, &UnknownOutcome{TxID: id, Err: ErrClosed}
	}
}

// lookUp asks a peer what became of a transaction that no block event has told of.
func (t *transaction) lookUp(ctx context.Context, id string, why error) (Commit, error) {
	commit, ok, err := t.Lookup(ctx, id)
	if err != nil || !ok {
		return Commit{}, &UnknownOutcome{TxID: id, Err: errors.Join(why, err)}
	}
	return commit, nil
}
