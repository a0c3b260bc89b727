// SPDX-License-Identifier: Apache-2.0

// What people call devices, and what those usually say and can be told.

import type { Text } from "../../shared/language.ts";

export type Preset = { name: Text; kinds: readonly string[]; commands: readonly string[]; every: number };

const day = 86_400;

export const presets: { [id: string]: Preset } = {
  smoke: { name: ["烟雾报警器", "Smoke detector"], kinds: ["device.health", "smoke"], commands: [], every: day },
  sos: { name: ["紧急求助按钮", "Button for help"], kinds: ["device.health", "sos"], commands: [], every: day },
  water: { name: ["漏水报警器", "Water detector"], kinds: ["device.health", "water"], commands: [], every: day },
  gas: { name: ["燃气报警器", "Gas detector"], kinds: ["device.health", "gas"], commands: [], every: day },
  gate: {
    name: ["车牌识别和道闸", "Gate with a plate camera"],
    kinds: ["device.health", "gate.entry", "gate.exit", "heartbeat", "manual.operation", "plate"],
    commands: ["list", "open"],
    every: 3600,
  },
  door: { name: ["门窗传感器", "Door or window sensor"], kinds: ["contact", "device.health"], commands: [], every: day },
  bin: { name: ["智能垃圾桶", "Waste bin"], kinds: ["device.health", "drop", "fill"], commands: [], every: day },
  lock: { name: ["车位地锁", "Lock in the ground"], kinds: ["device.health", "io", "relay"], commands: ["lower", "raise"], every: day },
  other: { name: ["别的设备", "Something else"], kinds: [], commands: [], every: 0 },
};
