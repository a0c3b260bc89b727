// SPDX-License-Identifier: Apache-2.0

package convention

import (
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/rules/breach"
	"github.com/linli-project/linli/rules/fold"
)

// Forbidden is what an effect may never be, by name, with the words that authors write for it. The list refuses nothing that would be
// accepted without it: there are no effects but breach.Effects, and no services but breach.Services. It is there to say why.
type Forbidden struct {
	Of    string
	Words []string // as parts of what is written, folded
}

var forbidden = []Forbidden{
	{"money", []string{
		"money", "fine", "fee", "cash", "deposit", "yuan", "rmb", "cny", "¥", "pay", "surcharge",
		"钱", "罚", "款", "费", "金", "元", "赔", "扣押", "押",
	}},
	{"lift", []string{"lift", "elevator", "电梯", "梯"}},
	{"entry", []string{"entry", "enter", "door", "access", "key", "face", "门", "进", "入", "出入", "刷脸", "人脸", "通行"}},
	{"water", []string{"water", "水"}},
	{"power", []string{"power", "electric", "charg", "电"}},
	{"heat", []string{"heat", "暖", "供热", "热"}},
	{"gas", []string{"gas", "燃气", "煤气", "气"}},
	{"parking", []string{"park", "exit", "barrier", "car", "garage", "tow", "clamp", "车", "闸", "锁"}},
	{"name", []string{"name", "photo", "public", "expose", "名", "曝光", "公示", "公布", "照片"}},
	{"vote", []string{"vote", "ballot", "表决", "投票", "选举"}},
}

// ForbiddenEffects are those that authors may think of.
func ForbiddenEffects() []Forbidden { return slices.Clone(forbidden) }

// forbids is what a word would be an effect of, "" if it is none of those.
func forbids(word string) string {
	key := fold.Text(word)
	for _, f := range forbidden {
		if slices.ContainsFunc(f.Words, func(part string) bool { return strings.Contains(key, part) }) {
			return f.Of
		}
	}
	return ""
}

// readLadder reads "notice, warning, points 20, pause court 30, board 14".
func readLadder(value string, line int) ([]breach.Rung, []Refusal) {
	parts := strings.Split(value, ", ")
	if len(parts) > MaxRungs {
		return nil, []Refusal{refuse(TooLong, line, "of", "ladder", "most", MaxRungs)}
	}
	var ladder []breach.Rung
	var refused []Refusal
	for _, part := range parts {
		rung, r, ok := readRung(part, line)
		if !ok {
			refused = append(refused, r)
			continue
		}
		ladder = append(ladder, rung)
	}
	if len(refused) == 0 {
		refused = climbs(ladder, line)
	}
	if len(refused) > 0 {
		return nil, refused
	}
	return ladder, nil
}

// climbs checks that a ladder begins with a notice and that no rung is milder than the one before.
func climbs(ladder []breach.Rung, line int) []Refusal {
	if ladder[0].Effect != breach.Notice {
		return []Refusal{refuse(LadderStart, line, "effect", ladder[0].Effect)}
	}
	for i, rung := range ladder[1:] {
		if milder(rung, ladder[i]) {
			return []Refusal{refuse(LadderOrder, line, "effect", RungText(rung), "before", RungText(ladder[i]))}
		}
	}
	return nil
}

// milder says whether a rung is less than another one.
func milder(a, b breach.Rung) bool {
	if a.Effect != b.Effect {
		return slices.Index(breach.Effects(), a.Effect) < slices.Index(breach.Effects(), b.Effect)
	}
	return a.Service == b.Service && a.Points+a.Days < b.Points+b.Days // of which a rung has one at most
}

// readRung reads an effect with how much of it: "notice", "points 20", "pause court 30", "board 14".
func readRung(part string, line int) (breach.Rung, Refusal, bool) {
	words := strings.Split(part, " ")
	rung := breach.Rung{Effect: breach.Effect(words[0])}
	if !slices.Contains(breach.Effects(), rung.Effect) {
		if of := forbids(part); of != "" {
			return rung, refuse(ForbiddenEffect, line, "of", of, "word", part), false
		}
		return rung, refuse(UnknownEffect, line, "word", part), false
	}
	words = words[1:]
	if rung.Effect == breach.Pause && len(words) > 0 {
		rung.Service, words = words[0], words[1:]
		if !slices.Contains(breach.Services(), rung.Service) {
			return rung, notBookable(rung.Service, line), false
		}
	}
	return amount(rung, words, line)
}

func notBookable(service string, line int) Refusal {
	if of := forbids(service); of != "" {
		return refuse(ForbiddenEffect, line, "of", of, "word", service)
	}
	r := refuse(NotBookable, line, "word", service)
	r.Args["words"] = strings.Join(breach.Services(), ", ")
	return r
}

// amount reads the number at the end of a rung that has one.
func amount(rung breach.Rung, words []string, line int) (breach.Rung, Refusal, bool) {
	most := int64(breach.MaxDays)
	into := &rung.Days
	if rung.Effect == breach.Points {
		most, into = breach.MaxPoints, &rung.Points
	}
	switch {
	case rung.Effect == breach.Notice || rung.Effect == breach.Warning:
		if len(words) > 0 {
			return rung, tooMuch(rung.Effect, words, line), false
		}
		return rung, Refusal{}, true
	case len(words) == 1:
		if n, ok := whole(words[0], 1, most); ok {
			*into = n
			return rung, Refusal{}, true
		}
	case len(words) > 1:
		return rung, tooMuch(rung.Effect, words, line), false
	}
	return rung, refuse(BadValue, line, "key", rung.Effect, "least", 1, "most", most), false
}

// tooMuch refuses what stands after an effect, which may be another one in disguise.
func tooMuch(effect breach.Effect, words []string, line int) Refusal {
	rest := strings.Join(words, " ")
	if of := forbids(rest); of != "" {
		return refuse(ForbiddenEffect, line, "of", of, "word", rest)
	}
	return refuse(UnknownEffect, line, "word", string(effect)+" "+rest)
}

// whole reads a number in plain digits within bounds.
func whole(text string, least, most int64) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil && strconv.FormatInt(n, 10) == text && n >= least && n <= most
}
