// SPDX-License-Identifier: Apache-2.0

// unescaped is what a part of an address says, or the part itself if a "%" in it stands for nothing.
export function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
