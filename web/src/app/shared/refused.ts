// SPDX-License-Identifier: Apache-2.0

import { Problem } from "./api.ts";

// Refused is what the server said: words are made of it when it is shown.
export type Refused = { status: number; kind: string; code: string; title: string; detail: string };

export const refusedOf = ({ status, kind, code, message, detail }: Problem): Refused => ({ status, kind, code, title: message, detail });

export const problemOf = ({ kind, ...of }: Refused): Problem => new Problem(of.status, { ...of, type: `urn:linli:problem:${kind}` });
