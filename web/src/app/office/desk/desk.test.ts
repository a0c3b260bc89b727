// SPDX-License-Identifier: Apache-2.0

import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { kinds } from "../../shared/event-kinds.ts";
import type { Alarm } from "./api.ts";
import { bodyOf, idOf } from "./enrol.tsx";
import { deviceKey } from "./key.ts";
import { presets } from "./presets.ts";
import { calls, ringOf } from "./ringing.ts";

const alarm = (change: Partial<Alarm>): Alarm => ({
  device: "smoke-1",
  place: "",
  kind: "smoke",
  active: true,
  open: true,
  event: "",
  raised: 1,
  told: 0,
  onLedger: true,
  ...change,
});

test("what nobody has acknowledged is heard, and what is seen to or muted is not", () => {
  expect(calls(alarm({}))).toBe(true);
  expect(calls(alarm({ active: false }))).toBe(true); // over, and nobody has seen it
  for (const quiet of [{ acknowledged: 2 }, { muted: 3 }, { open: false, acknowledged: 2 }]) {
    expect(calls(alarm(quiet))).toBe(false);
    expect(ringOf([alarm(quiet)], false, 0)).toBeUndefined();
  }
});

test("what is urgent is heard in every round, anything else now and then", () => {
  const rounds = [0, 1, 2, 3, 4, 5];
  const heard = (alarms: Alarm[], lost = false) => rounds.map((round) => ringOf(alarms, lost, round));
  const silent = alarm({ kind: "silence" });
  expect(heard([silent, alarm({})])).toEqual(rounds.map(() => "urgent"));
  expect(heard([silent])).toEqual(["gentle", undefined, undefined, undefined, undefined, "gentle"]);
  expect(heard([], true)).toEqual(["lost", undefined, undefined, undefined, undefined, "lost"]);
  expect(heard([])).toEqual(rounds.map(() => undefined));
});

test("a device's key is read from PEM and base64, and nothing else is one", () => {
  for (const { publicKey } of [generateKeyPairSync("ed25519"), generateKeyPairSync("ec", { namedCurve: "P-256" })]) {
    const der = publicKey.export({ format: "der", type: "spki" });
    for (const text of [publicKey.export({ format: "pem", type: "spki" }).toString(), der.toString("base64"), der.toString("base64url")]) {
      expect(deviceKey(` ${text}\n`)).toBe(der.toString("base64url"));
    }
  }
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey.export({ format: "pem", type: "spki" }).toString();
  const secret = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  for (const text of ["", "密钥", "AAAA", "A", rsa, secret]) {
    expect(deviceKey(text)).toBeUndefined();
  }
});

test("what is filled in becomes an enrolment, sorted and trimmed, or nothing", () => {
  const draft = {
    class: "T0" as const,
    commands: ["raise", "lower"],
    device: "lock-1",
    every: 3600,
    hours: 24,
    key: "left from before",
    kinds: ["relay", "io"],
    place: " 东门 ",
    profile: "linli",
    transport: "Lock-1",
  };
  expect(bodyOf(draft, "owners", 1_000_000)).toEqual({
    body: "owners",
    class: "T0",
    commands: ["lower", "raise"],
    device: "lock-1",
    every: "3600",
    from: "999940",
    key: "",
    kinds: ["io", "relay"],
    place: "东门",
    profile: "linli",
    transport: "Lock-1",
    until: "1086400",
  });
  expect(bodyOf({ ...draft, kinds: [] }, "owners", 1)).toBeUndefined();
  expect(bodyOf({ ...draft, class: "T2" }, "owners", 1)).toBeUndefined();
  expect(idOf("_Smoke 3.2")).toBe("smoke-3-2");
});

test("every suggestion is of kinds that there are", () => {
  for (const { kinds: suggested } of Object.values(presets)) {
    expect(suggested.filter((kind) => !kinds[kind])).toEqual([]);
  }
});
