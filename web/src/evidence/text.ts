// SPDX-License-Identifier: Apache-2.0

// The JSON of a bundle: canonical (RFC 8785), numbers as strings, and not in one Unicode form, since it holds what stands on the ledger,
// as it stands there. That is why it is not the JSON of acts.

import { type Bytes, fromUtf8 } from "../encoding.ts";

const deepest = 16;

// shallow bounds the depth of a text before anything recursive reads it. The text need not be JSON.
export function shallow(text: string): void {
  let [depth, quoted] = [0, false];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') {
      quoted = !quoted;
    } else if (quoted) {
      i += c === "\\" ? 1 : 0;
    } else {
      depth += deeper[c ?? ""] ?? 0;
    }
    if (depth > deepest) {
      throw new Error(`JSON is nested deeper than ${deepest}`);
    }
  }
}

const deeper: { readonly [sign: string]: number } = { "{": 1, "[": 1, "}": -1, "]": -1 };

// Form reads a value, and throws if it is of another form.
export type Form<T> = (value: unknown) => T;

const not = new Error("it is not the canonical JSON of what it should be");

// decode reads the one text of a document of a form.
export function decode<T>(raw: Bytes, form: Form<T>): T {
  const text = textOf(raw);
  shallow(text);
  const value = parse(text);
  const read = form(value);
  if (encode(value) !== text) {
    throw not;
  }
  return read;
}

function textOf(raw: Bytes): string {
  try {
    return fromUtf8(raw);
  } catch {
    throw not;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw not;
  }
}

// encode is the one text of texts, lists and objects of them.
export function encode(value: unknown): string {
  if (typeof value === "string") {
    if (/[\ud800-\udfff]/u.test(value)) {
      throw not; // half of a surrogate pair
    }
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(encode).join(",")}]`;
  }
  if (typeof value !== "object" || value === null) {
    throw not;
  }
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)); // by UTF-16 code units, as RFC 8785 wants
  return `{${members.map(([name, member]) => `${encode(name)}:${encode(member)}`).join(",")}}`;
}
