// SPDX-License-Identifier: Apache-2.0

// Cases in the officers' part of the server's API.

import { call, type Schema } from "../../shared/api.ts";
import type { Parts } from "../../shared/cases/agreement.ts";
import type { Case } from "../../shared/cases/words.ts";

// About is in what, or for what, something is said: a case, or a request to a home, or with neither a request to a body.
export type About = { case?: string; home?: string };

export const caseApi = {
  all: () => call<{ items: Case[] }>("GET", "/cases").then(({ items }) => items),
  keepAgreement: (parts: Parts) => call<Schema["KeptText"]>("POST", "/cases/agreements", parts).then(({ hash }) => hash),
  keep: (about: About, text: string) =>
    call<Schema["KeptText"]>("POST", "/cases/texts", { ...about, text: text.trim().normalize("NFC") }).then(({ hash }) => hash),
};
