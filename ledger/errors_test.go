// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"errors"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"github.com/hyperledger/fabric-protos-go-apiv2/peer"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/linli-project/linli/act"
)

func TestFailureOf(t *testing.T) {
	for name, c := range map[string]struct {
		code    codes.Code
		msp     string
		message string
		refusal act.Code
		want    failure
	}{
		"own peer refuses": {
			code: codes.Aborted, msp: "OwnersMSP", message: `chaincode response 500, NO_EFFECT {"first":"BAD_FIELD"}`, refusal: "NO_EFFECT",
		},
		"another body's peer is behind": {
			code: codes.Aborted, msp: "StreetMSP", message: "chaincode response 500, NO_EFFECT",
		},
		"own chaincode fails": {
			code: codes.Unknown, msp: "OwnersMSP", message: "chaincode response 500, read the world state: no disk",
			want: failure{broken: true},
		},
		"own chaincode is busy": {
			code: codes.Aborted, msp: "OwnersMSP", message: "chaincode response 500, BUSY", want: failure{busy: true},
		},
		"own chaincode is dead": {
			code: codes.Aborted, msp: "OwnersMSP", message: "error in simulation: could not launch chaincode",
			want: failure{peerGone: true},
		},
		"own peer is dead":   {code: codes.Unavailable, want: failure{peerGone: true}},
		"own peer is frozen": {code: codes.DeadlineExceeded, want: failure{peerGone: true}},
		"own chaincode is dead, another body's refuses": {
			code: codes.Unknown, msp: "OwnersMSP", message: "error in simulation", want: failure{peerGone: true},
		},
		"too few orderers":   {code: codes.Unavailable, msp: "StreetMSP", message: "connection refused"},
		"no plan to endorse": {code: codes.FailedPrecondition},
	} {
		t.Run(name, func(t *testing.T) {
			state := status.New(c.code, "it failed")
			if c.message != "" {
				var err error
				if state, err = state.WithDetails(&gateway.ErrorDetail{MspId: c.msp, Message: c.message}); err != nil {
					t.Fatal(err)
				}
			}
			got := failureOf(state.Err(), "OwnersMSP")
			if (got.refusal == nil) != (c.refusal == "") || got.refusal != nil && got.refusal.Code != c.refusal {
				t.Errorf("refusal %v, want %q", got.refusal, c.refusal)
			}
			got.refusal = nil
			if got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestInvalidIs(t *testing.T) {
	for code, want := range map[peer.TxValidationCode][]error{
		peer.TxValidationCode_MVCC_READ_CONFLICT:    {ErrConflict, ErrReadConflict},
		peer.TxValidationCode_PHANTOM_READ_CONFLICT: {ErrConflict, ErrPhantomConflict},
		peer.TxValidationCode_DUPLICATE_TXID:        {ErrDuplicate},
		peer.TxValidationCode_BAD_RWSET:             nil,
	} {
		err := Commit{Code: code}.Err()
		found := 0
		for _, reason := range []error{ErrConflict, ErrReadConflict, ErrPhantomConflict, ErrDuplicate, ErrUnavailable} {
			if errors.Is(err, reason) {
				found++
			}
		}
		if found != len(want) {
			t.Errorf("%s is %d of the reasons, want %v", code, found, want)
		}
		for _, reason := range want {
			if !errors.Is(err, reason) {
				t.Errorf("%s is not %v", code, reason)
			}
		}
	}
}

// A transaction that is too large was not sent: its batch is split, and nobody is told that its outcome is unknown.
func TestTooLarge(t *testing.T) {
	for message, want := range map[string]bool{
		"submit error: grpc: received message larger than max (11309174 vs. 8388608)": true,
		"too many requests for /gateway.Gateway, exceeding concurrency limit (500)":   false,
	} {
		if got := tooLarge(status.Error(codes.ResourceExhausted, message)); got != want {
			t.Errorf("%q: %v", message, got)
		}
	}
	if tooLarge(nil) || tooLarge(status.Error(codes.Unavailable, "larger than max")) {
		t.Error("anything else is too large")
	}
}
