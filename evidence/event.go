// SPDX-License-Identifier: Apache-2.0

package evidence

import (
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/linli-project/linli/contract/device"
	rules "github.com/linli-project/linli/rules/device"
)

// saysEvent shows the event to be in the oracle's log.
func (v *verification) saysEvent(at written, a *accepted) ([]Sentence, error) {
	p := v.Event
	root, err := device.EventRoots.Decode(at.Value)
	if err != nil {
		return nil, err
	}
	hash, err := hex.DecodeString(root.Root)
	if err != nil {
		return nil, err
	}
	if p.ID != v.Claim.ID || p.Community != v.Claim.Community || p.Oracle != a.By || p.Root != root.Root {
		return nil, errors.New("the event's proof is of another event, oracle, or log")
	}
	if err := p.Included(hash); err != nil {
		return nil, err
	}
	if p.Event == "" {
		return []Sentence{say(SaysLogged, "oracle", p.Oracle)}, nil
	}
	return v.saysWhat(a, *p)
}

// saysWhat refuses what stands in the log and no honest program would have put there.
func (v *verification) saysWhat(a *accepted, p rules.EventProof) ([]Sentence, error) {
	said, err := rules.ReadEvent(p.Event)
	if err != nil {
		return nil, err
	}
	if said.Community != v.Claim.Community {
		return nil, errors.New("the event is of another community")
	}
	known, _, err := use(v, device.Devices, math.MaxUint64, v.Claim.Community, said.Device)
	if err != nil {
		return nil, err
	}
	if err := device.MayBeSaid(a.Signers[0].Oracle, known, said); err != nil {
		return nil, fmt.Errorf("its device may not say this, or not to this program: %w", err)
	}
	return []Sentence{say(SaysEvent, "device", said.Device, "happened", strconv.FormatInt(int64(said.Happened), 10),
		"kind", string(said.Kind), "oracle", p.Oracle)}, nil
}
