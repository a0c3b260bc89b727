// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// A grid worker says that he was there, after all his steps are sent.

import { render } from "preact";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Authenticator } from "../../../test/authenticator.ts";
import { settled } from "../../../test/settled.ts";
import { json, pressOn, stage, strike, take } from "../../../test/stage.ts";
import type { Community } from "../shared/api.ts";
import { say } from "../shared/language.ts";
import { Reports } from "./reports.tsx";
import { workTexts } from "./texts.ts";

const key = new Authenticator("worker", "http://localhost");
const community = { community: "garden", net: "0".repeat(64), rp: { id: "localhost" }, bodies: [] } as unknown as Community;
const report = "a".repeat(64);
const one = { report, kind: "dog", place: "3-2", at: 1_796_000_000, households: 2, confirmed: false, breach: false };

let acts: { type: string; seq: string; body: unknown }[];
let place: HTMLElement;

async function server(path: string, { method = "GET", body }: RequestInit = {}): Promise<Response> {
  if (method === "POST") {
    return take(acts, body);
  }
  return json(
    200,
    path.endsWith("/session") ? { credential: key.credential, community: "garden" } : { items: acts.length > 0 ? [] : [one], seq: 7 },
  );
}

beforeEach(() => {
  place = stage(server, key);
  acts = [];
});

afterEach(() => strike(place));

const show = async (waiting: boolean) => {
  render(<Reports community={community} worker={key.credential} waiting={waiting} />, place);
  await settled();
};

test("he signs that he was there, with his next number", async () => {
  await show(false);
  expect(place.textContent).toContain("2 户住户反映");
  await pressOn(place, workTexts.wasThere);
  await settled();
  expect(acts).toMatchObject([{ type: "report.confirm", seq: "7", body: { report } }]);
  expect(place.textContent).toContain(say(workTexts.reportsNone));
});

test("not before his steps are sent, which have their numbers already", async () => {
  await show(true);
  await pressOn(place, workTexts.wasThere);
  expect(acts).toEqual([]);
  expect(place.textContent).toContain(say(workTexts.sendFirst));
});
