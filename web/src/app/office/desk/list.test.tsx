// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import type { Community, Me } from "../../shared/api.ts";
import { say } from "../../shared/language.ts";
import { type Device, deskApi } from "./api.ts";
import { dayOf, endOf, read } from "./guests.ts";
import { ListForm } from "./list.tsx";
import { deskTexts } from "./texts.ts";

afterEach(() => vi.restoreAllMocks());

test("plates are read in one form, each once, and what is none is told", () => {
  expect(read(" 粤a·12345\n\nAB-12 34\nＡＢ１２\n粤A12345\n").plates).toEqual(["粤A12345", "AB1234", "AB12"]);
  expect(read("粤A12345\n粤A;1\n粤A12345粤A12345\n—").bad).toEqual(["粤A;1", "粤A12345粤A12345", "—"]);
});

test("the last day is one of the communities, to its end", () => {
  expect(dayOf(Date.UTC(2026, 6, 5, 16) / 1000)).toBe("2026-07-06");
  expect(endOf("2026-07-06")).toBe(Date.UTC(2026, 6, 6, 15, 59, 59));
});

test("a list is kept on this server, and what is signed has only a commitment to it", async () => {
  const keep = vi.spyOn(deskApi, "keepList").mockResolvedValue({ arguments: "c0".repeat(32) });
  document.body.innerHTML = '<main id="app"></main>';
  const place = document.getElementById("app") as HTMLElement;
  const community = { community: "garden", bodies: [], rp: { id: "localhost" } } as unknown as Community;
  const me = { session: { credential: "mine", body: "owners" }, seq: 3 } as unknown as Me;
  const device = { device: "gate-1" } as Device;
  await act(() =>
    render(<ListForm community={community} me={me} reload={() => {}} device={device} minutes={10} changed={() => {}} />, place),
  );
  const type = (id: string, value: string) =>
    act(() => {
      const field = place.querySelector(`#${id}`) as HTMLInputElement;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  await type("plates", "粤A12345\n粤A;1");
  expect(place.textContent).toContain(say(deskTexts.platesRead, 1));
  expect(place.textContent).toContain(say(deskTexts.platesBad, "粤A;1"));
  await type("plates", "粤A12345\n粤b00001");
  const day = dayOf(Date.now() / 1000);
  await type("last-day", day);
  await act(async () => {
    place.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  });
  const guests = keep.mock.lastCall?.[1];
  expect(keep.mock.lastCall?.[0]).toBe("gate-1");
  expect(guests?.map(({ plate, until }) => [plate, until])).toEqual([
    ["粤A12345", endOf(day)],
    ["粤B00001", endOf(day)],
  ]);
  const buttons = () => place.querySelectorAll("button").length;
  const ready = buttons();
  await type("plates", "粤A12345");
  expect(buttons()).toBeLessThan(ready); // another list is not signed for
});
