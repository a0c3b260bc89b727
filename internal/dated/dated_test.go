// SPDX-License-Identifier: Apache-2.0

package dated

import (
	"errors"
	"testing"

	"github.com/hyperledger/fabric-protos-go-apiv2/gateway"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/linli-project/linli/act"
)

// Peers that are a block apart refuse nothing: what is endorsed differently, or refused by another body's peer alone, is sent again.
func TestWhatIsSentAgain(t *testing.T) {
	const refused = `chaincode response 500, NO_EFFECT {"first":"BAD_FIELD"}`
	for name, c := range map[string]struct {
		msp, message string
		code         act.Code
		sent         int
	}{
		"endorsed differently":             {"StreetMSP", "ProposalResponsePayloads do not match", "", tries},
		"refused by the one that is asked": {"OwnersMSP", refused, "NO_EFFECT", 1},
		"refused by another one":           {"StreetMSP", refused, "", tries},
	} {
		t.Run(name, func(t *testing.T) {
			state, err := status.New(codes.Aborted, "failed to collect enough transaction endorsements").
				WithDetails(&gateway.ErrorDetail{MspId: c.msp, Message: c.message})
			if err != nil {
				t.Fatal(err)
			}
			sent := 0
			err = insist(t.Context(), func() error { sent++; return meant(state.Err(), "OwnersMSP") })
			if act.CodeOf(err) != c.code || sent != c.sent {
				t.Errorf("sent %d times: %v", sent, err)
			}
		})
	}
	sent, unknown := 0, errors.New("the orderers may have it")
	err := insist(t.Context(), func() error { sent++; return unknown })
	if sent != 1 || !errors.Is(err, unknown) {
		t.Errorf("what may be on the ledger is sent %d times: %v", sent, err)
	}
	sent = 0
	err = insist(t.Context(), func() error {
		if sent++; sent < 3 {
			return errNothing
		}
		return nil
	})
	if sent != 3 || err != nil {
		t.Errorf("sent %d times: %v", sent, err)
	}
}
