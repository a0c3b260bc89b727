// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

// What a resident is told of the votes that he takes part in: before, on the way, afterwards, and for which of his rights.

import { render, type VNode } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hashOf } from "../../act/act.ts";
import { fromHex } from "../../encoding.ts";
import { referenceOf } from "../../receipt/reference.ts";
import type { Community, Me, MyRight } from "../shared/api.ts";
import { now } from "../shared/clock.ts";
import { type Casting, keepCasting, keepChoices } from "../shared/storage.ts";
import { texts } from "../shared/texts.ts";
import { Home } from "./home.tsx";
import { onDemandTexts } from "./on-demand/texts.ts";
import { Receipt } from "./receipt.tsx";
import { Vote } from "./vote.tsx";

const community = {
  community: "garden",
  net: "0".repeat(64),
  rp: { id: "localhost" },
  bodies: [],
} as unknown as Community;
const flat = "a".repeat(32);
const shop = "b".repeat(32);
const mine = { act: "1".repeat(64), number: "1111222233334444", right: shop, person: "p", role: "own", block: 7 };
const other = { ...mine, act: "2".repeat(64), number: "5555666677778888", person: "q" };

type Cast = { stage: string; flat?: number; shop?: number };

function meWith(cast: Cast): Me {
  const right = (id: string, house: string, ballots = 0): MyRight =>
    ({
      right: id,
      areaDm2: 8800,
      units: [],
      owners: ["p"],
      houses: [house],
      role: "voter",
      elections: [{ election: "e", stage: cast.stage, mine: ballots, ballots }],
    }) as unknown as MyRight;
  return {
    session: { community: "garden", person: "p", credential: "c", status: "active", kind: "owner" },
    rights: [right(flat, "1幢-1单元-302", cast.flat), right(shop, "9幢-商铺-1", cast.shop)],
    credentials: [{ id: "c" }],
    seq: 1,
  } as unknown as Me;
}

let election: { [member: string]: unknown };
let box: { [member: string]: unknown };
let place: HTMLElement;

beforeEach(() => {
  document.documentElement.lang = "zh-CN";
  document.body.innerHTML = '<main id="app" data-community="garden"></main>';
  place = document.getElementById("app") as HTMLElement;
  localStorage.clear();
  sessionStorage.clear();
  location.hash = "";
  const contest = { id: "m1", title: "修屋顶", options: ["agree", "disagree"], threshold: "majority" };
  election = {
    election: "e",
    title: "秋季表决",
    stage: "open",
    rules: { revote: true },
    contests: [contest],
    times: {},
  };
  box = { right: shop, election: "e", mine: 1, seq: 2, standing: mine.act, ballots: [mine] };
  const weight = { heads: 1, areaDm2: 100 };
  const answers: { [end: string]: () => unknown } = {
    "/elections": () => ({ items: [election] }),
    "/elections/e": () => ({ election, turnout: { ...weight, of: weight }, bodyKeys: [] }),
    [`/rights/${shop}`]: () => box,
    [`/rights/${flat}`]: () => ({ ...box, ballots: [] }),
    "/me/notices": () => ({ items: [], unread: 0 }),
  };
  vi.stubGlobal("EventSource", undefined);
  vi.stubGlobal("scrollTo", () => {});
  vi.stubGlobal("fetch", async (path: string) => {
    const end = Object.keys(answers).find((end) => path.endsWith(end));
    return end ? new Response(JSON.stringify(answers[end]?.())) : new Promise(() => {});
  });
});

afterEach(() => {
  render(null, place);
  vi.unstubAllGlobals();
});

const show = async (what: VNode) => {
  render(null, place);
  render(what, place);
  for (let i = 0; i < 10; i++) {
    await new Promise((resolve) => setTimeout(resolve));
    await hashOf("{}");
  }
};
const said = () => place.textContent ?? "";
const has = (text: readonly [string, string]) => said().includes(text[0]);
const button = (text: readonly [string, string]) => [...place.querySelectorAll("button")].find((one) => one.textContent === text[0]);
const links = () => [...place.querySelectorAll("a")].map((link) => link.getAttribute("href"));
const home = (cast: Cast) => show(<Home community={community} me={meWith(cast)} reload={() => {}} />);
const vote = (step: string, cast: Cast) => {
  const me = meWith(cast);
  const right = me.rights[1] as MyRight;
  return show(<Vote community={community} me={me} election="e" right={right} step={step} reload={() => {}} />);
};

test("a vote stays listed after its end for who took part, with the ballot's number and the way to its result", async () => {
  election.stage = "closed";
  await home({ stage: "closed", shop: 1 });
  expect(has(texts.votedAndEnded)).toBe(true);
  expect(said()).toContain("1111 2222 3333 4444");
  expect(said()).toContain("9幢-商铺-1");
  expect(said()).not.toContain("1幢-1单元-302");
  expect(links()).toContain("/c/garden/vote/e");
  expect(links()).not.toContain("/c/garden/result/e");
  election.stage = "published";
  await home({ stage: "published", shop: 1 });
  expect(links()).toContain("/c/garden/result/e");
});

test("a vote that nobody has closed yet has ended all the same", async () => {
  election.times = { closesAt: now() - 3600 };
  await home({ stage: "open", shop: 1 });
  expect([has(texts.votedAndEnded), has(texts.voted), button(texts.voteAgain)]).toEqual([true, false, undefined]);
});

