// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { settled } from "../../../../test/settled.ts";
import type { Community, Me } from "../../shared/api.ts";
import { Screen } from "./proxy.tsx";
import { onDemandTexts } from "./texts.ts";

const community = { community: "garden", rp: { id: "localhost" } } as unknown as Community;
const me = {
  session: { person: "a1".repeat(16), credential: "c" },
  rights: [
    {
      right: "b".repeat(32),
      areaDm2: 8800,
      owners: ["a1".repeat(16)],
      houses: ["1幢-1单元-302"],
      role: "voter",
      elections: [{ election: "e", stage: "open", mine: 0, ballots: 0 }],
    },
  ],
} as unknown as Me;

let place: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  const election = { election: "e", title: "秋季表决", stage: "open", times: {}, rules: { proxyCap: 1 } };
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ election })));
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

async function name(code: string): Promise<string> {
  render(null, place);
  render(<Screen community={community} me={me} reload={() => {}} parts={[code]} />, place);
  await settled();
  expect(place.textContent).toContain(onDemandTexts.proxyFinal[0]);
  [...place.querySelectorAll("button")].find((one) => one.textContent === onDemandTexts.proxySign[0])?.click();
  await settled();
  return place.querySelector('[role="alert"]')?.textContent ?? "";
}

test("naming a proxy says before the signature that it is final, and takes no code that is nobody's", async () => {
  expect(await name("0".repeat(32))).toBe(onDemandTexts.proxyCodeWrong[0]);
  expect(await name("12ab")).toBe(onDemandTexts.proxyCodeWrong[0]);
  expect(await name("A1".repeat(16))).toBe(onDemandTexts.proxySelf[0]);
});
