// SPDX-License-Identifier: Apache-2.0

// Package words says in Chinese and English what a code means, and what an act is called. Codes and their arguments are what bodies
// endorse; the sentences are added here, last, and can be reworded at any time. Nothing that bodies run imports this package.
package words

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/linli-project/linli/act"
)

// Text is a sentence in the languages of the pages.
type Text struct{ ZH, EN string }

// Of is what people read of a refusal. A code or an "of" without a sentence, of a newer ledger, is said as it is.
func Of(refusal *act.Error) Text {
	t, ok := sentences[string(refusal.Code)+"/"+refusal.Args["of"]]
	if !ok {
		t, ok = sentences[string(refusal.Code)]
	}
	if !ok {
		return Text{"账本的理由：" + refusal.Error(), refusal.Error()}
	}
	return Text{fill(t.ZH, refusal.Args, chinese), fill(t.EN, refusal.Args, english)}
}

// ActName is what people call a type of act. ok is false for one of a newer ledger.
func ActName(kind string) (name Text, ok bool) {
	name, ok = acts[kind]
	return name, ok
}

// English is an error as a program prints it: a refusal in words, with its code, whatever else as it is.
func English(err error) string {
	refusal, ok := errors.AsType[*act.Error](err)
	if !ok {
		return err.Error()
	}
	return strings.ReplaceAll(err.Error(), refusal.Error(), string(refusal.Code)+": "+Of(refusal).EN)
}

// place is a part of a sentence that an argument takes: {name} or {name:form}.
var place = regexp.MustCompile(`\{([a-z0-9-]+)(?::([a-z]+))?\}`)

// visible is a value, which a stranger may have written, with every character seen.
func visible(value string) string {
	quoted := strconv.Quote(value)
	return quoted[1 : len(quoted)-1]
}

func fill(sentence string, args map[string]string, in map[string]form) string {
	return place.ReplaceAllStringFunc(sentence, func(p string) string {
		parts := place.FindStringSubmatch(p)
		value := args[parts[1]]
		if as := in[parts[2]]; as != nil {
			return as(value)
		}
		return visible(value)
	})
}
