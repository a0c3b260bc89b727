// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/linli-project/linli/act"
)

// Reasons to be tested with errors.Is.
var (
	// ErrUnavailable: no peer answered, or too few bodies endorsed. Nothing was sent to the ledger: try again.
	ErrUnavailable = errors.New("the ledger is not available")
	// ErrConflict: what the transaction read was changed by another one before it. It had no effect: try again.
	ErrConflict = errors.New("another transaction came first")
	// ErrReadConflict is the ErrConflict of a document (Fabric's MVCC_READ_CONFLICT).
	ErrReadConflict = fmt.Errorf("%w: it wrote what this one read", ErrConflict)
	// ErrPhantomConflict is the ErrConflict of a range (Fabric's PHANTOM_READ_CONFLICT).
	ErrPhantomConflict = fmt.Errorf("%w: it wrote into a range that this one read", ErrConflict)
	// ErrDuplicate: the transaction's id is on the ledger already. Look up what became of the first.
	ErrDuplicate = errors.New("the transaction is on the ledger already")
	// ErrChaincode: the chaincode answered with an error that is no refusal. It is a fault of the software or of a disk.
	ErrChaincode = errors.New("the chaincode failed")
	// ErrTooLarge: what the transaction reads and writes is more than a peer takes (maxRecvMsgSize in core.yaml). Nothing was sent: send
	// less at once.
	ErrTooLarge = errors.New("the transaction is larger than a peer takes")
	// ErrClosed: the client or relay was closed.
	ErrClosed = errors.New("the connection to the ledger is closed")
	// ErrOtherChain: the blocks do not continue those seen before: another channel, or a peer that lies.
	ErrOtherChain = errors.New("the blocks do not continue those seen before")
)

// UnknownOutcome says that a transaction was sent, or may have been, and that nothing is known of it yet. It is no
// failure: whoever gets it looks the transaction up (Client.Lookup), or sends the same acts again.
type UnknownOutcome struct { //nolint:errname // it is not known to be an error
	TxID string // the last transaction that was sent; "" if the act was on its way and not sent yet
	Err  error  // why the outcome is not known
}

func (e *UnknownOutcome) Error() string {
	return fmt.Sprintf("the outcome of transaction %q is not known: %v", e.TxID, e.Err)
}

func (e *UnknownOutcome) Unwrap() error { return e.Err }

// Invalid is a transaction that is on the ledger without effect. With errors.Is it is ErrConflict, ErrReadConflict,
// ErrPhantomConflict or ErrDuplicate where its code says so.
type Invalid struct { //nolint:errname // as Fabric calls it
	TxID  string
	Block uint64
	Code  peer.TxValidationCode
}

func (e *Invalid) Error() string {
	return fmt.Sprintf("transaction %s in block %d has no effect: %s", e.TxID, e.Block, e.Code)
}

// Is implements errors.Is.
func (e *Invalid) Is(target error) bool {
	switch e.Code {
	case peer.TxValidationCode_MVCC_READ_CONFLICT:
		return target == ErrReadConflict || target == ErrConflict
	case peer.TxValidationCode_PHANTOM_READ_CONFLICT:
		return target == ErrPhantomConflict || target == ErrConflict
	case peer.TxValidationCode_DUPLICATE_TXID:
		return target == ErrDuplicate
	}
	return false
}

// unavailable is an ErrUnavailable with its cause.
type unavailable struct {
	what string
	err  error
}

func (e *unavailable) Error() string {
	return fmt.Sprintf("%s: %v: %s", e.what, ErrUnavailable, explain(e.err))
}

func (e *unavailable) Unwrap() []error { return []error{ErrUnavailable, e.err} }

// explain is an error of the gateway with what the peers said.
func explain(err error) string {
	said := []string{status.Convert(err).Message()}
	for _, d := range details(err) {
		said = append(said, d.GetMspId()+": "+d.GetMessage())
	}
	return strings.Join(said, "; ")
}

func details(err error) []*gateway.ErrorDetail {
	var all []*gateway.ErrorDetail
	for _, d := range status.Convert(err).Details() {
		if detail, ok := d.(*gateway.ErrorDetail); ok {
			all = append(all, detail)
		}
	}
	return all
}

// failure is what an error of asking the chaincode means.
type failure struct {
	refusal  *act.Error // the chaincode's answer
	broken   bool       // the chaincode answered with an error that is no refusal
	busy     bool       // the chaincode has too much to do
	peerGone bool       // the peer, or its chaincode, does not work: another one may
}

// busy is the code with which a chaincode process turns calls away, so that it does not run out of memory.
const busy act.Code = "BUSY"

// saidByChaincode begins what the gateway reports of an answer by the chaincode itself.
const saidByChaincode = "chaincode response 500, "

// failureOf reads an error of the gateway of the body msp. Only what that body's own peer says counts as the chaincode's
// answer: another body's may not have the latest block yet.
func failureOf(err error, msp string) failure {
	f := failure{peerGone: silent(err)}
	for _, d := range details(err) {
		if d.GetMspId() != msp {
			continue
		}
		said, ok := strings.CutPrefix(d.GetMessage(), saidByChaincode)
		if !ok {
			f.peerGone = true
			continue
		}
		f.refusal = act.ParseError(said)
		f.broken = f.refusal == nil
		if f.refusal != nil && f.refusal.Code == busy {
			f.busy, f.refusal = true, nil
		}
	}
	return f
}

// answered says whether the chaincode of the peer's own body has answered, and not with an endorsement.
func (f failure) answered() bool { return f.refusal != nil || f.broken || f.busy }

// err is what a caller is told of it.
func (f failure) err(what string, err error) error {
	switch {
	case f.refusal != nil:
		return f.refusal
	case f.broken:
		return fmt.Errorf("%s: %w: %s", what, ErrChaincode, explain(err))
	}
	return &unavailable{what, err}
}

// tooLarge says whether gRPC has turned a message down for its size, before anybody read it.
func tooLarge(err error) bool {
	return status.Code(err) == codes.ResourceExhausted && strings.Contains(err.Error(), "larger than max")
}

// silent says whether err means that the peer itself did not answer, or too late.
func silent(err error) bool {
	code := status.Code(err)
	return len(details(err)) == 0 && (code == codes.Unavailable || code == codes.DeadlineExceeded) ||
		errors.Is(err, context.DeadlineExceeded)
}
