// SPDX-License-Identifier: Apache-2.0

// Owners by the house they live in, as people look for them.

import { say } from "../../shared/language.ts";
import type { Reminder } from "../api.ts";
import { officeTexts } from "../texts.ts";

const order = new Intl.Collator("zh-CN", { numeric: true }); // 2幢 before 10幢

const doorOf = ({ owners }: Reminder): string => owners.map((owner) => owner.house ?? "").find(Boolean) ?? "";

export const byHouse = (a: Reminder, b: Reminder): number => order.compare(doorOf(a), doorOf(b));

// nameOf is a person's name, or what is known of him.
export const nameOf = ({ person, name }: Reminder["owners"][number]): string =>
  name ?? (person === "developer" ? say(officeTexts.developer) : `${person.slice(0, 8)}…`);

// ownersText names a head's owners and where they live; whom the store does not know, by the pseudonym.
export const ownersText = (head: Reminder): string => [doorOf(head), head.owners.map(nameOf).join("、")].filter(Boolean).join(" ");

// buildingOf is what of a house number names its building; empty if it does not say.
export const buildingOf = (head: Reminder): string => /^.*?(?:幢|栋|座|楼|库)/.exec(doorOf(head))?.[0] ?? "";

// byBuilding groups heads, both the groups and what is in them in the order of the houses.
export function byBuilding(heads: readonly Reminder[]): [building: string, heads: Reminder[]][] {
  const groups = new Map<string, Reminder[]>();
  for (const head of [...heads].sort(byHouse)) {
    const building = buildingOf(head);
    groups.set(building, [...(groups.get(building) ?? []), head]);
  }
  return [...groups];
}
