// SPDX-License-Identifier: Apache-2.0

// What people call what a device says.

import type { Text } from "./language.ts";

export const kinds: { [kind: string]: Text } = {
  sos: ["紧急求助", "call for help"],
  smoke: ["烟雾", "smoke"],
  gas: ["燃气泄漏", "gas"],
  water: ["漏水", "water leak"],
  silence: ["失联", "silent"],
  plate: ["识别到车牌", "number plate read"],
  "vehicle.turned": ["车辆掉头离开", "vehicle turned back"],
  "vehicle.stuck": ["车辆停在闸下", "vehicle under the barrier"],
  "vehicle.zone": ["车辆进入区域", "vehicle in a zone"],
  "gate.entry": ["车辆入场", "vehicle let in"],
  "gate.exit": ["车辆出场", "vehicle let out"],
  "share.grant": ["临时放行名单", "somebody may come in"],
  "share.grant.recurring": ["定期放行名单", "somebody may come in again and again"],
  "manual.operation": ["人工开闸", "opened by hand"],
  "poll.exits": ["查询出场记录", "asked for exits"],
  "button.press": ["按键", "button pressed"],
  contact: ["门窗开关", "door or window"],
  presence: ["有人在场", "presence"],
  motion: ["有人走动", "motion"],
  object: ["识别到物体", "something recognised"],
  review: ["请查看画面", "asks to be looked at"],
  io: ["输入信号", "input"],
  relay: ["继电器", "relay"],
  switch: ["开关", "switch"],
  fill: ["桶的满溢程度", "how full"],
  drop: ["投放垃圾", "something thrown in"],
  uplink: ["原始数据", "bytes"],
  metering: ["抄表读数", "meter reading"],
  telemetry: ["测量值", "measures"],
  "device.joined": ["设备入网", "device joined"],
  "device.left": ["设备离网", "device left"],
  "device.health": ["设备状况", "device's health"],
  "device.config_changed": ["配置被改动", "settings changed"],
  "bridge.state": ["网关状态", "bridge"],
  heartbeat: ["心跳", "heartbeat"],
  "clock.sync": ["校时", "clock set"],
};
