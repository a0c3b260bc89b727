// SPDX-License-Identifier: Apache-2.0

// A step of a worker's: an act that is signed when it is taken, with the time as it was, and sent when there is a connection.

import type { Signed } from "../../act/act.ts";
import type { Bodies } from "../../act/body.ts";
import type { Enclosed } from "../shared/orders/enclosed.ts";
import type { Refused } from "../shared/refused.ts";

export type StepType = "order.accept" | "order.depart" | "order.arrive" | "order.finish" | "order.transfer" | "order.help" | "gate.decide";

export type Step<T extends StepType = StepType> = {
  n?: number; // its place in the order in which steps were taken; the database gives it
  worker: string; // credential id
  order: string; // "" for what is done at a gate
  type: T;
  body: Bodies[T];
  words: string; // what the worker was shown
  at: number; // Unix s of his clock
  enclosed: Enclosed[]; // what the act names by its hash, and the server has to be given before
  key: string; // the same however often it is sent
  seq: number;
  signed?: Signed; // undefined: it has to be signed again
  refused?: Refused; // it is not sent again; the worker has to read why
};
