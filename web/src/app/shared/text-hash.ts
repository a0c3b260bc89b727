// SPDX-License-Identifier: Apache-2.0

// Texts that an act names by their hash. With a salt, nobody finds a short one by trying.

import { shown } from "../../act/act.ts";
import { base64url, randomBytes } from "../../encoding.ts";

export const newTextSalt = (): string => base64url(randomBytes(16));

// hashText is HashText of the server.
export const hashText = (salt: string, text: string): Promise<string> => shown(`${salt}\n${text}`);
