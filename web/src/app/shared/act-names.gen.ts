// SPDX-License-Identifier: Apache-2.0

// What people call each type of act. Written by `go test ./words -update`.

import type { Text } from "./language.ts";

export const actNames: { [type: string]: Text } = {
  "alarm.acknowledge": ["确认收到报警", "Acknowledge an alarm"],
  "ballot.cast": ["投票", "Vote"],
  "ballot.paper": ["纸质票", "Paper ballot"],
  "codes.issue": ["登记信函编码", "Make letters' codes known"],
  "codes.withdraw": ["作废信函编码", "Withdraw letters' codes"],
  "command.give": ["向设备下达命令", "Give a device a command"],
  "command.report": ["报告命令的结果", "Report what came of a command"],
  "credential.confirm": ["确认登记", "Confirm registrations"],
  "credential.enrol": ["登记通行密钥", "Register a passkey"],
  "credential.revoke": ["作废密钥", "Revoke a passkey"],
  "device.enrol": ["登记设备", "Enrol a device"],
  "device.withdraw": ["注销设备", "Withdraw a device"],
  "election.annul": ["作废表决", "Annul a vote"],
  "election.close": ["截止投票", "Close a vote"],
  "election.create": ["起草表决", "Draft a vote"],
  "election.drill": ["演练答题", "Answer a drill"],
  "election.final": ["结果确定", "Make a result final"],
  "election.hear": ["开始异议期", "Begin the days for objections"],
  "election.key": ["公布开票密钥（公钥）", "Publish an election key (its public part)"],
  "election.notice": ["公示", "Give notice"],
  "election.object": ["对结果提出异议", "Object to a result"],
  "election.open": ["开始投票", "Open a vote"],
  "election.publish": ["公布结果", "Publish a result"],
  "election.test": ["演练出题", "Set a drill"],
  "election.unseal": ["公布私钥", "Publish a private key"],
  "events.append": ["把设备事件记上账本", "Append events"],
  "notice.post": ["发布公告", "Post a public notice"],
  "officer.declare": ["登记业主担任经办人的单位", "Put on record of which bodies an owner is an officer"],
  "oracle.enrol": ["登记数据上链程序", "Enrol an oracle"],
  "oracle.retire": ["停用数据上链程序", "Retire an oracle"],
  "proxy.grant": ["委托他人投票", "Let somebody vote in one's place"],
  "roll.answer": ["答复异议", "Answer an objection"],
  "roll.approve": ["确认名册", "Approve a roll"],
  "roll.object": ["对名册提出异议", "Object to a roll"],
  "voter.designate": ["约定由谁投票", "Agree on who votes"],
};
