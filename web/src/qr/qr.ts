// SPDX-License-Identifier: Apache-2.0

// QR codes (ISO/IEC 18004) of texts that are not to be sent to a server: versions 1 to 5 at level L, which have one block each, with the
// first mask. That is enough for a link of 106 bytes.

import { utf8 } from "../encoding.ts";

// Codewords of data and of correction, by version.
const sizes: readonly [data: number, correction: number][] = [
  [19, 7],
  [34, 10],
  [55, 15],
  [80, 20],
  [108, 26],
];
const format = 0b111011111000100; // level L, mask 0, with its own correction

// Square says of each module whether it is dark, by row and column; without the quiet margin.
export type Square = boolean[][];

// squareOf is a text's QR code; undefined if the text is too long for one.
export function squareOf(text: string): Square | undefined {
  const bytes = utf8(text);
  const version = sizes.findIndex(([data]) => bytes.length + 2 <= data) + 1;
  const [data, correction] = sizes[version - 1] ?? [0, 0];
  if (version === 0) {
    return undefined;
  }
  const words = padded(bytes, data);
  return drawn(version, [...words, ...remainder(words, correction)]);
}

// padded is the mode (bytes), their number and themselves, four bits off, and what fills the block.
function padded(bytes: Uint8Array, size: number): number[] {
  const nibbles = [4, bytes.length >> 4, bytes.length & 15, ...[...bytes].flatMap((byte) => [byte >> 4, byte & 15]), 0];
  const words = Array.from({ length: nibbles.length / 2 }, (_, i) => ((nibbles[2 * i] ?? 0) << 4) | (nibbles[2 * i + 1] ?? 0));
  return [...words, ...Array.from({ length: size - words.length }, (_, i) => (i % 2 === 0 ? 0xec : 0x11))];
}

// times multiplies in the field of 256 elements that Reed and Solomon's code is over.
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ (product & 0x80 ? 0x11d : 0);
    product ^= (b >> bit) & 1 ? a : 0;
  }
  return product;
}

// remainder is what corrects errors: the remainder by a product of (x - 2^i).
function remainder(words: readonly number[], size: number): number[] {
  let divisor = [1];
  for (let i = 0, root = 1; i < size; i++, root = times(root, 2)) {
    divisor = [...divisor, 0].map((factor, at) => factor ^ (at > 0 ? times(divisor[at - 1] ?? 0, root) : 0));
  }
  const rest = [...words, ...new Array<number>(size).fill(0)];
  for (let at = 0; at < words.length; at++) {
    const first = rest[at] ?? 0;
    for (const [i, factor] of divisor.entries()) {
      rest[at + i] = (rest[at + i] ?? 0) ^ times(factor, first);
    }
  }
  return rest.slice(words.length);
}

function drawn(version: number, words: readonly number[]): Square {
  const side = 17 + 4 * version;
  const square: (boolean | undefined)[][] = Array.from({ length: side }, () => new Array(side).fill(undefined));
  const set = (row: number, column: number, dark: boolean) => {
    const line = square[row];
    if (line && column >= 0 && column < side) {
      line[column] = dark;
    }
  };
  ring(set, 3, 3, 4);
  ring(set, 3, side - 4, 4);
  ring(set, side - 4, 3, 4);
  if (version > 1) {
    ring(set, side - 7, side - 7, 2);
  }
  for (let i = 8; i < side - 8; i++) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  writeFormat(set, side);
  fill(square, words);
  return square as Square;
}

type Set = (row: number, column: number, dark: boolean) => void;

// ring draws squares around a centre, out to a distance: a finder's, or an alignment's.
function ring(set: Set, row: number, column: number, out: number): void {
  for (let r = -out; r <= out; r++) {
    for (let c = -out; c <= out; c++) {
      const distance = Math.max(Math.abs(r), Math.abs(c));
      set(row + r, column + c, out === 4 ? distance !== 2 && distance !== 4 : distance !== 1);
    }
  }
}

function writeFormat(set: Set, side: number): void {
  for (let i = 0; i < 15; i++) {
    const dark = ((format >> i) & 1) === 1;
    set(i < 6 ? i : i < 8 ? i + 1 : side - 15 + i, 8, dark);
    set(8, i < 8 ? side - 1 - i : i < 9 ? 7 : 14 - i, dark);
  }
  set(side - 8, 8, true);
}

// fill writes the words into what is free, and masks them.
function fill(square: (boolean | undefined)[][], words: readonly number[]): void {
  let bit = 0;
  for (const [row, column] of way(square.length)) {
    const line = square[row];
    if (line && line[column] === undefined) {
      const dark = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
      line[column] = dark !== ((row + column) % 2 === 0);
      bit++;
    }
  }
}

// way goes through pairs of columns from the right, up and down by turns, around the column of the timing.
function* way(side: number): Iterable<[row: number, column: number]> {
  let up = true;
  for (let right = side - 1; right > 0; right -= right === 8 ? 3 : 2, up = !up) {
    for (let i = 0; i < side; i++) {
      const row = up ? side - 1 - i : i;
      yield [row, right];
      yield [row, right - 1];
    }
  }
}
