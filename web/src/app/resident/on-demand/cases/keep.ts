// SPDX-License-Identifier: Apache-2.0

import { call, type Schema } from "../../../shared/api.ts";
import { hashText, newTextSalt } from "../../../shared/text-hash.ts";

// keep leaves what I say, about a case or about the home that asks for one, and answers its hash; undefined if the server has another.
export async function keep(about: string, said: string): Promise<string | undefined> {
  const [salt, text] = [newTextSalt(), said.trim().normalize("NFC")];
  const [hash, kept] = await Promise.all([
    hashText(salt, text),
    call<Schema["KeptText"]>("POST", "/me/texts", { kind: "case", about, salt, text }),
  ]);
  return kept.hash === hash ? hash : undefined;
}
