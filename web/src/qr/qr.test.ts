// SPDX-License-Identifier: Apache-2.0

import jsQR from "jsqr";
import { expect, test } from "vitest";
import { squareOf } from "./qr.ts";

// read reads a code by another program, as a camera sees it.
function read(text: string): string | undefined {
  const square = squareOf(text);
  if (!square) {
    return undefined;
  }
  const [scale, quiet] = [4, 4];
  const side = (square.length + 2 * quiet) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const dark = square[Math.floor(y / scale) - quiet]?.[Math.floor(x / scale) - quiet];
      if (dark) {
        pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
      }
    }
  }
  return jsQR(pixels, side, side)?.data;
}

test("a reader reads what was written, of every length", () => {
  for (let size = 1; size <= 106; size++) {
    const text = Array.from({ length: size }, (_, i) => String.fromCharCode(33 + ((i * 7 + size) % 90))).join("");
    expect(read(text), String(size)).toBe(text);
  }
  expect(read("https://garden.example/c/garden/office#/counter/0123456789ABCDEF")).toContain("0123456789ABCDEF");
});

test("a text that is too long has no code", () => {
  expect(squareOf("a".repeat(107))).toBeUndefined();
});
