// SPDX-License-Identifier: Apache-2.0

// The last lines of a statement name its photos, so that who signs the hash of the one signs those of the others.

const lines = /(?:\n\[photo [0-9a-f]{64}\])+$/;

const lineOf = (hash: string): string => `\n[photo ${hash}]`;

// photoLine is how many characters a photo takes of a statement.
export const photoLine = lineOf("0".repeat(64)).length;

// withPhotos is a statement that names photos.
export const withPhotos = (words: string, hashes: readonly string[]): string => words + hashes.map(lineOf).join("");

// withoutPhotos are a statement's words alone.
export const withoutPhotos = (text: string): string => text.replace(lines, "");
