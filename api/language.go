// SPDX-License-Identifier: Apache-2.0

package api

import (
	"net/http"

	xlanguage "golang.org/x/text/language"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/words"
)

// language is one of those the pages speak.
type language string

const (
	chinese language = "zh"
	english language = "en"
)

var spoken = xlanguage.NewMatcher([]xlanguage.Tag{xlanguage.Chinese, xlanguage.English})

// languageOf is the language a request asks for; Chinese if it asks for none of ours.
func languageOf(r *http.Request) language {
	if _, i := xlanguage.MatchStrings(spoken, r.Header.Get("Accept-Language")); i == 1 {
		return english
	}
	return chinese
}

func (t text) in(l language) string {
	if l == english {
		return t.en
	}
	return t.zh
}

// refusedText is what the ledger's refusal says in both languages.
func refusedText(e *act.Error) text {
	said := words.Of(e)
	return text{said.ZH, said.EN}
}
