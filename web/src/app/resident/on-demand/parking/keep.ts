// SPDX-License-Identifier: Apache-2.0

import { parkingApi } from "../../../shared/parking/api.ts";
import { hashText, newTextSalt } from "../../../shared/text-hash.ts";

// keep leaves what I say of a booking, and answers its hash; undefined if the server has another.
export async function keep(booking: string, said: string): Promise<string | undefined> {
  const [salt, text] = [newTextSalt(), said.trim().normalize("NFC")];
  const [hash, kept] = await Promise.all([hashText(salt, text), parkingApi.keepText(booking, salt, text)]);
  return kept === hash ? hash : undefined;
}
