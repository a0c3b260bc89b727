// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What somebody reports is signed as he wrote it, and goes to no ledger.

import { render } from "preact";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Authenticator } from "../../../../../test/authenticator.ts";
import { settled } from "../../../../../test/settled.ts";
import { json, pressOn, stage, strike, typeInto } from "../../../../../test/stage.ts";
import { hashOf } from "../../../../act/act.ts";
import { base64url, fromBase64url } from "../../../../encoding.ts";
import type { Community, Me } from "../../../shared/api.ts";
import { say } from "../../../shared/language.ts";
import { type Statement, statementText } from "./api.ts";
import { ReportScreen } from "./report.tsx";
import { reportTexts } from "./texts.ts";

const key = new Authenticator("resident", "http://localhost");
const community = { community: "garden", net: "0".repeat(64), rp: { id: "localhost" }, bodies: [] } as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", person: "p" }, rights: [], seq: 5 } as unknown as Me;
const old = { report: "a".repeat(64), at: 1_796_000_000, given: 1_796_000_100, kind: "noise", place: "3-2", words: "敲墙", filed: false };

let sent: { method: string; path: string; body: unknown }[];
let items: unknown[];
let place: HTMLElement;

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (method !== "GET") {
    sent.push({ method, path: end, body: body && JSON.parse(String(body)) });
  }
  if (end === "/session") {
    return json(200, me.session);
  }
  return method === "DELETE" ? new Response(null, { status: 204 }) : json(200, { items, kinds: ["noise", "dog"], places: ["3-2"] });
}

beforeEach(() => {
  place = stage(server, key);
  [sent, items] = [[], [old]];
});

afterEach(() => strike(place));

const show = async () => {
  render(<ReportScreen community={community} me={me} reload={() => {}} />, place);
  await settled();
  return place.textContent ?? "";
};

test("what the passkey signs is what the server reads", () => {
  const statement = { at: 1796083200, kind: "noise", place: "3-2", words: "半夜敲墙\n到一点" } as const;
  expect(statementText("00ff", "garden", "a-passkey-of-mine", statement)).toBe(
    "linli report.sign\n00ff\ngarden\na-passkey-of-mine\nnoise\n3-2\n1796083200\n半夜敲墙\n到一点", // contract/convention, TestStatementText
  );
});

test("it promises what it keeps, and says what it is not for", async () => {
  const text = await show();
  for (const promise of [reportTexts.urgent, reportTexts.hidden, reportTexts.hiddenMore]) {
    expect(text).toContain(say(promise));
  }
});

test("nothing is signed without words, or of another month", async () => {
  await show();
  await pressOn(place, reportTexts.sign);
  expect(place.textContent).toContain(say(reportTexts.empty));
  await typeInto(place, "#words", "敲墙");
  expect(place.textContent).not.toContain(say(reportTexts.empty));
  await typeInto(place, "#when", "2020-01-01T10:00");
  await pressOn(place, reportTexts.sign);
  expect(place.textContent).toContain(say(reportTexts.badTime));
  expect(sent).toEqual([]);
});

test("it is signed as it was written, by the passkey that is signed in", async () => {
  await show();
  await typeInto(place, "#words", " 半夜敲墙 ");
  await pressOn(place, reportTexts.sign);
  await settled();
  expect(sent.map(({ method, path }) => [method, path])).toEqual([["POST", "/me/reports"]]);
  const body = sent[0]?.body;
  const { at, kind, place: where, words, clientDataJSON } = body as Statement & { clientDataJSON: string };
  expect([kind, where, words]).toEqual(["noise", "3-2", "半夜敲墙"]);
  const text = statementText(community.net, "garden", key.credential, { at, kind, place: where, words });
  const { challenge } = JSON.parse(new TextDecoder().decode(fromBase64url(clientDataJSON)));
  expect(challenge).toBe(base64url(await hashOf(text)));
  expect(place.textContent).toContain(say(reportTexts.arrived));
});

test("what is open can be taken back, and what is filed cannot", async () => {
  await show();
  await pressOn(place, reportTexts.withdraw);
  expect(sent).toEqual([{ method: "DELETE", path: `/me/reports/${old.report}`, body: undefined }]);
  items = [{ ...old, filed: true }];
  render(null, place);
  const text = await show();
  expect(text).toContain(say(reportTexts.filed));
  expect(text).not.toContain(say(reportTexts.withdraw));
});
