// SPDX-License-Identifier: Apache-2.0

// The bodies of those acts that enrol who signs, and of the use of a voucher: exactly these members.

import type { Agreement, Bodies, CredentialConfirm, Enrol, OracleEnrol, Passkey, VoucherUse, WorkerEnrol } from "../act/body.ts";
import { base64, int, list, members, text, yes } from "./form.ts";
import type { Form } from "./text.ts";

const passkey = members<Passkey>({ be: yes, spki: base64 });
const digits: Form<string> = (value) => String(int(value));

const agreement = members<Agreement>({ authenticatorData: base64, clientDataJSON: base64, signature: base64 });

export const forms = {
  "credential.enrol": members<Enrol>({ code: base64, passkey, person: text }),
  "credential.confirm": members<CredentialConfirm>({ credentials: list(text) }),
  "oracle.enrol": members<OracleEnrol>({ body: text, key: base64, name: text }),
  "voucher.use": members<VoucherUse>({ at: digits, code: base64 }),
  "worker.enrol": members<WorkerEnrol>({ agreed: agreement, passkey, worker: text }),
} as const satisfies { [type in keyof Bodies]?: Form<Bodies[type]> };
