// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"bytes"
	"errors"
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Protobuf lets one message be written in many ways: fields in any order, repeated where one counts, numbers padded, unknown
// fields skipped. Two readers who take it differently would see two ledgers under one hash. So bytes are looked at before they
// are decoded, and whatever a writer would not write is either refused (where nothing else would settle the meaning) or told.

// errTwoReadings marks bytes that parse, but are not what a writer would write for their content.
var errTwoReadings = errors.New("not the canonical encoding")

// MaxParts bounds the messages and repeated values in one transaction, or one configuration: together some 25 MB of
// memory. The ledger's own largest transactions have a twentieth of them.
const MaxParts = 1 << 18

// errHeavy marks bytes that take more memory than a verifier gives them.
var errHeavy = fmt.Errorf("it falls into more than %d parts", MaxParts)

// read decodes raw into m as Fabric does (the last of several occurrences counts, messages are merged, unknown fields are
// dropped), and reports whether encoding m again gives the same bytes: no unknown field, no repeated field, no padded number. A
// decoding error is returned as such, or errHeavy; errTwoReadings otherwise.
func read(raw []byte, m proto.Message) error {
	_, err := readWithin(MaxParts, raw, m)
	return err
}

// readWithin is read with a bound of its own. It returns into how many parts the message fell.
func readWithin(bound int, raw []byte, m proto.Message) (int, error) {
	var s survey
	if err := s.message(m.ProtoReflect().Descriptor(), raw, 0); err != nil {
		return 0, err
	}
	if s.parts > bound {
		return 0, errHeavy
	}
	if err := decode(raw, m); err != nil {
		return 0, err
	}
	if !s.plain() {
		return s.parts, errTwoReadings
	}
	return s.parts, nil
}

// look is read for a message that is not decoded as a whole.
func look(raw []byte, m proto.Message) error {
	var s survey
	if err := s.message(m.ProtoReflect().Descriptor(), raw, 0); err != nil {
		return err
	}
	if !s.plain() {
		return errTwoReadings
	}
	return nil
}

// readMaps is read for messages with maps, whose entries come in any order: the length must be the same.
func readMaps(raw []byte, m proto.Message) error {
	if err := read(raw, m); err != nil && !errors.Is(err, errTwoReadings) {
		return err
	}
	if proto.Size(m) != len(raw) {
		return errTwoReadings
	}
	return nil
}

var dropUnknown = proto.UnmarshalOptions{DiscardUnknown: true}

// long is from which length on a value stays where it is instead of being copied: what a block holds lies in it eight
// messages deep.
const long = 64 << 10

// decode reads raw into m as Fabric does. Long values of m itself, not of messages within it, stay part of raw: a block's one
// large argument would else be held eight times over while it is opened. They are cut out, the rest is decoded, and they are put
// back.
func decode(raw []byte, m proto.Message) error {
	if len(raw) < long {
		return dropUnknown.Unmarshal(raw, m)
	}
	var rest bytes.Buffer
	stays := map[protoreflect.FieldDescriptor][]byte{}
	for f, err := range fields(raw) {
		if err != nil {
			return err
		}
		fd := m.ProtoReflect().Descriptor().Fields().ByNumber(f.number)
		plain := fd != nil && fd.Kind() == protoreflect.BytesKind && !fd.IsList() && fd.ContainingOneof() == nil
		if plain && f.kind == protowire.BytesType {
			if delete(stays, fd); len(f.value) >= long { // the last one counts
				stays[fd] = f.value
				continue
			}
		}
		rest.Write(f.whole)
	}
	if err := dropUnknown.Unmarshal(rest.Bytes(), m); err != nil {
		return err
	}
	for fd, value := range stays {
		m.ProtoReflect().Set(fd, protoreflect.ValueOfBytes(value))
	}
	return nil
}
