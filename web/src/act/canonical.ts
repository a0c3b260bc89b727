// SPDX-License-Identifier: Apache-2.0

// Canonical JSON (RFC 8785) for what acts are made of: texts in Unicode form NFC, booleans, arrays and objects.
// Numbers are written as texts of digits, since programs disagree about large ones.

import { Refusal } from "./refusal.ts";

export type Value = string | boolean | readonly Value[] | { readonly [name: string]: Value };

// canonical returns the one text of a value, and throws a Refusal if there is none.
export function canonical(value: Value): string {
  const text = write(value);
  // Each string is in NFC; an escape before a combining mark is not ("\n" ends in a letter).
  if (text.normalize("NFC") !== text) {
    throw new Refusal("NOT_CANONICAL", "a text begins with a combining mark");
  }
  return text;
}

// readCanonical reads a text that canonical has written, and throws a Refusal for any other.
export function readCanonical(text: string): Value {
  let value: Value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Refusal("NOT_JSON", String(error));
  }
  if (canonical(value) !== text) {
    throw new Refusal("NOT_CANONICAL", "the text differs from its RFC 8785 form");
  }
  return value;
}

function write(value: unknown): string {
  if (typeof value === "string") {
    return quote(value);
  }
  if (typeof value === "boolean") {
    return String(value);
  }
  if (value === null || typeof value === "number" || typeof value === "bigint") {
    throw new Refusal("NUMBER_IN_ACT", "numbers are written as strings of digits, and null is not used");
  }
  if (Array.isArray(value)) {
    return `[${Array.from(value, write).join(",")}]`;
  }
  if (typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype) {
    return writeObject(value);
  }
  throw new Refusal("BAD_FIELD", `an act cannot hold ${String(value)}`);
}

function writeObject(value: object): string {
  const members = new Map(Object.entries(value).map(([name, member]) => [name.normalize("NFC"), member]));
  if (members.size !== Object.keys(value).length) {
    throw new Refusal("NOT_CANONICAL", "two names are one in Unicode form NFC");
  }
  const names = [...members.keys()].sort(); // by UTF-16 code units, as RFC 8785 wants
  return `{${names.map((name) => `${quote(name)}:${write(members.get(name))}`).join(",")}}`;
}

function quote(text: string): string {
  const composed = text.normalize("NFC");
  if (/[\ud800-\udfff]/u.test(composed)) {
    throw new Refusal("NOT_CANONICAL", "half of a surrogate pair");
  }
  // These two divide and end the ledger's keys.
  if (composed.includes("\0") || composed.includes("\u{10ffff}")) {
    throw new Refusal("BAD_FIELD", "a text holds U+0000 or U+10FFFF");
  }
  return JSON.stringify(composed);
}
