// SPDX-License-Identifier: Apache-2.0

// What acts on orders say, until they are generated.

import type { Hex, Int } from "../../../act/body.ts";
import type { Schema } from "../api.ts";

type Duty = { grid: string; hands: Int; kind: string; place: string; priority: string };
type Shift = { days: Int[]; from: Int; to: Int; worker: string };
type Speaker = { languages: string[]; worker: string };

export type Bodies = {
  "care.consent": { devices: string[]; grid: string; hours: Int; unit: string; until: Int };
  "care.withdraw": { person: string };
  "duties.adopt": { basis: Hex; duties: Duty[]; version: Int };
  "grid.set": {
    body: string;
    grid: string;
    languages: Speaker[];
    next: string;
    places: string[];
    shifts: Shift[];
    supervisor: string;
    workers: string[];
  };
  "order.accept": { at: Int; order: string };
  "order.arrive": { at: Int; order: string };
  "order.assign": { order: string; reason: string; worker: string };
  "order.confirm": { order: string; result: Int; speed: Int; unit: string };
  "order.depart": { at: Int; order: string };
  "order.finish": { at: Int; note: string; order: string; outcome: string; photos: Hex[] };
  "order.help": { at: Int; order: string };
  "order.join": { order: string; unit: string };
  "order.merge": { into: string; order: string };
  "order.reopen": { order: string; reason: Hex; unit: string };
  "order.report": { kind: string; photos: Hex[]; place: string; text: string; unit: string };
  "order.take": { kind: string; photos: Hex[]; place: string; priority: string; text: string; unit: string };
  "order.transfer": { at: Int; grid: string; order: string; why: string; worker: string };
  "order.triage": { grid: string; kind: string; order: string; priority: string; unit: string };
  "order.withdraw": { order: string };
  "worker.enrol": Schema["WorkerEnrol"];
  "worker.revoke": { reason: Hex; worker: string };
};

// orderAct is an act to be signed.
export const orderAct = <T extends keyof Bodies>(type: T, body: Bodies[T], words: string) => ({ type, body, words }) as never;
