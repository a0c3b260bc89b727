// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// An officer files what residents have reported, by their hashes alone.

import { render } from "preact";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Authenticator } from "../../../../test/authenticator.ts";
import { settled } from "../../../../test/settled.ts";
import { buttonOf, json, pressOn, stage, strike, take } from "../../../../test/stage.ts";
import type { Community, Me } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { ReportsPage } from "./reports.tsx";
import { breachTexts } from "./texts.ts";

const key = new Authenticator("officer", "http://localhost");
const community = { community: "garden", net: "0".repeat(64), rp: { id: "localhost" }, bodies: [] } as unknown as Community;
const me = { session: { credential: key.credential, community: "garden", body: "owners" }, rights: [], seq: 5 } as unknown as Me;
const noon = 1_796_000_000;
const hashes = ["b", "a", "c"].map((letter) => letter.repeat(64)) as [string, string, string];
const group = {
  kind: "noise",
  place: "3-2",
  day: "2026-11-29",
  households: hashes.map((signed, i) => ({ signed, at: noon - 60 * i, words: [`第 ${i} 户`, "又写"] })),
};

let acts: { type: string; body: unknown }[];
let place: HTMLElement;

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  const end = path.replace("/api/v1", "");
  if (method === "POST") {
    return take(acts, body);
  }
  const answers: { [path: string]: unknown } = { "/me": me, "/session": me.session, "/reports": { open: [group], filed: [] } };
  return json(200, answers[end]);
}

beforeEach(async () => {
  place = stage(server, key);
  acts = [];
  render(<ReportsPage community={community} me={me} reload={() => {}} />, place);
  await settled();
});

afterEach(() => strike(place));

const boxes = () => [...place.querySelectorAll<HTMLInputElement>("input[type=checkbox]")];
const toggle = async (at: number) => {
  boxes()[at]?.click();
  await settled();
};

test("a household's words stand together, and the filing has the chosen hashes, sorted, and the earliest time", async () => {
  expect(place.textContent).toContain("第 0 户；又写");
  await toggle(2);
  await pressOn(place, breachTexts.file);
  const sign = [...place.querySelectorAll("button")].find(({ textContent }) => textContent === "签字");
  sign?.click();
  await settled();
  await settled();
  expect(acts).toMatchObject([
    { type: "report.file", body: { at: String(noon - 60), kind: "noise", place: "3-2", signed: [hashes[1], hashes[0]] } },
  ]);
});

test("nothing is filed of nobody", async () => {
  for (const at of [0, 1, 2]) {
    await toggle(at);
  }
  expect(buttonOf(place, breachTexts.file)).toBeUndefined();
  expect(place.textContent).toContain(say(breachTexts.noneChosen));
});
