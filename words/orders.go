// SPDX-License-Identifier: Apache-2.0

package words

// OrderKinds are what people call each kind of order.
var OrderKinds = map[string]Text{
	"repair.water": {"水管、下水", "Water and drains"},
	"repair.power": {"停电、线路", "Power and wiring"},
	"repair.lift":  {"电梯", "Lift"},
	"repair.door":  {"门、门禁、道闸", "Doors and gates"},
	"repair.light": {"公共照明", "Lights"},
	"cleaning":     {"卫生、垃圾", "Cleaning and rubbish"},
	"noise":        {"噪音", "Noise"},
	"parking":      {"停车", "Parking"},
	"neighbour":    {"邻里纠纷", "A quarrel with neighbours"},
	"care":         {"独居关怀：很久没有动静", "Care: not heard of for long"},
	"sos":          {"紧急求助", "A call for help"},
	"smoke":        {"烟雾报警", "Smoke"},
	"gas":          {"燃气报警", "Gas"},
	"water":        {"漏水报警", "A leak"},
	"silence":      {"设备失联", "A silent device"},
	"other":        {"其他", "Something else"},
}

// OrderPriorities are what people call how much haste an order has.
var OrderPriorities = map[string]Text{
	"emergency": {"紧急", "Emergency"},
	"urgent":    {"急", "Urgent"},
	"ordinary":  {"一般", "Ordinary"},
}
