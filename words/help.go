// SPDX-License-Identifier: Apache-2.0

package words

// Skills are what people call what they can do for a neighbour.
var Skills = map[string]Text{
	"repair":     {"小修小补", "Small repairs"},
	"devices":    {"手机、电脑、电视", "Phones, computers, television"},
	"shopping":   {"代买、代取", "Shopping and fetching"},
	"company":    {"陪聊、陪走走", "Company"},
	"clinic":     {"陪去看病", "Going along to a doctor"},
	"children":   {"接送、看护孩子", "Children"},
	"lessons":    {"辅导功课、教乐器", "Lessons"},
	"papers":     {"填表、写信", "Forms and letters"},
	"pets":       {"照看宠物、浇花", "Pets and plants"},
	"cooking":    {"做饭", "Cooking"},
	"haircut":    {"上门理发", "A haircut at home"},
	"green":      {"种花种草", "Gardening"},
	"patrol":     {"巡逻", "Patrol"},
	"gatherings": {"筹办活动", "Gatherings"},
	"other":      {"其他", "Something else"},
}
