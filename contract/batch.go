// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/linli-project/linli/act"
)

// MaxBatch is the most acts one transaction may carry.
const MaxBatch = 1000

// MaxSignatures bounds the work one act makes: more owners than this do not share a home.
const MaxSignatures = 32

// ReadBatch reads the argument of Submit and of Check: a JSON array of signed acts. It reads one act after the other and
// stops at the first too many, so that a few bytes an act cannot become much more in memory. Of signatures it keeps at most
// one more than an act may carry. The error is an *act.Error.
func ReadBatch(batch string) ([]act.Signed, error) {
	d := json.NewDecoder(strings.NewReader(batch))
	var acts []act.Signed
	err := eachElement(d, func() error {
		if len(acts) == MaxBatch {
			return act.Refuse(BadArguments, "of", "batch-size", "most", MaxBatch)
		}
		var one struct {
			Text       string     `json:"act"`
			Signatures signatures `json:"signatures"`
		}
		err := d.Decode(&one)
		acts = append(acts, act.Signed{Text: one.Text, Signatures: one.Signatures})
		return err
	})
	if err == nil {
		err = atEnd(d)
	}
	if act.CodeOf(err) == BadArguments {
		return nil, err
	}
	if err != nil {
		return nil, act.Refuse(BadArguments, "of", "batch")
	}
	if len(acts) == 0 {
		return nil, act.Refuse(BadArguments, "of", "batch-size", "most", MaxBatch)
	}
	return acts, nil
}

var (
	errNoArray  = errors.New("not an array")
	errTrailing = errors.New("something follows the array")
)

// eachElement calls read, which must decode one element, for each of the array that comes next.
func eachElement(d *json.Decoder, read func() error) error {
	if opening, err := d.Token(); err != nil || opening != json.Delim('[') {
		return cmp.Or(err, errNoArray)
	}
	for d.More() {
		if err := read(); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

func atEnd(d *json.Decoder) error {
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return cmp.Or(err, errTrailing)
	}
	return nil
}

// signatures are an act's, as far as they are read.
type signatures []act.Signature

var errEnough = errors.New("enough is read")

// UnmarshalJSON implements json.Unmarshaler.
func (s *signatures) UnmarshalJSON(raw []byte) error {
	*s = nil
	if string(raw) == "null" {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	err := eachElement(d, func() error {
		if len(*s) > MaxSignatures {
			return errEnough
		}
		var one act.Signature
		err := d.Decode(&one)
		*s = append(*s, one)
		return err
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}
