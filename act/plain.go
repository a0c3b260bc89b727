// SPDX-License-Identifier: Apache-2.0

package act

// plainlyCanonical says that raw is canonical beyond doubt: what nearly every act is, told in a tenth of the time that the
// general answer takes. It knows only printable ASCII without escapes; of anything else it says no, and checkCanonical
// looks closer.
func plainlyCanonical(raw []byte) bool {
	rest, ok := plainValue(raw, 0)
	return ok && len(rest) == 0
}

// maxPlainDepth is deeper than any act nests.
const maxPlainDepth = 16

func plainValue(raw []byte, depth int) (rest []byte, ok bool) {
	if len(raw) == 0 || depth > maxPlainDepth {
		return nil, false
	}
	switch raw[0] {
	case '{':
		return plainObject(raw[1:], depth+1)
	case '[':
		return plainArray(raw[1:], depth+1)
	case '"':
		_, rest, ok = plainString(raw)
		return rest, ok
	case 't':
		return plainWord(raw, "true")
	case 'f':
		return plainWord(raw, "false")
	}
	return nil, false
}

func plainWord(raw []byte, word string) ([]byte, bool) {
	if len(raw) < len(word) || string(raw[:len(word)]) != word {
		return nil, false
	}
	return raw[len(word):], true
}

// plainObject reads members whose names ascend, which also means that none is repeated.
func plainObject(raw []byte, depth int) ([]byte, bool) {
	last := ""
	return plainList(raw, '}', func(raw []byte, first bool) ([]byte, bool) {
		name, rest, ok := plainString(raw)
		if !ok || (!first && string(name) <= last) || len(rest) == 0 || rest[0] != ':' {
			return nil, false
		}
		last = string(name)
		return plainValue(rest[1:], depth)
	})
}

func plainArray(raw []byte, depth int) ([]byte, bool) {
	return plainList(raw, ']', func(raw []byte, _ bool) ([]byte, bool) { return plainValue(raw, depth) })
}

// plainList reads items between commas, up to the end mark.
func plainList(raw []byte, end byte, item func(raw []byte, first bool) ([]byte, bool)) ([]byte, bool) {
	if len(raw) > 0 && raw[0] == end {
		return raw[1:], true
	}
	for first := true; ; first = false {
		var ok bool
		if raw, ok = item(raw, first); !ok || len(raw) == 0 {
			return nil, false
		}
		if raw[0] == end {
			return raw[1:], true
		}
		if raw[0] != ',' {
			return nil, false
		}
		raw = raw[1:]
	}
}

func plainString(raw []byte) (text, rest []byte, ok bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return nil, nil, false
	}
	for i := 1; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '"':
			return raw[1:i], raw[i+1:], true
		case c < ' ' || c > '~' || c == '\\':
			return nil, nil, false
		}
	}
	return nil, nil, false
}
