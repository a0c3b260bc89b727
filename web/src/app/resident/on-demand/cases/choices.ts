// SPDX-License-Identifier: Apache-2.0

// What a case can be about, and with whom, as the lists of a form have it: a kind and an id.

import { whatText } from "../../../shared/breaches/words.ts";
import { say } from "../../../shared/language.ts";
import { bodyName } from "../../../shared/names.ts";
import { titled, whereText } from "../../../shared/orders/order.ts";
import { kindText } from "../../../shared/orders/words.ts";
import type { PageProps } from "../../../shared/page-props.ts";
import { breachApi } from "../breaches/api.ts";
import { orderApi } from "../orders/api.ts";
import { pointsApi } from "../points/api.ts";
import { caseTexts } from "./texts.ts";

export async function known() {
  const [breaches, orders, { homes }, neighbours] = await Promise.all([
    breachApi.mine(),
    orderApi.mine(),
    pointsApi.mine(),
    pointsApi.neighbours(),
  ]);
  return { breaches, orders, homes, neighbours };
}

export type Known = Awaited<ReturnType<typeof known>>;
type Option = [value: string, name: string];

export const request = "request/";
export const coded = "code/"; // a household that is on no list, by its code

export const nameOf = (all: readonly Option[], value: string): string => all.find(([one]) => one === value)?.[1] ?? "";

export const mattersOf = ({ breaches, orders }: Known): Option[] => [
  [request, say(caseTexts.aboutRequest)],
  ...breaches.map((one): Option => [`breach/${one.breach}`, say(caseTexts.aboutBreach, whatText(one))]),
  ...orders.map((one): Option => [`order/${one.order}`, say(caseTexts.aboutOrder, titled(kindText(one.kind), whereText(one)))]),
];

export const othersOf = ({ community }: PageProps, { neighbours, homes }: Known): Option[] => [
  ["", say(caseTexts.choose)],
  ...community.bodies.map(({ id }): Option => [`body/${id}`, bodyName(community, id)]),
  ...neighbours
    .filter(({ unit }) => !homes.some((home) => home.unit === unit))
    .map(({ unit, house }): Option => [`home/${unit}`, house || unit.slice(0, 8)]),
  [coded, say(caseTexts.other)],
];

// secondOf is the other side of a choice.
export function secondOf(choice: string, code: string): { body: string; home: string } {
  const [kind, id = ""] = choice === coded ? ["home", code.trim()] : choice.split("/");
  return { body: kind === "body" ? id : "", home: kind === "home" ? id : "" };
}

// wrongWith says what is missing before a case can be asked for.
export function wrongWith(choice: string, { home }: { home: string }, text: string): string | undefined {
  if (choice === "") {
    return say(caseTexts.chooseFirst);
  }
  if (choice === coded && !/^[0-9a-f]{32}$/.test(home)) {
    return say(caseTexts.wrongCode);
  }
  return text.trim() === "" ? say(caseTexts.empty) : undefined;
}

// homeFor is which of my homes a matter is of; undefined if it is of none.
export async function homeFor(matter: string, { breaches }: Known, chosen: string): Promise<string | undefined> {
  const [kind, id = ""] = matter.split("/");
  switch (kind) {
    case "breach":
      return breaches.find(({ breach }) => breach === id)?.home;
    case "order":
      return (await orderApi.detail(id)).mine[0];
    default:
      return chosen;
  }
}
