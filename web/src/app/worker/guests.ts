// SPDX-License-Identifier: Apache-2.0

// Whom a gate lets in, as a guard looks for him.

import { moment, say } from "../shared/language.ts";
import type { Guest } from "./api.ts";
import { gateTexts } from "./gate-texts.ts";

const plain = (plate: string): string => plate.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");

// found are those whose plates end with what was typed.
export const found = (guests: readonly Guest[], typed: string): Guest[] =>
  guests.filter(({ plate }) => plain(plate).endsWith(plain(typed)));

// onList is the car of a plate that a guard has typed whole.
export const onList = (guests: readonly Guest[], typed: string): Guest | undefined =>
  plain(typed) === "" ? undefined : guests.find(({ plate }) => plain(plate) === plain(typed));

// ofSlip is the visit that a slip is of. Its number is the beginning of the visit's id.
export const ofSlip = (guests: readonly Guest[], number: string): Guest | undefined =>
  /^[0-9a-f]{16,64}$/.test(number) ? guests.find(({ visit }) => visit.startsWith(number)) : undefined;

const stays = ["entered", "overstay"];

// groupsOf are those whom the gate lets in by now, and those who come later. Who is over his time has to get out still.
export function groupsOf(guests: readonly Guest[], at: number) {
  const good = guests.filter(({ until, state }) => until > at || stays.includes(state));
  return { now: good.filter(({ from }) => from <= at), soon: good.filter(({ from }) => from > at) };
}

export const whatText = ({ kind, label }: Guest): string => say(gateTexts[kind], label);

export const whenText = ({ from, until }: Guest, at: number): string =>
  from <= at ? say(gateTexts.until, moment(until)) : say(gateTexts.from, moment(from), moment(until));

// whereText says of a booked car that it is in, or has been in for too long.
export function whereText({ state, until }: Guest, at: number): string {
  if (!stays.includes(state)) {
    return "";
  }
  return say(until <= at ? gateTexts.over : gateTexts.inside);
}
