// SPDX-License-Identifier: Apache-2.0

// Base 32 that people can copy by hand (Crockford's): no I, L, O or U, and the first three are read as 1, 1 and 0.

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// writeBase32 writes a number as so many characters.
export function writeBase32(number: bigint, size: number): string {
  return Array.from({ length: size }, (_, i) => alphabet.charAt(Number((number >> BigInt(5 * (size - 1 - i))) & 31n))).join("");
}

// readBase32 reads characters, and passes over spaces and hyphens; undefined if there is any other one.
export function readBase32(text: string): { number: bigint; size: number } | undefined {
  const clean = text.toUpperCase().replace(/[\s-]/g, "").replace(/[IL]/g, "1").replaceAll("O", "0");
  let number = 0n;
  for (const character of clean) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) {
      return undefined;
    }
    number = (number << 5n) | BigInt(digit);
  }
  return { number, size: clean.length };
}

// grouped puts a hyphen after every so many characters.
export const grouped = (text: string, size: number): string => (text.match(new RegExp(`.{1,${size}}`, "g")) ?? []).join("-");
