// SPDX-License-Identifier: Apache-2.0

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followLedger, type LedgerEvent, seldom } from "./follow.ts";

// Stream is a browser's EventSource, told what to do by the test.
class Stream extends EventTarget {
  static readonly CLOSED = 2;
  static all: Stream[] = [];
  readyState = 0;
  onopen = () => {};
  onerror = () => {};
  url: string;

  constructor(url: string) {
    super();
    this.url = url;
    Stream.all.push(this);
  }

  close(): void {
    this.readyState = Stream.CLOSED;
  }

  refuse(): void {
    this.close();
    this.onerror();
  }

  say(event: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
  }
}

const asked: string[] = [];
const turnout = { election: "e1", heads: 3 };

beforeEach(() => {
  vi.useFakeTimers();
  Stream.all = [];
  asked.length = 0;
  vi.stubGlobal("EventSource", Stream);
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    if (asked.length > 2) {
      return new Promise(() => {}); // nothing more happens
    }
    const items =
      asked.length === 1
        ? []
        : [
            { event: "block", data: {} },
            { event: "turnout", data: turnout },
          ];
    return new Response(JSON.stringify({ last: 40 + asked.length, items }));
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function follow() {
  const events: LedgerEvent[] = [];
  const until = new AbortController();
  followLedger({ community: "garden", election: "e1" }, (what) => events.push(what), until.signal);
  return { events, until };
}

test("a stream tells what happens, until it is no longer wanted", () => {
  const { events, until } = follow();
  const [stream] = Stream.all;
  expect(stream?.url).toBe("/api/v1/events?community=garden&election=e1");
  stream?.onopen();
  stream?.say("turnout", turnout);
  stream?.say("act", {});
  until.abort();
  expect(stream?.readyState).toBe(Stream.CLOSED);
  expect(events).toEqual([
    { event: "open", data: undefined },
    { event: "turnout", data: turnout },
  ]);
});

test.each([
  ["refused", (stream: Stream) => stream.refuse()],
  ["held back by something in between", () => {}],
])("where a stream is %s, polling goes on from the last block", async (_, happens) => {
  const { events } = follow();
  happens(Stream.all[0] as Stream);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toEqual([
    "/api/v1/events/poll?community=garden&election=e1",
    "/api/v1/events/poll?community=garden&election=e1&after=41",
    "/api/v1/events/poll?community=garden&election=e1&after=42",
  ]);
  expect(events).toEqual([
    { event: "open", data: undefined },
    { event: "turnout", data: turnout },
  ]);
  expect(Stream.all[0]?.readyState).toBe(Stream.CLOSED);
});

test("a stream that breaks is left to the browser", async () => {
  follow();
  const [stream] = Stream.all;
  stream?.onopen();
  stream?.onerror();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toEqual([]);
});

test("seldom calls at once, and once more for all that came meanwhile", () => {
  let calls = 0;
  const call = seldom(1000, () => calls++);
  call();
  call();
  call();
  expect(calls).toBe(1);
  vi.advanceTimersByTime(1000);
  expect(calls).toBe(2);
  vi.advanceTimersByTime(5000);
  expect(calls).toBe(2);
});