test("a vote is offered until its end by the server's clock, and not a moment longer", async () => {
  const { heard } = await import("../shared/clock.ts");
  heard(new Date(Date.now() + 3_600_000).toUTCString()); // this device's clock is an hour slow
  expect(now()).toBeGreaterThan(Date.now() / 1000 + 3500);
  const closesAt = now() + 2;
  election.times = { closesAt };
  await home({ stage: "open" });
  expect(button(texts.vote)).toBeTruthy();
  await vi.waitUntil(() => now() >= closesAt);
  await vi.waitUntil(() => !button(texts.vote));
  expect(has(texts.nothingToVote)).toBe(true);
  election.times = { closesAt: now() + 2 };
  await vote("1", { stage: "open" });
  expect(has(texts.chooseOne)).toBe(true);
  await vi.waitUntil(() => has(texts.closedMeanwhile));
  expect(has(texts.chooseOne)).toBe(false);
});

test("a ballot that was left behind and has expired can be asked for only", async () => {
  const kept = (exp: number): Casting => ({
    signed: { act: JSON.stringify({ exp: String(exp) }), signatures: [{ by: "c", signature: "" }] },
    key: "k",
    election: "e",
    right: shop,
  });
  for (const [exp, text] of [
    [now() + 600, onDemandTexts.resume],
    [now() - 600, onDemandTexts.resumeAsk],
  ] as const) {
    keepCasting("garden", kept(exp));
    await home({ stage: "open" });
    await vi.waitUntil(() => button(text));
  }
});

test("a vote is gone from the list when it has been final for long, or nobody voted here", async () => {
  election.stage = "final";
  const day = 24 * 3600;
  for (const [final, votes, listed] of [
    [now() - 10 * day, 1, true],
    [now() - 100 * day, 1, false],
    [now() - 10 * day, 0, false],
  ] as const) {
    election.times = { final };
    await home({ stage: "final", shop: votes });
    expect(has(texts.votedAndEnded)).toBe(listed);
  }
});

test("after the end, the page of a vote says whether he had voted", async () => {
  election.stage = "closed";
  await vote("", { stage: "closed", shop: 1 });
  expect([has(texts.closedVoted), has(texts.closedMeanwhile)]).toEqual([true, false]);
  expect(said()).toContain("1111 2222 3333 4444");
  await vote("", { stage: "closed" });
  expect([has(texts.closedVoted), has(texts.closedMeanwhile)]).toEqual([false, true]);
});

test("a receipt that is loaded again is there again, and changing the vote is a choice", async () => {
  for (const step of ["review", ""]) {
    await vote(step, { stage: "open", shop: 1 });
    expect(has(texts.votedBefore)).toBe(true);
    expect(place.querySelector(".number")?.textContent).toBe(referenceOf(fromHex(mine.act)));
    expect(said()).toContain("9幢-商铺-1");
  }
  button(texts.voteAgain)?.click();
  expect(location.hash).toBe(`#/vote/e/${shop}/1`);
  await vote("1", { stage: "open", shop: 1 });
  expect([has(texts.votedBefore), has(texts.chooseOne), has(texts.revoteNote)]).toEqual([false, true, true]);
  await vote("1", { stage: "open" });
  expect(has(texts.revoteNote)).toBe(false);
  keepChoices(meWith({ stage: "open" }), "e", shop, { m1: ["agree"] });
  await vote("review", { stage: "open", shop: 1 });
  expect(has(texts.reviewLead)).toBe(true);
});

test("where the rules allow no second ballot, none is begun", async () => {
  election.rules = { revote: false };
  await vote("1", { stage: "open", shop: 1 });
  expect([has(texts.votedBefore), button(texts.voteAgain), has(texts.chooseOne)]).toEqual([true, undefined, false]);
});

test("a page that is loaded again while a ballot is on its way goes on sending it", async () => {
  const casting: Casting = {
    signed: { act: "{}", signatures: [{ by: "c", signature: "" }] },
    key: "k",
    election: "e",
    right: shop,
  };
  keepCasting("garden", { ...casting, election: "another" });
  await vote("review", { stage: "open" });
  expect(has(texts.sending)).toBe(false);
  keepCasting("garden", casting);
  await vote("review", { stage: "open" });
  expect(has(texts.sending)).toBe(true);
  expect(said()).toContain("9幢-商铺-1");
});

test("whoever casts for two rights is told all along for which", async () => {
  await home({ stage: "open", shop: 1 });
  const [todo, done] = [...place.querySelectorAll("ul.cards:not(.links)")].map((list) => list.textContent ?? "");
  expect(todo).toContain("1幢-1单元-302");
  expect(todo).not.toContain("9幢");
  expect(done).toContain("9幢-商铺-1");
  expect(done).toContain("1111 2222 3333 4444");
  for (const step of ["1", "review"]) {
    keepChoices(meWith({ stage: "open" }), "e", shop, { m1: [] });
    await vote(step, { stage: "open" });
    expect(said()).toContain("9幢-商铺-1");
  }
});

test("a proxy is shown the number of his own ballot, and that the owner's counts", async () => {
  box = { ...box, standing: other.act, ballots: [mine, other] };
  await show(<Receipt me={meWith({ stage: "open" })} election="e" right={shop} />);
  expect(said()).toContain("1111 2222 3333 4444");
  expect(said()).not.toContain("5555");
  expect(has(texts.overruled)).toBe(true);
});
