// SPDX-License-Identifier: Apache-2.0

// What the check of a register says of a row (package identity/rollfile, row.go and area.go, and identity/alike.go), in Chinese.

import { lang, say } from "./language.ts";
import { office } from "./office-texts.ts";

export const phrases: { [english: string]: string } = {
  "a short row": "这一行的列数不够",
  "a long row": "这一行的列数过多",
  "unit number missing": "没有房号",
  "the same unit twice": "同一房屋出现两次",
  "unknown use": "用途不认识",
  "unknown delivery status": "交付状态不认识",
  "owner missing": "没有权利人",
  "the same owner twice": "同一人写了两次",
  "area missing": "没有面积",
  "a formula is not an area": "面积是公式，请改为数字",
  "area is not a number": "面积不是数字",
  "area finer than 0.01 m2": "面积小数超过两位",
  "area too large": "面积过大",
  "area not positive": "面积应大于零",
  "unsold: the developer's head": "未售：计入建设单位",
  "undelivered: counts with the developer": "未交付：计入建设单位",
  "the developer's own": "建设单位自有",
  "padded cells trimmed": "去掉了多余的空格",
  "full-width digits": "全角数字已按半角读",
  "a thousands comma": "千位逗号已去掉",
  "the same name under another ID number, read as one person; write two people apart, such as 张伟(2)":
    "同名但证件号不同，按一人读入；若是两人，请分开写，例如“张伟(2)”",
  "the same name written in several ways, read as one person": "同一姓名有几种写法，按一人读入",
  "perhaps the same person: one ID number under several names; write one person in one way":
    "可能是同一人：一个证件号有几个姓名；若是一人，请统一写法",
  "the same name without an ID number, read as one person; write two people apart":
    "同名而没有证件号，按一人读入；若是两人，请分开写",
  "characters that are not seen left out": "去掉了看不见的字符",
};
const numbers = ["three", "four", "five", "six", "seven", "eight", "nine"];

export type Remark = { row: number; finding?: string; note?: string };

// notesOf groups equal notes, in the order of their first row.
export function notesOf(remarks: readonly Remark[]): [note: string, rows: number[]][] {
  const notes = new Map<string, number[]>();
  for (const { note, row } of remarks) {
    if (note) {
      notes.set(note, [...(notes.get(note) ?? []), row]);
    }
  }
  return [...notes];
}

const shown = 5;

// rowsText names rows, of many the first ones.
export function rowsText(rows: readonly number[]): string {
  const list = rows.slice(0, shown).join(lang() === "zh" ? "、" : ", ");
  return rows.length > shown ? say(office.rollRows, list, rows.length) : say(office.rollRow, list);
}

// remarkText is a remark in the reader's language.
export function remarkText(remark: string): string {
  if (lang() === "en") {
    return remark;
  }
  const chinese = Object.entries(phrases).reduce((text, [from, to]) => text.replaceAll(from, to), remark);
  return chinese
    .replace(
      /(\w+) co-owners/,
      (_, word: string) => `共有人 ${numbers.includes(word) ? numbers.indexOf(word) + 3 : word} 名`,
    )
    .replace(/: rows (\S+)(?: and (\d+) more)?/g, (_, rows: string, more?: string) => {
      const list = rows.replaceAll("/", "、");
      return `（第 ${list} 行${more ? `等，另有 ${more} 行` : ""}）`;
    })
    .replaceAll("; ", "；")
    .replaceAll(", ", "，");
}
