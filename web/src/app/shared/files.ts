// SPDX-License-Identifier: Apache-2.0

import { type Bytes, hex, sha256 } from "../../encoding.ts";

// save has the browser keep a file.
export function save(name: string, content: string | Bytes, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export const hashOfFile = async (file: File): Promise<string> => hex(await sha256(new Uint8Array(await file.arrayBuffer())));
