// SPDX-License-Identifier: Apache-2.0

// What the check of a register says of a row (package identity/rollfile, row.go and area.go, and identity/alike.go), in Chinese.

import { lang, say } from "../../shared/language.ts";
import { officeTexts } from "../texts.ts";

// %s is a column, or a place such as row 5 of sheet 1幢.
export const phrases: { [english: string]: string } = {
  "a short row": "这一行的列数不够",
  "a long row": "这一行的列数过多",
  "unit number missing": "没有房号",
  "building missing": "没有楼栋",
  "entrance missing": "没有单元",
  "the same unit twice": "同一房屋出现两次",
  "the same unit as in %s; write all its owners in one row, or leave the unit's columns empty in a co-owner's row":
    "与%s是同一房屋：请把全体产权人写在一行，或在共有人的行中不写房屋",
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
  "column %s: one cell merged over several units; write each unit's own": "%s：一个单元格合并了几户，请逐户填写",
  "column %s: this names nobody; write the owners' names": "%s：这不是姓名，请写明产权人",
  "column %s: a character is lost; write the cell anew": "%s：有字丢失，请重新填写",
  "column %s: perhaps several people; write 、 between them, or a single one's name without a space":
    "%s：可能是几个人；若是，请用“、”分开；若是一人，姓名中不要有空格",
  "column %s: not everybody is named; name all owners": "%s：没有写全，请写明全体产权人",
  "column %s: a date; format the cell as text and write it anew": "%s：是日期，请设为文本格式后重新填写",
  "column %s: an error value; correct its formula": "%s：是错误值，请更正公式",
  "column %s: a truth value; format the cell as text and write it anew": "%s：是逻辑值，请设为文本格式后重新填写",
  "column %s: a formula without its result; open the file in a spreadsheet and save it again":
    "%s：公式没有结果，请用表格软件打开并重新保存",
  "column %s: shown otherwise than it is stored; format the cell as text and write it anew":
    "%s：显示的与存储的不同，请设为文本格式后重新填写",
  "column %s: struck out; delete what is, or take the line away": "%s：带删除线，请删去，或去掉删除线",
  "column %s: a number of more than 15 digits, whose last ones are lost; format the cell as text and write it anew":
    "%s：数字超过 15 位，末几位已丢失，请设为文本格式后重新填写",
  "column %s: a long text; shorten it": "%s：文字过长，请缩短",
  "hidden up to row %s, and not read; show these rows, or delete them": "从这一行到第 %s 行是隐藏的，没有读入；请取消隐藏，或删去",
  "column %s: hidden, and not read; show it, or delete it": "%s：这一列是隐藏的，没有读入；请取消隐藏，或删去",
  "column %s: no header of its own; write one over each column": "%s：没有自己的表头，请给每一列写上表头",
  "units without a header; give this sheet the header of the others": "有房屋而没有表头，请加上与其他工作表相同的表头",
  "a header without the columns %s; add them, or hide the sheet": "表头缺少这些列：%s；请补上，或隐藏这张工作表",
  "an owner without a unit; write the unit": "有产权人而没有房屋，请写明房屋",
  "unsold: the developer's head": "未售：计入建设单位",
  "undelivered: counts with the developer": "未交付：计入建设单位",
  "the developer's own": "建设单位自有",
  "padded cells trimmed": "去掉了多余的空格",
  "characters that are not seen left out": "去掉了看不见的字符",
  "full-width digits": "全角数字已按半角读",
  "a thousands comma": "千位逗号已去掉",
  "a decimal comma": "逗号已读作小数点",
  "a number without its .0": "数字末尾的 .0 已去掉",
  "column %s: read as empty": "%s：读作空白",
  "column %s: unreadable, left out": "%s：读不出，未采用",
  "column %s: hidden, and not read": "%s：这一列是隐藏的，没有读入",
  "a cell that lists owners": "一个单元格中的几个人已分开",
  "shares and kinds of ownership left out": "份额和共有方式未采用",
  "read as a co-owner of the unit in %s": "读作%s房屋的共有人",
  "a row of totals, left out": "合计行，未采用",
  "a row without a unit, left out": "没有房屋的行，未采用",
  "the header again, left out": "重复的表头，未采用",
  "parking with the number of the unit in %s, told apart by its use": "车位与%s的房屋同号，已按用途分开",
  "the same name under another ID number, read as one person; write two people apart, such as 张伟(2)":
    "同名但证件号不同，按一人读入；若是两人，请分开写，例如“张伟(2)”",
  "the same name written in several ways, read as one person": "同一姓名有几种写法，按一人读入",
  "perhaps the same person: one ID number under several names; write one person in one way":
    "可能是同一人：一个证件号有几个姓名；若是一人，请统一写法",
  "the same name without an ID number, read as one person; write two people apart": "同名而没有证件号，按一人读入；若是两人，请分开写",
};
const numbers = ["three", "four", "five", "six", "seven", "eight", "nine"];

export type Remark = { sheet?: string; row: number; finding?: string; note?: string };

// rowOf names a row, with its sheet where a file has several.
export const rowOf = ({ sheet, row }: Pick<Remark, "sheet" | "row">): string => (sheet ? `${sheet}!${row}` : String(row));

// notesOf groups equal notes, in the order of their first row.
export function notesOf(remarks: readonly Remark[]): [note: string, rows: string[]][] {
  const notes = new Map<string, string[]>();
  for (const remark of remarks) {
    const { note } = remark;
    if (note) {
      notes.set(note, [...(notes.get(note) ?? []), rowOf(remark)]);
    }
  }
  return [...notes];
}

const shown = 5;

// rowsText names rows, of many the first ones.
export function rowsText(rows: readonly string[]): string {
  const list = rows.slice(0, shown).join(lang() === "zh" ? "、" : ", ");
  return rows.length > shown ? say(officeTexts.rollRows, list, rows.length) : say(officeTexts.rollRow, list);
}

// The phrases, the longest first, since some begin as others do.
const patterns = Object.entries(phrases)
  .sort(([a], [b]) => b.length - a.length)
  .map(
    ([from, to]) =>
      [
        new RegExp(from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace("%s", "(.+?)") + (from.endsWith("%s") ? "(?=, |; |$)" : ""), "g"),
        to,
      ] as const,
  );

// placeText names a column or a row in Chinese.
const placeText = (place: string): string =>
  place
    .replace(/^row (\d+) of sheet (.+)$/, "工作表“$2”第 $1 行")
    .replace(/^row (\d+)$/, "第 $1 行")
    .replace(/^([A-Z]+) \((.+)\)$/, "$1 列（$2）")
    .replace(/^[A-Z]+$/, "$& 列");

// remarkText is a remark in the reader's language.
export function remarkText(remark: string): string {
  if (lang() === "en") {
    return remark;
  }
  const chinese = patterns.reduce(
    (text, [from, to]) => text.replace(from, (_, part: unknown) => to.replace("%s", placeText(String(part)))),
    remark,
  );
  return chinese
    .replace(/(\w+) co-owners/, (_, word: string) => `共有人 ${numbers.includes(word) ? numbers.indexOf(word) + 3 : word} 名`)
    .replace(/: rows (\S+)(?: and (\d+) more)?/g, (_, rows: string, more?: string) => {
      const list = rows.replaceAll("/", "、");
      return `（第 ${list} 行${more ? `等，另有 ${more} 行` : ""}）`;
    })
    .replaceAll("; ", "；")
    .replaceAll(", ", "，");
}
