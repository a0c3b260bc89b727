// SPDX-License-Identifier: Apache-2.0

// What neighbours do for each other, in the server's API.

import { call, type Schema } from "../../../shared/api.ts";

export type Help = Schema["Help"];
export type Ask = Schema["HelpAsk"];
export type Skill = Schema["Skill"];
export type NewAsk = { skill: Skill; times: number[]; unit: string; until: number; words: string };

const at = encodeURIComponent;

export const helpApi = {
  mine: () => call<Help>("GET", "/me/help"),
  offer: (skills: Skill[], times: number[]) => call<Help>("PUT", "/me/help/offer", { skills, times }),
  stop: () => call<undefined>("DELETE", "/me/help/offer"),
  ask: (ask: NewAsk) => call<Help>("POST", "/me/help/asks", ask),
  withdraw: (ask: string) => call<undefined>("DELETE", `/me/help/asks/${at(ask)}`),
  agree: (ask: string) => call<Help>("PUT", `/me/help/asks/${at(ask)}/agreement`),
  given: (ask: string) => call<undefined>("PUT", `/me/help/asks/${at(ask)}/given`),
  back: (ask: string) => call<undefined>("DELETE", `/me/help/asks/${at(ask)}/agreement`),
};
