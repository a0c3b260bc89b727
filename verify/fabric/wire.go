// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"iter"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// field is one field of an encoded message, where it stands: nothing is copied.
type field struct {
	number protowire.Number
	kind   protowire.Type
	whole  []byte // with tag and length
	value  []byte // content of a byte field; the encoding of any other
	varint uint64 // content of a number
}

// padded says whether the tag, the length or the number takes more bytes than it needs.
func (f field) padded() bool {
	needed := protowire.SizeTag(f.number)
	switch f.kind {
	case protowire.BytesType:
		needed += protowire.SizeBytes(len(f.value))
	case protowire.VarintType:
		needed += protowire.SizeVarint(f.varint)
	case protowire.Fixed32Type, protowire.Fixed64Type, protowire.StartGroupType, protowire.EndGroupType:
		needed += len(f.value)
	}
	return needed != len(f.whole)
}

// fields goes through an encoded message. An error ends it. It is how everything is read of which a stranger decides how much
// there is: signatures, endorsements, namespaces are visited one at a time and decoded one at a time.
func fields(raw []byte) iter.Seq2[field, error] {
	return func(yield func(field, error) bool) {
		for len(raw) > 0 {
			number, kind, tag := protowire.ConsumeTag(raw)
			if tag < 0 {
				yield(field{}, protowire.ParseError(tag))
				return
			}
			size := protowire.ConsumeFieldValue(number, kind, raw[tag:])
			if size < 0 {
				yield(field{}, protowire.ParseError(size))
				return
			}
			f := field{number: number, kind: kind, whole: raw[:tag+size], value: raw[tag : tag+size]}
			switch kind {
			case protowire.BytesType:
				f.value, _ = protowire.ConsumeBytes(f.value)
			case protowire.VarintType:
				f.varint, _ = protowire.ConsumeVarint(f.value)
			case protowire.Fixed32Type, protowire.Fixed64Type, protowire.StartGroupType, protowire.EndGroupType:
			}
			raw = raw[tag+size:]
			if !yield(f, nil) {
				return
			}
		}
	}
}

// last is the value that counts of a byte field, the first of its message, that occurs once in a well-formed one.
func last(raw []byte) (value []byte) {
	each(raw, 1, func(v []byte) bool {
		value = v
		return true
	})
	return value
}

// merged is the message in a field: the encodings of all its occurrences one after the other, which is how they are read. It
// counts them.
func merged(raw []byte, number protowire.Number) (value []byte, occurs int) {
	each(raw, number, func(v []byte) bool {
		if occurs++; occurs == 1 {
			value = slices.Clip(v) // appending copies
		} else {
			value = append(value, v...)
		}
		return true
	})
	return value, occurs
}

// each visits the values of a repeated field until visit returns false.
func each(raw []byte, number protowire.Number, visit func(value []byte) bool) {
	for f, err := range fields(raw) {
		if err != nil || f.number == number && f.kind == protowire.BytesType && !visit(f.value) {
			return
		}
	}
}
