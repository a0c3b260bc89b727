// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Community, Me } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { Alarms } from "./alarms.tsx";
import type { Alarm, Desk } from "./api.ts";
import { Bar, type Watch } from "./frame.tsx";
import { deskTexts } from "./texts.ts";

const community = { community: "garden", bodies: [{ id: "owners", name: "业委会" }], rp: { id: "localhost" } } as unknown as Community;
const me = { session: { credential: "mine", body: "owners" }, seq: 3 } as unknown as Me;
const standing: Alarm = {
  device: "smoke-1",
  place: "3 号楼",
  kind: "smoke",
  active: true,
  open: true,
  event: "",
  raised: 1,
  told: 0,
  onLedger: true,
};

let place: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
});

afterEach(() => render(null, place));

const show = (...alarms: Alarm[]) =>
  render(<Alarms community={community} me={me} reload={() => {}} desk={{} as Desk} alarms={{ value: alarms, reload: () => {} }} />, place);
const signs = () => [...place.querySelectorAll("button")].filter((one) => one.textContent === say(deskTexts.acknowledge));

test("each alarm is acknowledged by itself, once its event is on the ledger", () => {
  show(standing, { ...standing, kind: "sos" }, { ...standing, kind: "gas", onLedger: false });
  expect(signs().map((one) => one.getAttribute("aria-label"))).toEqual([
    "我来处理，签字确认：烟雾报警 3 号楼",
    "我来处理，签字确认：紧急求助 3 号楼",
  ]);
  expect(place.textContent).toContain(say(deskTexts.notYet));
  expect(place.textContent).toContain(say(deskTexts.acknowledgeHelp)); // which ends the call, as most buttons do not
});

test("what is seen to says who and when, and offers nothing more", () => {
  show({ ...standing, acknowledged: 1_800_000_000_000, acknowledgedBy: { credential: "c", body: "owners", name: "值班员" } });
  expect(signs()).toEqual([]);
  expect(place.textContent).toMatch(/已由值班员（业委会）于 .* 确认/);
  expect(place.textContent).toContain(say(deskTexts.seen));
});

test("an alarm says what whoever is on duty should do besides", () => {
  for (const [change, said] of [
    [{ told: 1 }, deskTexts.told1],
    [{ told: 2 }, deskTexts.told2],
    [{ back: true }, deskTexts.back],
  ] as const) {
    show({ ...standing, ...change });
    expect(place.textContent).toContain(say(said));
  }
  show({ ...standing, muted: 1_800_000_000_000 });
  expect(place.textContent).toContain("已静音到");
  show({ ...standing, told: 2, acknowledged: 2, acknowledgedBy: { credential: "c", body: "owners" } });
  expect(place.textContent).not.toContain(say(deskTexts.told2)); // somebody has seen to it since
});

test("who keeps watch is told when he would see nothing", () => {
  const watch = { alarms: { value: [standing], reload: () => {} }, sound: "on", turn: vi.fn(), lost: true, watching: true, gone: 61_000 };
  render(<Bar watch={watch as unknown as Watch} />, place);
  expect(place.querySelector('[role="alert"]')?.textContent).toBe(say(deskTexts.lost, "1 分钟"));
  render(<Bar watch={{ ...watch, sound: "off", lost: false, watching: false } as unknown as Watch} />, place);
  expect(place.textContent).toContain(say(deskTexts.paused));
  expect(place.querySelector(".watch")?.className).toContain("urgent");
});
