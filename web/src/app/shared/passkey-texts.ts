// SPDX-License-Identifier: Apache-2.0

import type { Text } from "./language.ts";

// passkeyTexts are what a person's passkeys are called, on his own page and on the officers'.
export const passkeyTexts = {
  added: ["登记于 {0}", "added {0}"],
  used: ["最近使用 {0}", "last used {0}"],
  active: ["有效", "active"],
  pending: ["待确认", "awaits confirmation"],
  revoked: ["已作废", "revoked"],
  revoke: ["作废这把密钥", "Revoke this passkey"],
  unnamed: ["通行密钥", "Passkey"],
} as const satisfies { [name: string]: Text };
