// SPDX-License-Identifier: Apache-2.0

// What I report, in the server's API.

import type { Signature } from "../../../../act/act.ts";
import { call, type Schema } from "../../../shared/api.ts";
import type { Kind } from "../../../shared/reports/words.ts";

export type Mine = Schema["MyReports"];
export type Report = Schema["MyReport"];

// Statement is what somebody signs that he has seen.
export type Statement = { at: number; kind: Kind; place: string; words: string };

// statementText is what his passkey signs, as it would an act's text (contract/convention.Statement).
export const statementText = (net: string, community: string, passkey: string, { at, kind, place, words }: Statement): string =>
  ["linli report.sign", net, community, passkey, kind, place, String(at), words].join("\n");

export const reportApi = {
  mine: () => call<Mine>("GET", "/me/reports"),
  sign: (statement: Statement, { clientDataJSON, authenticatorData, signature }: Signature) =>
    call<Mine>("POST", "/me/reports", { ...statement, clientDataJSON, authenticatorData, signature }),
  withdraw: (report: string) => call<void>("DELETE", `/me/reports/${report}`),
};
