// SPDX-License-Identifier: Apache-2.0

// What the words of the rules and of vendors are called.

import { kinds } from "../../shared/event-kinds.ts";
import { lang, say, type Text } from "../../shared/language.ts";

// known says a word as people do, or as it stands if it is not known here.
const known = (of: { [word: string]: Text }, word: string): string => {
  const text = of[word];
  return text ? say(text) : word;
};

// sentence begins with a capital letter, where letters have two forms.
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const kindText = (kind: string): string => known(kinds, kind);

export const alarmText = (kind: string): string =>
  kind === "silence" || kind === "sos" ? kindText(kind) : say(["{0}报警", "{0} alarm"], kindText(kind));

export const commands: { [command: string]: Text } = {
  open: ["开门（一次）", "open, once"],
  raise: ["升起地锁", "raise"],
  lower: ["降下地锁", "lower"],
  list: ["更新放行名单", "take a list of whom to let in"],
};

export const commandText = (command: string): string => known(commands, command);

export const outcomes: { [outcome: string]: Text } = {
  done: ["设备确认收到", "the device has acknowledged it"],
  failed: ["设备没有执行", "the device did not do it"],
  unknown: ["已发出，设备没有回音", "sent; the device did not answer"],
  expired: ["设备不在线，已过期", "expired: the device was away"],
};

export const outcomeText = (outcome: string | undefined): string => known(outcomes, outcome ?? "");

export const profiles: { [profile: string]: Text } = {
  axis: ["安讯士 Axis 摄像机", "Axis cameras"],
  bin: ["智能垃圾桶", "waste bins"],
  chirpstack: ["ChirpStack（LoRaWAN）", "ChirpStack (LoRaWAN)"],
  "das-c3": ["达实 C3 停车", "DAS C3 parking"],
  frigate: ["Frigate 视频识别", "Frigate"],
  hikvision: ["海康威视摄像机", "Hikvision cameras"],
  jieshun: ["捷顺停车", "Jieshun parking"],
  linli: ["邻里格式（设备自己签名）", "Linli's own form, signed by the device"],
  onvif: ["ONVIF（经 MQTT）", "ONVIF over MQTT"],
  "parking-share": ["共享停车平台", "shared parking"],
  shelly: ["Shelly 第二代", "Shelly, second generation"],
  szymzh: ["深圳车牌平台", "szymzh parking"],
  tasmota: ["Tasmota", "Tasmota"],
  "things-stack": ["The Things Stack（LoRaWAN）", "The Things Stack (LoRaWAN)"],
  vzenith: ["臻识车牌识别", "Vzenith plate cameras"],
  zigbee2mqtt: ["Zigbee2MQTT 网关", "Zigbee2MQTT"],
};

export const profileText = (profile: string): string => known(profiles, profile);

export const classes: { [name: string]: Text } = {
  T0: ["T0 普通设备，不签名", "T0: a vendor's device that signs nothing"],
  T1: ["T1 通道经过认证（证书、LoRaWAN）", "T1: its channel is authenticated (certificate, LoRaWAN)"],
  T2: ["T2 设备用自己的密钥签名", "T2: it signs with a key of its own"],
  T3: ["T3 同上，且硬件经过证明", "T3: the same, and its hardware is attested"],
};

export const reasons: { [reason: string]: Text } = {
  stranger: ["没有登记这个名称", "nobody has enrolled this name"],
  secret: ["名称已登记，凭据不对", "the name is enrolled, and what should prove it is wrong"],
  guessing: ["凭据错了太多次，暂不理会", "too many wrong proofs: not looked at for now"],
  topic: ["想冒充别的设备发言", "it spoke as another device"],
  subscription: ["想收听不是给它的内容", "it asked for what is not for it"],
  revoked: ["已经注销", "it was withdrawn"],
  replay: ["重放了用过的应答", "an answer came a second time"],
  too_long: ["发送的内容过长", "it sent too much"],
  malformed: ["发送的不是协议的内容", "it sent what is no part of the protocol"],
};

export const reasonText = (reason: string): string => known(reasons, reason);

export const transports: { [transport: string]: Text } = {
  broker: ["MQTT", "MQTT"],
  subscriber: ["外部 MQTT", "MQTT, by another broker"],
  push: ["HTTP 推送", "HTTP"],
};

export const transportText = (transport: string): string => known(transports, transport);

const valueNames: { [name: string]: Text } = {
  active: ["状态", "state"],
  open: ["门窗", "it is"],
  percent: ["百分比", "per cent"],
  battery: ["电量 %", "battery %"],
  direction: ["方向", "direction"],
  plate: ["车牌（加密）", "plate (hidden)"],
  on: ["通电", "on"],
  online: ["在线", "online"],
  tamper: ["被拆动", "tampered with"],
};

const valueWords: { [word: string]: Text } = { true: ["是", "yes"], false: ["否", "no"] };
const activeWords: { [word: string]: Text } = { true: ["报警", "alarm"], false: ["解除", "over"] };
const openWords: { [word: string]: Text } = { true: ["打开", "open"], false: ["关上", "closed"] };
const longest = 16; // letters of a commitment that are shown

// valuesText is what an event says, in a line.
export const valuesText = (values: { [name: string]: string }): string =>
  Object.entries(values)
    .map(([name, value]) => {
      const of = { active: activeWords, open: openWords }[name] ?? valueWords;
      return `${known(valueNames, name)}${say(["：", ": "])}${known(of, value.length > 40 ? `${value.slice(0, longest)}…` : value)}`;
    })
    .join(say(["；", "; "]));

// clock writes Unix milliseconds to the second, in the time of the communities.
export const clock = (ms: number): string =>
  new Intl.DateTimeFormat(lang() === "zh" ? "zh-CN" : "en-GB", {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZone: "Asia/Shanghai",
  }).format(ms);

// lasting writes how long something has been, from seconds to days.
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [n, unit] =
    seconds < 60
      ? [seconds, ["{0} 秒", "{0} s"] as const]
      : seconds < 3600
        ? [Math.floor(seconds / 60), ["{0} 分钟", "{0} min"] as const]
        : seconds < 172_800
          ? [Math.floor(seconds / 3600), ["{0} 小时", "{0} h"] as const]
          : [Math.floor(seconds / 86_400), ["{0} 天", "{0} days"] as const];
  return say(unit, n);
}
