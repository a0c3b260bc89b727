// SPDX-License-Identifier: Apache-2.0

// DER (X.690), strictly: lengths are definite and written in the one way, and tags have one byte.

import { type Bytes, equal } from "../encoding.ts";

// Value is one value: whole as it stands, and what it consists of if it is constructed.
export type Value = { tag: number; whole: Bytes; content: Bytes; parts: Value[] };

export const tags = {
  integer: 0x02,
  bits: 0x03,
  bytes: 0x04,
  nothing: 0x05,
  oid: 0x06,
  utc: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
  first: 0xa0,
};

const deepest = 32;

const not = new Error("it is not the DER of what it should be");

export function wrong(): never {
  throw not;
}

// read reads one value that is all there is, or throws an Error.
export function read(der: Bytes): Value {
  const [value, ...more] = valuesIn(der, 1);
  return value && more.length === 0 ? value : wrong();
}

function valuesIn(der: Bytes, depth: number): Value[] {
  const values: Value[] = [];
  let rest = der;
  while (rest.length > 0) {
    const [from, to] = contentIn(rest);
    const [tag = 0] = rest;
    if (depth > deepest || (tag & 0x1f) === 0x1f) {
      wrong();
    }
    const content = rest.subarray(from, to);
    values.push({ tag, whole: rest.subarray(0, to), content, parts: tag & 0x20 ? valuesIn(content, depth + 1) : [] });
    rest = rest.subarray(to);
  }
  return values;
}

// contentIn is where the content of the first value begins and ends.
function contentIn(der: Bytes): [number, number] {
  const [, first = 0x80] = der;
  const digits = first < 0x80 ? 0 : first & 0x7f;
  const long = der.subarray(2, 2 + digits);
  const length = digits === 0 ? first : long.reduce((n, byte) => n * 256 + byte, 0);
  const minimal = digits === 0 ? first < 0x80 : long.length === digits && digits < 4 && long[0] !== 0 && length > 0x7f;
  const from = 2 + digits;
  return minimal && from + length <= der.length ? [from, from + length] : wrong();
}

// parts are those of a value of a tag, so many of them.
export function parts(value: Value | undefined, tag: number, least: number, most = least): Value[] {
  const fits = value?.tag === tag && value.parts.length >= least && value.parts.length <= most;
  return fits ? value.parts : wrong();
}

// content is what a value of a tag has.
export const content = (value: Value | undefined, tag: number): Bytes => (value?.tag === tag ? value.content : wrong());

// only is the one part of a value.
export const only = (value: Value | undefined, tag: number): Value => parts(value, tag, 1)[0] as Value;

// integer is a number's bytes, as few as it takes.
export function integer(value: Value | undefined): Bytes {
  const digits = content(value, tags.integer);
  const [first = 0, second = 0] = digits;
  const padded = digits.length > 1 && ((first === 0 && second < 0x80) || (first === 0xff && second > 0x7f));
  return digits.length > 0 && !padded ? digits : wrong();
}

export const isInteger = (value: Value | undefined, number: number): boolean => equal(integer(value), Uint8Array.of(number));

// natural is a positive number without its sign.
export function natural(value: Value | undefined): Bytes {
  const digits = integer(value);
  if ((digits[0] ?? 0) > 0x7f) {
    wrong();
  }
  return digits[0] === 0 ? digits.subarray(1) : digits;
}

// oid is a type's number, as it is usually written.
export function oid(value: Value | undefined): string {
  const bytes = content(value, tags.oid);
  const numbers: number[] = [];
  let number = 0;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first = 0, ...others] = numbers;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - 40 * top, ...others].join(".");
}

const clock = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/;

// time is that of a value, in Unix seconds; what follows the second is left out.
export function time(value: Value | undefined, fraction = false): bigint {
  const utc = value?.tag === tags.utc;
  const text = new TextDecoder("latin1").decode(content(value, utc ? tags.utc : tags.time));
  const century = Number(text.slice(0, 2)) < 50 ? "20" : "19";
  const found = clock.exec(utc ? century + text : text);
  if (!found || (found[7] && !fraction)) {
    return wrong();
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const same = date.toISOString().replace(/[-T:]|\.000/g, "");
  return same === `${found.slice(1, 7).join("")}Z` ? BigInt(date.getTime() / 1000) : wrong();
}
