// SPDX-License-Identifier: Apache-2.0

package act

import (
	"encoding/json"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Error is a refusal: its code, and what there is to say of it. Nothing of it is a sentence, since bodies have to agree on every
// byte of what they endorse; package words has the sentences. Where one code has several, the argument "of" tells them apart.
type Error struct {
	Code Code
	Args map[string]string
}

// Error is "CODE", or "CODE {...}" with the arguments as JSON, which survives Fabric's string-only errors and is read back by
// ParseError.
func (e *Error) Error() string {
	if len(e.Args) == 0 {
		return string(e.Code)
	}
	args, err := json.Marshal(e.Args)
	if err != nil { // which no map of strings gives
		return string(e.Code)
	}
	return string(e.Code) + " " + string(args)
}

// Refuse makes an Error. pairs are names and values in turn: a value is a string, a whole number, or a list of strings.
func Refuse(code Code, pairs ...any) error {
	refusal := &Error{Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if refusal.Args == nil {
			refusal.Args = make(map[string]string, len(pairs)/2)
		}
		refusal.Args[spelled(pairs[i])] = spelled(pairs[i+1])
	}
	return refusal
}

// MaxArg is the most bytes that an argument keeps: some are what a stranger wrote.
const MaxArg = 100

// spelled is a value as an argument holds it.
func spelled(value any) string {
	v := reflect.ValueOf(value)
	switch {
	case !v.IsValid():
		return ""
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case v.Kind() == reflect.String:
		return cut(v.String())
	}
	list, _ := value.([]string)
	return cut(strings.Join(list, ", "))
}

// cut bounds a text, at the end of a character.
func cut(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= MaxArg {
		return text
	}
	end := MaxArg
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end]
}

var coded = regexp.MustCompile(`(?s)^([A-Z][A-Z0-9_]+)(?: (\{.*\}))?$`)

// ParseError reads what Error.Error wrote, or returns nil.
func ParseError(text string) *Error {
	parts := coded.FindStringSubmatch(text)
	if parts == nil {
		return nil
	}
	refusal := &Error{Code: Code(parts[1])}
	if parts[2] != "" && json.Unmarshal([]byte(parts[2]), &refusal.Args) != nil {
		return nil
	}
	return refusal
}
