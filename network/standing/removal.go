// SPDX-License-Identifier: Apache-2.0

package standing

import (
	"fmt"
	"strings"
	"time"

	"github.com/linli-project/linli/rules/calendar"
)

// Removal is that the others have taken the body of this machine out of the network.
type Removal struct {
	Block  int64    `json:"block"`  // that says so; 0 if this machine has not got it, and knows only that no other body knows its own
	At     int64    `json:"at"`     // Unix seconds, by the clock of who sent it; 0 if not known
	Signed []string `json:"signed"` // what people call the bodies that have agreed to it; none if not known
}

// English says it to people.
func (r Removal) English() string {
	if r.Block == 0 {
		return "this body was removed from the network: no other body's peer knows it any more; " +
			"the block that says so did not get here any more"
	}
	return fmt.Sprintf("this body was removed from the network in block %d, on %s, by a change that %s signed",
		r.Block, r.day(), strings.Join(r.Signed, ", "))
}

// Chinese says it to people.
func (r Removal) Chinese() string {
	if r.Block == 0 {
		return "本单位已被移出账本网络：其他各家的账本节点都不再认得它；写明此事的区块没有送到本机"
	}
	return fmt.Sprintf("本单位已被移出账本网络：见第 %d 个区块（%s），签字同意的是 %s", r.Block, r.day(), strings.Join(r.Signed, "、"))
}

// What a body can do that was removed, in both languages.
const (
	LeftEnglish = "What it has stays: `linli export` writes the ledger as far as it got here, and `linli verify` recounts that file. " +
		"No more blocks come, and what is signed here does not get onto the ledger."
	LeftChinese = "已有的都在：linli export 把本机收到为止的账本写成文件，linli verify 可以复核。以后的区块不再送来，在本机签的也不再上账。"
)

func (r Removal) day() string {
	return time.Unix(r.At, 0).In(time.FixedZone("", calendar.Beijing)).Format("2006-01-02 15:04")
}
