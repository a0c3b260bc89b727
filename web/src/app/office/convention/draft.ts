// SPDX-License-Identifier: Apache-2.0

// What an officer writes before it is checked: a text to begin with, and the spaces that an editor leaves.

// blankText is a convention of words alone.
export const blankText = "# 公约 · The convention\n\n## 1. 友善 · Be kind\n\n彼此体谅。\nBe kind to one another.\n";

// tidied is a text without what nobody sees: spaces at line ends, tabs, empty lines in a row or at the ends; in Unicode form NFC. It is what
// `linli convention tidy` makes of it.
export function tidied(text: string): string {
  const lines = text
    .normalize("NFC")
    .replace(/^\ufeff/, "")
    .replace(/\r\n?/g, "\n")
    .replace(/\t/g, "    ")
    .split("\n")
    .map((line) => line.replace(/[ \u00a0\u3000]+$/, ""));
  const kept = lines.filter((line, i) => line !== "" || (i > 0 && lines[i - 1] !== ""));
  return `${kept.join("\n").replace(/^\n+|\n+$/g, "")}\n`;
}
