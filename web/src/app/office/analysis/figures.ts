// SPDX-License-Identifier: Apache-2.0

// How figures and the names of groups are written.

import { lang, say } from "../../shared/language.ts";
import { analysisTexts, groupNames } from "./texts.ts";

// count writes a number with a narrow space between thousands, which both languages read.
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");

// percent is the share with two decimals, rounded down, so that it never looks as if more had been reached.
export const percent = ({ part, whole }: { part: number; whole: number }): string =>
  `${(whole > 0 ? Math.floor((part * 10_000) / whole) / 100 : 0).toFixed(2)} %`;

// date is a day in China.
export const date = (unix: number): string =>
  new Intl.DateTimeFormat(lang() === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "medium",
    timeZone: "Asia/Shanghai",
  }).format(unix * 1000);

// groupName is the name of a group, or of those that are joined in it; unnamed is what the one without a name is called.
export const groupName = (
  { names }: { names: string[] },
  unnamed = "",
  word = (name: string): string => say(groupNames[name] ?? [name, name]),
): string => names.map((name) => (name === "" ? unnamed : word(name))).join(say(analysisTexts.and));
