// SPDX-License-Identifier: Apache-2.0

// How texts that people typed are compared, as on the ledger (rules/fold; its testdata/vectors.json holds both). A key is for comparing
// and never for showing.

// What shows nothing: Unicode's Default_Ignorable_Code_Point, marks of annotations, the blank of Braille, control characters.
const unseen = /[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\u2800\p{Cc}]/gu;
const lineEnds = /[\u2028\u2029]/gu;

// visible is a text as it is seen: without what shows nothing. Tabs and line breaks become spaces.
export const visible = (text: string): string =>
  text
    .replace(/[\t\n\v\f\r\u0085]/g, " ")
    .replace(lineEnds, " ")
    .replace(unseen, "");

// Small letters of the Cyrillic and the Greek script that look like a Latin one.
const lookalikes = new Map(
  [..."аaвbсcԁdеeɡgнhһhіiјjкkмmоoрpԛqѕsтtԝwхxуyүyαaβbεeζzηhιiκkμmνnοoρpτtυyχx".matchAll(/(.)(.)/gu)].map(([, from = "", to = ""]) => [
    from,
    to,
  ]),
);

const plain = (text: string): string =>
  visible(text.normalize("NFKD"))
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .toLowerCase()
    .replaceAll("ς", "σ")
    .normalize("NFKC")
    .replace(/\s+/gu, " ")
    .trim();

// between changes the characters of a text, each with the ones before and after it.
const between = (text: string, change: (letter: string, before: string, after: string) => string): string =>
  [...text].map((letter, i, all) => change(letter, all[i - 1] ?? "", all[i + 1] ?? "")).join("");

const letter = /^\p{L}$/u;
const han = /^\p{Script=Han}$/u;

// dotted writes the dot of names in one way; a full stop is one between two letters of which one is Chinese.
const dotted = (text: string): string =>
  between(text, (sign, before, after) => {
    const inside = letter.test(before) && letter.test(after) && (han.test(before) || han.test(after));
    return /[·•‧∙⋅・ꞏ⸱●\u119e]/.test(sign) || (inside && /[.。]/.test(sign)) ? "·" : sign;
  });

// dividing says that words with this character are divided by spaces.
const dividing = (sign: string): boolean =>
  /^[\p{L}\p{M}\p{Nd}]$/u.test(sign) &&
  !/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]$/u.test(sign);

// nameKey is the key of a person's name.
export const nameKey = (name: string): string =>
  dotted(between(plain(name), (sign, before, after) => (sign === " " && !(dividing(before) && dividing(after)) ? "" : sign)));

// textKey is the key of an option or a title.
export const textKey = (text: string): string =>
  [...dotted(plain(text).replaceAll(" ", ""))]
    .map((sign) => lookalikes.get(sign) ?? sign)
    .join("")
    .normalize("NFKC");
