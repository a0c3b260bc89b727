// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/linli-project/linli/act"
)

// Outcome is what became of one act of a batch.
type Outcome struct {
	Code act.Code
	Args map[string]string
}

// Refusal is the outcome of an act that did not take effect.
func (o Outcome) Refusal() *act.Error { return &act.Error{Code: o.Code, Args: o.Args} }

// answer is what bodies endorse of a batch: how many acts it had, and those that did not take effect.
type answer struct {
	Acts    int       `json:"acts"`
	Refused []refused `json:"refused,omitempty"`
}

// refused is an act that did not take effect; which one is said by its place in the batch.
type refused struct {
	At   int               `json:"at"`
	Code act.Code          `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

func encodeOutcomes(outcomes []Outcome) ([]byte, error) {
	a := answer{Acts: len(outcomes)}
	for i, o := range outcomes {
		if o.Code != OK {
			a.Refused = append(a.Refused, refused{i, o.Code, o.Args})
		}
	}
	return json.Marshal(a)
}

var errAnswer = errors.New("not an answer to a batch of acts")

// ReadOutcomes reads the answer of Submit and of Check: an outcome for each act of the batch, in order.
func ReadOutcomes(response []byte) ([]Outcome, error) {
	var a answer
	if err := json.Unmarshal(response, &a); err != nil {
		return nil, fmt.Errorf("%w: %w", errAnswer, err)
	}
	if a.Acts < 1 || a.Acts > MaxBatch {
		return nil, errAnswer
	}
	outcomes := make([]Outcome, a.Acts)
	for i := range outcomes {
		outcomes[i].Code = OK
	}
	before := -1
	for _, r := range a.Refused {
		if r.At <= before || r.At >= a.Acts || r.Code == OK || r.Code == "" {
			return nil, errAnswer
		}
		outcomes[r.At], before = Outcome{r.Code, r.Args}, r.At
	}
	return outcomes, nil
}

func outcomeOf(fault error) (Outcome, error) {
	if fault == nil {
		return Outcome{Code: OK}, nil
	}
	if refusal, ok := errors.AsType[*act.Error](fault); ok {
		return Outcome{refusal.Code, refusal.Args}, nil
	}
	return Outcome{}, fault
}
