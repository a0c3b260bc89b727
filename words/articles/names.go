// SPDX-License-Identifier: Apache-2.0

package articles

import (
	"strings"

	"github.com/linli-project/linli/words"
)

// subjects are what facts that are texts, and days of the week, are called.
var subjects = map[string]words.Text{
	"event.kind":     {ZH: "设备报告的", EN: "what a device reports"},
	"event.device":   {ZH: "设备", EN: "the device"},
	"event.place":    {ZH: "设备的位置", EN: "the device's place"},
	"event.class":    {ZH: "设备的可信等级", EN: "the device's trust class"},
	"event.stream":   {ZH: "投放的垃圾", EN: "the waste"},
	"event.weekday":  {ZH: "当天", EN: "the day"},
	"report.kind":    {ZH: "举报的事项", EN: "what is reported"},
	"report.place":   {ZH: "举报的位置", EN: "the place reported"},
	"report.weekday": {ZH: "当天", EN: "the day"},
	"order.kind":     {ZH: "工单的事项", EN: "what the order is about"},
	"order.outcome":  {ZH: "工单的结果", EN: "the order's outcome"},
	"order.place":    {ZH: "工单的位置", EN: "the order's place"},
	"order.weekday":  {ZH: "当天", EN: "the day"},
}

// ReportKinds are what people call what they report.
var ReportKinds = map[string]words.Text{
	"bins":           {ZH: "垃圾投放", EN: "rubbish outside the bins"},
	"bulky":          {ZH: "大件垃圾", EN: "bulky waste"},
	"corridor":       {ZH: "楼道堆物", EN: "things left in a corridor"},
	"dog":            {ZH: "养犬", EN: "a dog"},
	"e-bike":         {ZH: "电动自行车", EN: "an e-bike"},
	"falling-object": {ZH: "高空抛物", EN: "something thrown or fallen from a height"},
	"noise":          {ZH: "噪音", EN: "noise"},
	"parking":        {ZH: "停车", EN: "parking"},
	"smoke":          {ZH: "吸烟", EN: "smoking"},
	"other":          {ZH: "其他", EN: "something else"},
}

// deviceKinds are what people call some of what devices report; the rest keeps its word.
var deviceKinds = map[string]words.Text{
	"object": {ZH: "摄像机识别出的物体", EN: "an object that a camera recognised"},
	"motion": {ZH: "有动静", EN: "motion"}, "presence": {ZH: "有人", EN: "somebody's presence"},
	"contact": {ZH: "门窗开合", EN: "a door or window"}, "telemetry": {ZH: "测量值", EN: "a measurement"},
	"drop": {ZH: "投放垃圾", EN: "something put into a bin"}, "fill": {ZH: "垃圾桶满溢程度", EN: "how full a bin is"},
	"smoke": {ZH: "烟雾", EN: "smoke"}, "plate": {ZH: "车牌", EN: "a number plate"},
	"vehicle.zone": {ZH: "车辆在画面的某一区域", EN: "a vehicle in a zone of the picture"},
}

var streams = map[string]words.Text{
	"recyclable": {ZH: "可回收物", EN: "recyclable"}, "hazardous": {ZH: "有害垃圾", EN: "hazardous"},
	"kitchen": {ZH: "厨余垃圾", EN: "from the kitchen"}, "other": {ZH: "其他垃圾", EN: "other waste"},
}

var outcomes = map[string]words.Text{
	"solved": {ZH: "已解决", EN: "solved"}, "not-found": {ZH: "未发现", EN: "nothing found"},
	"false-alarm": {ZH: "误报", EN: "a false alarm"}, "referred": {ZH: "已转交", EN: "referred to others"},
}

var weekdays = map[string]words.Text{
	"1": {ZH: "星期一", EN: "Monday"}, "2": {ZH: "星期二", EN: "Tuesday"}, "3": {ZH: "星期三", EN: "Wednesday"},
	"4": {ZH: "星期四", EN: "Thursday"}, "5": {ZH: "星期五", EN: "Friday"}, "6": {ZH: "星期六", EN: "Saturday"}, "7": {ZH: "星期日", EN: "Sunday"},
}

// Services are what people call what can be paused.
var Services = map[string]words.Text{
	"activity-room": {ZH: "活动室", EN: "the activity room"}, "barbecue": {ZH: "烧烤区", EN: "the barbecue"},
	"court": {ZH: "球场", EN: "the court"}, "gym": {ZH: "健身房", EN: "the gym"}, "library": {ZH: "图书角", EN: "the library"},
	"pool": {ZH: "泳池", EN: "the pool"}, "tool-loan": {ZH: "工具借用", EN: "borrowing tools"}, "workshop": {ZH: "工坊", EN: "the workshop"},
}

// wordOf is what a fact's word is called, in quotation marks if it has no other name.
func wordOf(fact, word string) words.Text {
	names := map[string]map[string]words.Text{
		"event.kind": deviceKinds, "event.stream": streams, "report.kind": ReportKinds,
		"order.kind": words.OrderKinds, "order.outcome": outcomes,
	}[fact]
	if strings.HasSuffix(fact, ".weekday") {
		names = weekdays
	}
	if name, ok := names[word]; ok {
		return words.Text{ZH: "“" + name.ZH + "”", EN: plainOr(fact, name.EN)}
	}
	return words.Text{ZH: "“" + word + "”", EN: "“" + word + "”"}
}

// plainOr puts a name in quotation marks if it was not written for the middle of a sentence.
func plainOr(fact, name string) string {
	if fact == "order.kind" {
		return "“" + name + "”"
	}
	return name
}
