// SPDX-License-Identifier: Apache-2.0

package api

import (
	"fmt"

	"github.com/linli-project/linli/rules/parking/strict"
)

// placeFaults are what may be wrong with a place of APDS, in Chinese.
var placeFaults = map[string]string{
	"has %d bytes, and may have %d":               "有 %d 字节，最多 %d 字节",
	"is no text in UTF-8":                         "不是 UTF-8 文本",
	"is not JSON: %s":                             "不是 JSON：%s",
	"goes on after its end; give one JSON object": "在结束之后还有内容；请只给一份 JSON",
	"is nested deeper than %d":                    "嵌套超过 %d 层",
	"stands there twice":                          "出现了两次",
	"has more than %d members":                    "成员超过 %d 个",
	"is missing":                                  "缺少",
	"has to be %s":                                "应当是%s",
	"has %d items; it may have %d to %d":          "有 %d 项，应当有 %d 到 %d 项",
	"has %d characters; it may have %d to %d":     "有 %d 个字，应当有 %d 到 %d 个字",
	"has a character that cannot be seen, %s":     "有看不见的字符 %s",
	"may be %s":                                   "只能是 %s",
	"has to be a number from %v to %v":            "应当是 %v 到 %v 之间的数",

	"has no element whose type is place; the spaces are read with the place that they are in": "里没有 type 为 place 的元素；车位要和所在的停车场一起给",
	"has %d spaces; it may have %d":                                                                            "有 %d 个车位，最多 %d 个",
	"has spaces that are more than %d metres apart, which are no one place":                                    "里的车位相距超过 %d 米，不是一个停车场",
	"%s stands there twice":                                                                                    "%s 出现了两次",
	"is place for the second time; give one place at a time":                                                   "第二次是 place；一次只给一个停车场",
	"is missing: a space is in a place, or in a level or an area that is":                                      "缺少：车位要属于停车场，或属于其中的一层、一个区域",
	"is in %s, which is not in the list":                                                                       "属于 %s，而列表里没有它",
	"is in more than %d elements, or one of them is in itself":                                                 "所属的元素超过 %d 层，或其中一个属于它自己",
	"ends elsewhere than it begins; the last corner of an area is its first one again":                         "的首尾不是同一点；区域的最后一个角要再写一次第一个角",
	"is an area of %.1f square metres; a space has %d to %d. Corners are longitudes and latitudes, in degrees": "的面积是 %.1f 平方米，一个车位应当有 %d 到 %d 平方米；各角写经度、纬度，以度为单位",
}

// placeKinds are what "has to be" is followed by.
var placeKinds = map[string]string{
	"an object": "对象", "a list": "列表", "a text": "文字", "a number": "数", "a whole number": "整数",
}

// placeFault says in Chinese what is wrong with a place, and where.
func placeFault(f *strict.Fault) string {
	args := make([]any, len(f.Args))
	for i, arg := range f.Args {
		args[i] = arg
		if kind, ok := arg.(string); ok && placeKinds[kind] != "" {
			args[i] = placeKinds[kind]
		}
	}
	form := placeFaults[f.Form]
	if form == "" { // a test holds that there is none
		form, args = "%s", []any{f.Why}
	}
	where := "文件"
	if f.At != "" {
		where = "文件的 " + f.At + " "
	}
	return where + fmt.Sprintf(form, args...) + "。"
}
