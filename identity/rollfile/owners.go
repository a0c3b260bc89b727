// SPDX-License-Identifier: Apache-2.0

package rollfile

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/rules/fold"
)

// people are who a cell names, or why that is not known.
type people struct {
	names   []string
	finding string
	nobody  bool // a placeholder stands in the cell
	listed  bool // by something else than the usual signs
	shares  bool // were left out
}

var (
	// shares are what stands beside a name: 甲(50%), 甲 1/2, 甲（共同共有）. A whole number alone tells namesakes apart: 张伟(2).
	shares = regexp.MustCompile(`[(\[【]\s*(?:(?:占|份额|产权)[:：]?\s*)?(?:[0-9.]+\s*%|[0-9]+\s*[/⁄]\s*[0-9]+|0\.[0-9]+|[一二三四五六七八九十百]+分之[一二三四五六七八九十百]+|` +
		`各半|(?:各占|各)?一半|共同共有|按份共有|单独所有)\s*(?:份额|产权)?\s*[)\]】]|\s*[0-9.]+\s*%|\s+[0-9]+\s*[/⁄]\s*[0-9]+`)
	// joinedShares is a list whose next name is joined to a share by a word, or begins with it.
	joinedShares = regexp.MustCompile(`、\s*(?:[和与及跟暨或&+]|以及|and )`)
	// unnamed is a list that goes on with people it does not name: 甲等3人.
	unnamed = regexp.MustCompile(`等\s*(?:共?\s*[0-9一二三四五六七八九十两]+\s*)?(?:[人名户]|业主|共有人)?$`)
	// joined by these, two names of at least two characters are perhaps one and perhaps a list: 甲一和甲二, 李和平.
	joiners = regexp.MustCompile(`[\p{Han}]{2,}(?:[和与及跟暨或]|以及)[\p{Han}]{2,}`)
	// a space between names of at least two characters does the same; 王 五 is one name.
	spacedList = regexp.MustCompile(`(?:^|\s)[\p{Han}]{2,4}\s+[\p{Han}]{2,4}(?:\s|$)`)
)

const (
	usualSigns   = "、,;，；"
	listSigns    = usualSigns + "/／\n\r"
	perhapsSigns = "&＆+＋|｜\\~～"
)

// peopleIn takes a cell apart. What is surely a list is split: at 、 , ; / and line breaks, shares aside. What may be one is
// a finding.
func peopleIn(cell string) people {
	var p people
	if len(cell) <= community.MaxName && (fold.Nobody(cell) || slices.Contains(soleOwners, fold.Name(cell))) {
		p.nobody = !blank(cell)
		return p
	}
	text := norm.NFKC.String(fold.Visible(cell))
	bare := shares.ReplaceAllString(text, "、") // behind a share another one may begin
	p.shares = bare != text
	if p.shares && joinedShares.MatchString(bare) {
		p.finding = findMaybeList
	}
	for _, part := range strings.FieldsFunc(bare, func(r rune) bool { return strings.ContainsRune(listSigns, r) }) {
		p.add(part)
	}
	p.listed = len(p.names) > 1 && (strings.ContainsAny(bare, "/\n\r") || !strings.ContainsAny(text, usualSigns))
	return p
}

// soleOwners say that there is no co-owner; 0 is what a lookup of an empty cell gives.
var soleOwners = []string{"无共有人", "无共有", "单独所有", "单独", "0", "nan"}

func (p *people) add(part string) {
	name := Normal(part)
	switch finding := nameFault(name); {
	case finding == findNoName && fold.Nobody(name):
		p.nobody = p.nobody || name != ""
	case finding != "":
		p.finding = finding
	default:
		p.names = append(p.names, name)
	}
}

// nameFault says why a text is not one person's name, or is "".
func nameFault(name string) string {
	organisation := strings.Contains(name, "公司") || strings.Contains(name, "事务所")
	switch {
	case len(name) > community.MaxName:
		return findLongText
	case lost(name):
		return findLost
	case fold.Nobody(name), fold.Unknown(name), slices.Contains(elsewhere, fold.Name(name)), !strings.ContainsFunc(name, unicode.IsLetter),
		strings.ContainsAny(name, ":："):
		return findNoName
	case organisation:
		return ""
	case unnamed.MatchString(name):
		return findUnnamed
	case strings.ContainsAny(name, perhapsSigns), joiners.MatchString(name), spacedList.MatchString(name),
		strings.Contains(strings.ToLower(name), " and "):
		return findMaybeList
	}
	return ""
}

// elsewhere are words that send to where the name may be, or say that there will be one.
var elsewhere = []string{
	"业主", "产权人", "权利人", "见附件", "详见附件", "见备注", "详见备注", "见下", "如下", "同左", "同下", "未登记", "未提供", "未填", "缺", "暂缺", "空缺", "保密",
	"办理中", "待办", "待核实", "待确认", "待登记", "true", "false",
}

// lost says that a character was lost on the way: what stands for it is never part of a name or a house number, nor is a character
// of a private use, which everybody sees as another one.
func lost(text string) bool {
	return strings.Contains(text, "###") || strings.ContainsFunc(text, func(r rune) bool {
		return strings.ContainsRune("?？\ufffd□■▯〓", r) || r == unicode.MaxRune || unicode.Is(unicode.Co, r)
	})
}
