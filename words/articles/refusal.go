// SPDX-License-Identifier: Apache-2.0

package articles

import (
	"regexp"
	"strconv"

	"github.com/linli-project/linli/rules/convention"
	"github.com/linli-project/linli/words"
)

// Refusal says why a text is refused, and what to do. A code without a sentence, of a newer version, is said as it is.
func Refusal(r convention.Refusal) words.Text {
	text, ok := refusals[string(r.Code)+"/"+r.Args["of"]]
	if !ok {
		text, ok = refusals[string(r.Code)]
	}
	if r.Code == convention.BadValue && r.Args["words"] != "" {
		text = refusals["bad-value/words"]
	}
	if !ok {
		return words.Text{ZH: string(r.Code), EN: string(r.Code)}
	}
	return words.Text{ZH: fill(text.ZH, r.Args), EN: fill(text.EN, r.Args)}
}

var place = regexp.MustCompile(`\{[a-z]+\}`)

// fill puts arguments, which a stranger may have written, in their places, with every character seen.
func fill(sentence string, args map[string]string) string {
	return place.ReplaceAllStringFunc(sentence, func(p string) string {
		quoted := strconv.Quote(args[p[1:len(p)-1]])
		return quoted[1 : len(quoted)-1]
	})
}

var refusals = map[string]words.Text{
	"not-utf8":  {ZH: "这一行不是 UTF-8 文字。请用 UTF-8 保存文件。", EN: "This line is not UTF-8. Save the file as UTF-8."},
	"not-nfc":   {ZH: "这一行的字符不是 NFC 形式。请用 linli convention tidy 整理。", EN: "This line is not in Unicode form NFC. Let linli convention tidy put it right."},
	"unseen":    {ZH: "这一行有看不见的字符 {char}。请删掉：投票的人要看得见全部内容。", EN: "This line has a character that is not seen, {char}. Delete it: who votes has to see everything."},
	"untidy":    {ZH: "行末有空格、有制表符、空行多余或换行方式不对。请用 linli convention tidy 整理。", EN: "There are spaces at a line's end, a tab, an empty line too many, or line ends of Windows. Let linli convention tidy put it right."},
	"bad-value": {ZH: "{key} 要是 {least} 到 {most} 的整数。", EN: "{key} is a whole number from {least} to {most}."},

	"bad-value/words": {ZH: "{key} 只能是：{words}。", EN: "{key} is one of: {words}."},

	"too-long/text":     {ZH: "全文超过 {most} 字节。请删减或分成两份公约。", EN: "The text is longer than {most} bytes. Shorten it, or make two conventions."},
	"too-long/line":     {ZH: "这一行超过 {most} 字节。请分行。", EN: "This line is longer than {most} bytes. Break it."},
	"too-long/heading":  {ZH: "标题超过 {most} 字节。请缩短。", EN: "The heading is longer than {most} bytes. Shorten it."},
	"too-long/articles": {ZH: "条款超过 {most} 条。", EN: "There are more than {most} articles."},
	"too-long/when":     {ZH: "条件超过 {most} 字节。请写成两条。", EN: "The condition is longer than {most} bytes. Make two articles of it."},
	"too-long/examples": {ZH: "例子超过 {most} 个。", EN: "There are more than {most} examples."},
	"too-long/ladder":   {ZH: "后果超过 {most} 级。", EN: "The ladder has more than {most} rungs."},
	"too-long/list":     {ZH: "列表超过 {most} 项。", EN: "The list has more than {most} items."},
	"too-long/word":     {ZH: "这段文字超过 {most} 字节，事实里没有这么长的。", EN: "This text is longer than {most} bytes, which no fact is."},

	"no-title":      {ZH: "第一行要写“# ”和公约的名称。", EN: "Begin with “# ” and the convention's title."},
	"no-articles":   {ZH: "没有条款。请写“## 1. 标题”。", EN: "There are no articles. Write “## 1. Heading”."},
	"bad-heading":   {ZH: "条款标题要写成“## 1. 标题”，编号为 1 到 999 的数字。", EN: "An article begins with “## 1. Heading”, and its number is from 1 to 999 in plain digits."},
	"article-order": {ZH: "编号 {number} 要大于前一条的 {last}；编号不能重复。", EN: "Number {number} has to be above {last}, the one before; no number is there twice."},
	"open-block":    {ZH: "这一段没有结束。请在末尾单写一行 ```。", EN: "This block does not end. Write ``` in a line of its own."},
	"unknown-block": {ZH: "没有这种段落：{block}。只有 ```convention、```rule 和 ```example。", EN: "There is no such block: {block}. There are ```convention, ```rule and ```example, from the line's beginning."},
	"markup":        {ZH: "这一行有 HTML 标记，可能把后面的内容藏起来。请删掉“<”，或在后面加空格。", EN: "This line has HTML in it, which may hide what follows. Leave out the “<”, or put a space behind it."},
	"rule-twice":    {ZH: "第 {number} 条已经有规则。请另写一条。", EN: "Article {number} has a rule already. Make another article."},
	"block-place":   {ZH: "施行日期写一次，写在第一条前面；规则写在条款里，例子写在规则后面。", EN: "The day from which on it is in force stands once, before the first article; a rule stands in an article, and an example after its rule."},
	"bad-line":      {ZH: "这一行要写成“名称: 值”；只有 when 可以用两个空格开头接着写。", EN: "Write “key: value” with one space; only “when” goes on in lines that begin with two spaces."},
	"unknown-key":   {ZH: "没有“{key}”这一项。", EN: "There is no “{key}” here; docs/conventions.md lists what there is."},
	"key-twice":     {ZH: "“{key}”写了两次。", EN: "“{key}” is there twice."},
	"key-missing":   {ZH: "缺少“{key}”。请补上。", EN: "“{key}” is missing. Add it."},
	"key-needless":  {ZH: "条件没有用到“{key}”所说的。请删掉这一行。", EN: "The condition does not ask for what “{key}” is about. Delete this line."},

	"example-missing/breach": {ZH: "缺少一个算违约的例子。", EN: "An example of a breach is missing. Add one."},
	"example-missing/none":   {ZH: "缺少一个不算违约的例子。", EN: "An example of what is no breach is missing. Add one."},
	"contradiction":          {ZH: "与第 {first} 行的例子说的一样，结果却不同。请改其中一个。", EN: "It says the same as the example in line {first}, and expects something else. Change one of them."},
	"example-fails":          {ZH: "按规则结果是“{comes}”，例子写的是“{expected}”。请改规则或改例子。", EN: "The rule makes “{comes}” of it, and the example expects “{expected}”. Change the rule or the example."},

	"forbidden-effect/money":   {ZH: "“{word}”涉及钱：公约不能罚款、收费或扣押金。", EN: "“{word}” is about money: no effect takes or holds any."},
	"forbidden-effect/entry":   {ZH: "“{word}”影响进出：谁都不能被挡在家门外。", EN: "“{word}” is about entry: nobody is kept from home."},
	"forbidden-effect/lift":    {ZH: "“{word}”影响乘梯：谁都不能因此用不了电梯。", EN: "“{word}” is about the lift: nobody is kept from using it."},
	"forbidden-effect/water":   {ZH: "“{word}”影响用水：不能断水、限水。", EN: "“{word}” is about water: it is never cut off."},
	"forbidden-effect/power":   {ZH: "“{word}”影响用电：不能断电、限电或停用充电。", EN: "“{word}” is about power: it is never cut off, charging neither."},
	"forbidden-effect/heat":    {ZH: "“{word}”影响供暖：不能停暖。", EN: "“{word}” is about heat: it is never cut off."},
	"forbidden-effect/gas":     {ZH: "“{word}”影响用气：不能停气。", EN: "“{word}” is about gas: it is never cut off."},
	"forbidden-effect/parking": {ZH: "“{word}”影响停车和出入：不能把车挡在家门外或锁住。", EN: "“{word}” is about parking and its exit: no car is kept from home, or held."},
	"forbidden-effect/name":    {ZH: "“{word}”会让人知道是谁：公告栏的提醒不写姓名、房号、照片。", EN: "“{word}” would say who it was: a reminder has no name, home or photo."},
	"forbidden-effect/vote":    {ZH: "“{word}”影响表决权：表决权不受公约影响。", EN: "“{word}” is about votes: no convention touches them."},

	"unknown-effect": {
		ZH: "没有“{word}”这种后果。只有：notice、warning、points 20、pause court 30、board 14。",
		EN: "There is no effect “{word}”. There are: notice, warning, points 20, pause court 30, board 14.",
	},
	"not-bookable":  {ZH: "“{word}”不能暂停。可以暂停的是：{words}。", EN: "“{word}” cannot be paused. These can: {words}."},
	"ladder-order":  {ZH: "“{effect}”比前一级“{before}”轻。请由轻到重排列。", EN: "“{effect}” is milder than “{before}” before it. Let the ladder go up."},
	"ladder-start":  {ZH: "第一级要是 notice：先告知。", EN: "The first rung is notice: people are told first."},
	"alone/device":  {ZH: "仅凭没有签名的设备（T0）不能处分。请把 trust 提到 T1 以上，或要求有人举报，或只保留告知和提醒。", EN: "Nobody is punished on the word of an unsigned device (T0) alone. Ask for T1 or more, or for a report as well, or keep notice and warning only."},
	"alone/witness": {ZH: "仅凭一方举报不能处分。请把 witnesses 提到 2 以上，或要求设备证明，或只保留告知和提醒。", EN: "Nobody is punished on one report alone. Ask for 2 witnesses or more, or for a device as well, or keep notice and warning only."},
	"alone/order":   {ZH: "仅凭一名网格员不能处分。请同时要求有人举报或设备证明，或只保留告知和提醒。", EN: "Nobody is punished on one grid worker's word alone. Ask for a report or a device as well, or keep notice and warning only."},

	"foreign":          {ZH: "引号外面有字符 {char}。请用英文半角符号。", EN: "{char} stands outside quotation marks. Use plain Latin letters and signs."},
	"comment":          {ZH: "条件里不写注释。请写在条款的文字里。", EN: "A condition has no comments. Write them into the article."},
	"text-form":        {ZH: "文字要写在英文双引号“\"”里，不用反斜杠，不分行。", EN: "A text stands between \" and \", without a backslash, in one line."},
	"number-form":      {ZH: "数字要是整数，只用数字写：小数在不同机器上可能算得不一样。", EN: "Numbers are whole, in plain digits: machines may differ over fractions."},
	"double":           {ZH: "不能换算成小数：小数在不同机器上可能算得不一样。", EN: "There are no fractions to convert to: machines may differ over them. Compare whole numbers."},
	"optional":         {ZH: "没有“可选”的写法。没有说到的事实本来就不算违约。", EN: "There are no optional values. What nobody has said is no breach anyway."},
	"nested":           {ZH: "嵌套超过 {most} 层。请写得平一些，或写成两条。", EN: "It is nested more than {most} deep. Make it flatter, or two articles."},
	"syntax":           {ZH: "这里读不懂。请检查拼写、引号和括号；“并且”写 &&，“或者”写 ||，“等于”写 ==。", EN: "This cannot be read. Look at spelling, quotation marks and brackets; and is &&, or is ||, equal is ==."},
	"loop":             {ZH: "条件里没有循环，也没有“{function}”。请把每种情况写出来。", EN: "A condition has no loops, and no “{function}”. Write the cases out."},
	"map":              {ZH: "条件里没有映射 { }。请直接写出要比较的事实。", EN: "A condition has no maps. Compare facts directly."},
	"struct":           {ZH: "条件里没有结构 { }。请直接写出要比较的事实。", EN: "A condition makes no messages. Compare facts directly."},
	"index":            {ZH: "没有按位置取值 [ ] 的写法。请直接写出事实，如 event.kind。", EN: "Nothing is looked up with [ ]. Write the fact, such as event.kind."},
	"list":             {ZH: "列表只能写在 in 后面，里面是文字或数字，如 event.hour in [22, 23]。", EN: "A list stands after “in”, and has texts or numbers, as in event.hour in [22, 23]."},
	"regex":            {ZH: "没有正则表达式：可能算很久。请用 startsWith、endsWith 或 contains。", EN: "There are no regular expressions, as they may take for ever. Use startsWith, endsWith or contains."},
	"conversion":       {ZH: "没有“{function}”这种换算。请直接比较同类的事实。", EN: "There is no conversion “{function}”. Compare facts of one type."},
	"dynamic":          {ZH: "没有“{function}”：每个事实的类型是固定的。", EN: "There is no “{function}”: every fact has its one type."},
	"time-function":    {ZH: "没有时间函数“{function}”。请用 event.hour、event.weekday 或 event.at。", EN: "There is no “{function}”. Use event.hour, event.weekday, or event.at in seconds."},
	"unknown-function": {ZH: "没有“{function}”这样的写法。文字只有 startsWith、endsWith、contains，写成 event.place.endsWith(\"-lift\")。", EN: "There is no “{function}” of this form. Texts have startsWith, endsWith and contains, as in event.place.endsWith(\"-lift\")."},
	"unknown-fact":     {ZH: "没有“{fact}”这个事实。", EN: "There is no fact “{fact}”; docs/conventions.md lists what there is."},
	"unknown-word":     {ZH: "{fact} 从来不是“{word}”。它只能是：{words}。", EN: "{fact} is never “{word}”. It is one of: {words}."},
	"wrong-type":       {ZH: "类型对不上：整个条件要是“是”或“否”，比较的两边要同类。", EN: "The types do not fit: a condition is yes or no, and what is compared is of one type."},
	"divisor":          {ZH: "只能除以不是 0 的数字。", EN: "One divides by a number that is not 0."},
	"too-costly":       {ZH: "最多要花 {cost} 步，上限是 {most} 步。请写短一些，或写成两条。", EN: "It may cost {cost}, and {most} is the most. Shorten it, or make two articles."},
	"no-fact":          {ZH: "条件可以在没有任何一种确定事实时成立。请要求一个设备事件、举报或工单；“这个或者那个”请写成两条。", EN: "It can be met without any one sort of fact. Ask for an event, a report or an order; of “one or the other” make two articles."},
}
