// SPDX-License-Identifier: Apache-2.0

// Points in the officers' part of the server's API.

import type { Bodies } from "../../../act/body.ts";
import { call, type Schema } from "../../shared/api.ts";

export type Duties = Schema["PointsDuties"];
export type Duty = Schema["PointsDuty"];
export type Pair = Schema["PointsPair"];
export type Earning = Schema["PointsEarning"];
export type VotedPlan = Schema["VotedPlan"];
export type PlanInForce = Schema["PointsPlan"];
export type VoteTextItem = Schema["VoteText"];

const at = encodeURIComponent;
const items = <T>(path: string) => call<{ items: T[] }>("GET", path).then((list) => list.items);

export const pointsApi = {
  all: (community: string) => call<Schema["Points"]>("GET", `/communities/${at(community)}/points`),
  duties: () => call<Duties>("GET", "/points/duties"),
  plans: () => items<VotedPlan>("/points/plans"),
  earnings: (unit: string) => call<Schema["PointsEarnings"]>("GET", `/points/earnings?unit=${at(unit)}`),
  reversal: (earning: string, amount: number, reason: string) =>
    call<Bodies["points.reverse"]>("POST", `/points/earnings/${earning}/reversal`, { amount, reason }),
  cards: (unit: string) => call<Schema["PointsCards"]>("GET", `/points/cards?unit=${at(unit)}`),
  card: (number: string, unit: string) => call<Bodies["bin.card"]>("POST", "/points/cards", { number, unit }),
  texts: () => items<VoteTextItem>("/vote-texts"),
  leaveText: (kind: VoteTextItem["kind"], text: string) => call<VoteTextItem>("POST", "/vote-texts", { kind, text }),
};
