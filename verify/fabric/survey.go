// SPDX-License-Identifier: Apache-2.0

package fabric

import (
	"errors"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// survey looks at an encoded message before it is decoded: in how many parts it would fall, each of which takes some hundred
// bytes of memory while it may be two bytes here; and whether it is what a writer would write for its content, but for a field
// that is unknown. It allocates nothing, so it can be asked of any bytes, however hostile. That it says the same as decoding and
// encoding again is what FuzzSurvey tries.
type survey struct {
	parts   int
	odd     bool
	unknown []byte // the last one
}

// plain says whether it is what a writer would write, without any unknown field.
func (s *survey) plain() bool { return !s.odd && s.unknown == nil }

// deepest is how deep messages may lie in one another. Fabric's own lie five deep at most. A decoder follows ten thousand, on its
// stack.
const deepest = 32

var errDeep = errors.New("messages lie too deep in one another")

func (s *survey) message(md protoreflect.MessageDescriptor, raw []byte, depth int) error {
	if depth > deepest {
		return errDeep
	}
	var last protoreflect.FieldDescriptor
	for f, err := range fields(raw) {
		if err != nil {
			return err
		}
		fd := md.Fields().ByNumber(f.number)
		if fd == nil || wireType(fd) != f.kind {
			s.unknown = f.whole // decoding drops it
			continue
		}
		s.odd = s.odd || f.padded() || !follows(fd, last) || trimmed(fd, f)
		last = fd
		if err := s.content(fd, f, depth); err != nil {
			return err
		}
	}
	return nil
}

// content counts what a known field is decoded to, and looks into a message.
func (s *survey) content(fd protoreflect.FieldDescriptor, f field, depth int) error {
	if fd.IsList() || fd.Message() != nil {
		s.parts++
	}
	if fd.Message() == nil {
		return nil
	}
	return s.message(fd.Message(), f.value, depth+1)
}

// follows says whether a writer puts a field after another one: in the order of their numbers, a repeated one as often as it
// likes, one of several alternatives only once.
func follows(fd, last protoreflect.FieldDescriptor) bool {
	switch {
	case last == nil:
		return true
	case fd.Number() == last.Number():
		return fd.IsList() || fd.IsMap()
	case fd.ContainingOneof() != nil && fd.ContainingOneof() == last.ContainingOneof():
		return false
	}
	return fd.Number() > last.Number()
}

// trimmed says whether a writer writes something else for what a field is read as: nothing, or a smaller number.
func trimmed(fd protoreflect.FieldDescriptor, f field) bool {
	empty := f.varint == 0
	switch fd.Kind() {
	case protoreflect.BoolKind:
		if f.varint > 1 {
			return true
		}
	case protoreflect.Int32Kind, protoreflect.EnumKind:
		if f.varint != uint64(int64(int32(f.varint))) { //nolint:gosec // how the decoder cuts it off
			return true
		}
	case protoreflect.Uint32Kind:
		if f.varint > math.MaxUint32 {
			return true
		}
	case protoreflect.BytesKind, protoreflect.StringKind:
		empty = len(f.value) == 0
	default: // messages; no message that is read here has numbers of other kinds but 64 bits
	}
	return empty && !fd.HasPresence() && !fd.IsList() && !fd.IsMap()
}

func wireType(fd protoreflect.FieldDescriptor) protowire.Type {
	switch fd.Kind() {
	case protoreflect.BytesKind, protoreflect.StringKind, protoreflect.MessageKind:
		return protowire.BytesType
	case protoreflect.GroupKind:
		return protowire.StartGroupType
	case protoreflect.Fixed32Kind, protoreflect.Sfixed32Kind, protoreflect.FloatKind:
		return protowire.Fixed32Type
	case protoreflect.Fixed64Kind, protoreflect.Sfixed64Kind, protoreflect.DoubleKind:
		return protowire.Fixed64Type
	default:
		return protowire.VarintType
	}
}
