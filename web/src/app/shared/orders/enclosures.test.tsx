// SPDX-License-Identifier: Apache-2.0
// @vitest-environment happy-dom

import { render } from "preact";
import { expect, test } from "vitest";
import type { Community } from "../api.ts";
import { Enclosures } from "./enclosures.tsx";
import { Reasons } from "./reasons.tsx";

const community = { bodies: [{ id: "residents", name: "residents' committee (居委会)" }] } as unknown as Community;
const hash = "0".repeat(64);
const at = "不在本服务器：在居委会的服务器上，或已按期删除。";

const small = (page: preact.ComponentChildren): string[] => {
  document.documentElement.lang = "zh";
  render(page, document.body);
  return [...document.querySelectorAll(".small")].map(({ textContent }) => textContent ?? "");
};

test("what is not here is said once for each body that has it, and otherwise that whoever took it does", () => {
  const away = { hash, state: "away" } as const;
  const shown = (body?: string) => (
    <Enclosures
      community={community}
      title=""
      order={hash}
      text={{ ...away, ...(body ? { body } : {}) }}
      photos={[{ ...away, body: "residents" }]}
    />
  );
  expect(small(shown("residents"))).toEqual([at]);
  expect(small(shown())).toEqual([expect.stringContaining("由接收它的单位保存"), at]);
});

test("a reason that is not here says who has it", () => {
  const text = { hash, state: "away", body: "residents" } as const;
  expect(small(<Reasons community={community} reasons={[{ at: 1_800_000_000, step: "assign", why: "", name: "", text }]} />)).toEqual([at]);
});
