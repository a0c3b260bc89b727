// SPDX-License-Identifier: Apache-2.0

// Generated from the ledger's rules: go test ./contract/chapters -update

// What pages say before the ledger does: an act that is otherwise is refused.

import type { DraftContest, DraftRules } from "./body.ts";

export const idPattern = "[a-z0-9][a-z0-9\\-]{1,62}"; // of an election
export const fewestKeys = 2; // of bodies, that open ballots
export const mustRemain = 2; // bodies that can act for every owner
export const noticeTitle = 100; // characters of a public notice's title
export const noticeDays = 366; // for which one may stand
export const transportPattern = "[A-Za-z0-9._:=@\\-]{1,128}"; // of the name that a device connects with
export const deviceName = 100; // characters of an oracle's name, and of a device's place
export const placePattern = "[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}"; // of a place, as duties name it
export const orderPhotos = 3; // of a report, and of what a worker did
export const openOrders = 20; // of one person's reports
export const careHours = { least: 4, most: 72 }; // of silence, to which a person may agree
export const orderKinds = ["repair.water", "repair.power", "repair.lift", "repair.door", "repair.light", "cleaning", "noise", "parking", "neighbour", "care", "sos", "smoke", "gas", "water", "silence", "other"] as const;
export const orderPriorities = ["emergency", "urgent", "ordinary"] as const;
export const orderOutcomes = ["solved", "not-found", "false-alarm", "referred"] as const;
export const transferReasons = ["wrong-trade", "wrong-grid", "elsewhere", "shift-over", "partial"] as const;

// thresholds are those that a contest may have, by the kind of vote.
export const thresholds: { [kind in DraftRules["kind"]]: readonly DraftContest["threshold"][] } = {
  owners: ["majority", "three-quarters"],
  committee: ["elect"],
  poll: ["none"],
};

// quorums are the shares that have to take part.
export const quorums: { [kind: string]: number } = {
  owners: 2 / 3,
  committee: 1 / 2,
};

// shares are those that have to agree.
export const shares: { [threshold: string]: number } = {
  majority: 1 / 2,
  "three-quarters": 3 / 4,
  elect: 1 / 2,
};
