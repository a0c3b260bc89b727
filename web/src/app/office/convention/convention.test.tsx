// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// The officers' page of the convention: what is in force, what was voted on, and a text that is checked while it is written.

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { canonical } from "../../../act/canonical.ts";
import type { Community, Me } from "../../shared/api.ts";
import { type Check, conventionApi, type InForce, type Voted } from "./api.ts";
import { Convention } from "./convention.tsx";
import { blankText, tidied } from "./draft.ts";
import { conventionOfficeTexts as own } from "./texts.ts";

const community = { community: "garden", bodies: [{ id: "owners", name: "业委会" }], rp: { id: "localhost" } } as unknown as Community;
const me = { session: { credential: "mine", body: "owners" }, seq: 3 } as unknown as Me;
const hash = "ab".repeat(32);
const version = { act: "a", at: 1, contest: "c", election: "e", from: 1_800_000_000, hash, title: "花园公约", voted: 1 };
const shown = { hash, title: "花园公约", from: 0, text: "# 花园公约\n", articles: [] };
const inForce: InForce = { inForce: hash, versions: [version], shown };
const none: InForce = { inForce: "", versions: [] };
const fine: Check = { refusals: [], hash, title: "公约", articles: [], bytes: 60, most: 122_880 };
const money = { zh: "“fine”涉及钱。", en: "“fine” is about money." };
const bad: Check = { ...fine, refusals: [{ code: "forbidden-effect", line: 3, column: 0, says: money }] };

let place: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app"></main>';
  place = document.getElementById("app") as HTMLElement;
  sessionStorage.clear();
  vi.stubGlobal("scrollTo", () => {});
  vi.spyOn(conventionApi, "voted").mockResolvedValue([]);
  vi.spyOn(conventionApi, "templates").mockResolvedValue([{ name: "dogs", title: "文明养犬", text: "# 文明养犬\n" }]);
});

afterEach(() => {
  render(null, place);
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

async function wait(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await vi.advanceTimersByTimeAsync(300);
  }
}

async function show(known: InForce): Promise<string> {
  vi.spyOn(conventionApi, "inForce").mockResolvedValue(known);
  render(<Convention community={community} me={me} reload={() => {}} />, place);
  await wait();
  return place.textContent ?? "";
}

const button = (label: string) => [...place.querySelectorAll("button")].find(({ textContent }) => textContent === label);

test("what is in force is named, and its end is put to the vote", async () => {
  expect(await show(none)).toContain(own.none[0]);
  expect(button(own.repealLeave[0])).toBeUndefined();
  render(null, place);
  expect(await show(inForce)).toContain("花园公约 · 2027年1月15日");
  const leave = vi.spyOn(conventionApi, "leave").mockResolvedValue({ hash: "cd", kind: "repeal", text: "", at: 1 });
  button(own.repealLeave[0])?.click();
  await wait();
  expect(leave).toHaveBeenCalledWith("repeal", canonical({ from: "0", repeal: hash }));
  expect(place.textContent).toContain(own.left[0]);
});

test("a text is checked while it is written, and left for the vote when nothing is wrong with it", async () => {
  const check = vi.spyOn(conventionApi, "check").mockResolvedValue(bad);
  await show(none);
  const choice = place.querySelector<HTMLSelectElement>("#begin");
  expect([...(choice?.options ?? [])].map(({ text }) => text)).toEqual([own.blank[0], "文明养犬"]);
  button(own.start[0])?.click();
  await wait();
  expect(check).toHaveBeenLastCalledWith(blankText);
  expect(place.textContent).toContain("第 3 行 “fine”涉及钱。");
  expect(button(own.leave[0])?.disabled).toBe(true);

  check.mockResolvedValue(fine);
  const box = place.querySelector<HTMLTextAreaElement>("#convention") as HTMLTextAreaElement;
  box.value = "# 公约";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  await wait();
  expect(place.textContent).toContain(own.fine[0]);
  const leave = vi.spyOn(conventionApi, "leave").mockResolvedValue({ hash: "ef", kind: "convention", text: "", at: 1 });
  button(own.leave[0])?.click();
  await wait();
  expect(leave).toHaveBeenCalledWith("convention", "# 公约");
  expect(place.textContent).toContain("ef");
});

test("a draft is kept in this browser until it is dropped", async () => {
  vi.spyOn(conventionApi, "check").mockResolvedValue(fine);
  await show(none);
  button(own.start[0])?.click();
  await wait();
  render(null, place);
  await show(none);
  expect(place.querySelector<HTMLTextAreaElement>("#convention")?.value).toBe(blankText);
  button(own.drop[0])?.click();
  await wait();
  expect(place.querySelector("#convention")).toBeNull();
});

test("what owners have agreed to is carried out, and nothing else", async () => {
  const voted = (more: Partial<Voted>): Voted => ({
    election: "e",
    title: "秋季",
    contest: "c",
    question: "公约",
    stage: "published",
    kind: "convention",
    text: "# 公约\n",
    hash,
    waits: "",
    ...more,
  });
  for (const [waits, label] of [
    ["", own.adopt[0]],
    ["stage", undefined],
    ["result", undefined],
    ["done", undefined],
    ["older", undefined],
    ["other", undefined],
  ] as const) {
    vi.mocked(conventionApi.voted).mockResolvedValue([voted({ waits })]);
    await show(none);
    expect(Boolean(button(own.adopt[0]))).toBe(label !== undefined);
    render(null, place);
  }
  vi.mocked(conventionApi.voted).mockResolvedValue([voted({ kind: "repeal", text: canonical({ from: "0", repeal: hash }) })]);
  await show(inForce);
  expect(button(own.repeal[0])).toBeDefined();
  render(null, place);
  vi.mocked(conventionApi.voted).mockResolvedValue([voted({ kind: "", text: "", waits: "text" })]);
  expect(await show(none)).toContain(own.textGone[0]);
});

test("tidied is what a convention's text has to be", () => {
  expect(tidied("\ufeff\n# 公约 \r\n\r\n\r\n\tBe kind.\u3000\n\n")).toBe("# 公约\n\n    Be kind.\n");
  expect(tidied("e\u0301")).toBe("é\n");
  expect(tidied(blankText)).toBe(blankText);
});
