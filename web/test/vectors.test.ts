// SPDX-License-Identifier: Apache-2.0

// What the ledger's packages made (testdata/vectors.json, from vectors_test.go) is made again here, byte for byte; what
// the library makes (testdata/vectors.ts.json) is verified and opened there. `npm run vectors` writes the latter.

import { readFile, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { encode, hashOf, parse, type Signature } from "../src/act/act.ts";
import type { ActType, Bodies } from "../src/act/body.ts";
import { rightID } from "../src/community/right.ts";
import { base64url, concat, fromBase64url, fromHex, hex, sha256, utf8 } from "../src/encoding.ts";
import { invitePublic, signWithCode, writeCode } from "../src/invite/invite.ts";
import { create } from "../src/passkey/create.ts";
import { sign } from "../src/passkey/sign.ts";
import { referenceOf } from "../src/receipt/reference.ts";
import { openBallot } from "../src/seal/ballot.ts";
import { answerDrill, drillContext, newDrill } from "../src/seal/drill.ts";
import { electionKeyOf, newElectionKey } from "../src/seal/election-key.ts";
import { open, seal } from "../src/seal/seal.ts";
import { writeSelections } from "../src/seal/selections.ts";
import type vectors from "../testdata/vectors.json";
import { Authenticator, backupEligible, presentVerified } from "./authenticator.ts";

// Imported as a module, a member __proto__ would be lost.
const ledger: typeof vectors = JSON.parse(await readFile(new URL("../testdata/vectors.json", import.meta.url), "utf8"));

describe("what the ledger made is made again", () => {
  test.each(ledger.acts)("act $act.type", async ({ act, text, hash }) => {
    const { type, body, v: _, ...envelope } = act;
    const kind = type as ActType;
    expect(encode(kind, body as unknown as Bodies[typeof kind], envelope)).toBe(text);
    expect(parse(text)).toEqual(JSON.parse(text));
    expect(hex(await hashOf(text))).toBe(hash);
  });

  test.each(ledger.refused)("refusal: $name", ({ text, code }) => {
    if (code === "") {
      expect(parse(text)).toEqual(JSON.parse(text));
    } else {
      expect(() => parse(text)).toThrow(expect.objectContaining({ code }));
    }
  });

  test.each(ledger.keys)("key $public", async (key) => {
    const made = await newElectionKey(fromBase64url(key.seed));
    expect({ private: base64url(made.private), public: base64url(made.public) }).toEqual({
      private: key.private,
      public: key.public,
    });
  });

  test.each(ledger.seals)("seal with $params.threshold keys, $params.pad bytes", async (v) => {
    const { params, context, sealed } = v;
    const keys = params.keys ?? [];
    const selections = utf8(v.selections);
    expect(await seal({ ...params, keys }, context, selections, fromBase64url(v.seed))).toEqual(sealed);
    const opened = await open({ ...params, keys }, v.private.map(fromBase64url), context, sealed);
    expect(opened).toEqual(selections);
  });

  test.each(ledger.drills)("drill", async ({ context, key, seed, drill }) => {
    const made = await newDrill("owners", key.public, context, fromBase64url(seed));
    expect(made).toEqual({ body: "owners", ...drill });
    expect(await answerDrill(made, fromBase64url(key.private), context)).toBe(base64url(fromBase64url(seed).slice(0, 32)));
  });

  test.each(ledger.ballots)("ballot: $name", async ({ election, private: keys, text, selections, rejected }) => {
    const opened = await openBallot(election, keys.map(fromBase64url), text);
    if (rejected) {
      expect(opened).toEqual({ rejected });
    } else {
      const choices = Object.entries(selections ?? {}).map(([id, c]) => [id, typeof c === "string" ? [c] : c]);
      expect(opened).toEqual({ selections: Object.fromEntries(choices) });
    }
  });

  test.each(ledger.invites)("invitation $code", async ({ code, public: key, text, signature }) => {
    expect(await invitePublic(fromHex(code))).toBe(key);
    expect(await signWithCode(fromHex(code), text)).toEqual({ by: "invite", signature });
  });

  test.each(ledger.rights)("right $right", async ({ owners, right }) => {
    expect(await rightID(owners)).toBe(right);
  });
});

const file = new URL("../testdata/vectors.ts.json", import.meta.url);

test("what the library makes is what the ledger's tests read", async () => {
  const made = `${JSON.stringify(await library(), null, 2)}\n`;
  if (process.env.UPDATE) {
    await writeFile(file, made);
  }
  expect(await readFile(file, "utf8")).toBe(made);
});

const origin = "https://garden.example";
const rpId = "garden.example";
const net = "0123456789abcdef".repeat(4);
const right = "d".repeat(32);
const digest = "c".repeat(64);
const envelope = { by: "", community: "garden", disp: digest, exp: "1900086400", nbf: "1900000000", net, seq: "3" };

const draw = async (label: string, size: number) =>
  concat(...(await Promise.all([0, 1].map((i) => sha256(utf8(`${label} ${i}`)))))).slice(0, size);

async function library() {
  const keys = await Promise.all(
    ["owners", "residents", "property", "street"].map(async (body) => {
      const seed = await draw(body, 32);
      const { private: priv, public: pub } = await newElectionKey(seed);
      return { body, seed: base64url(seed), private: base64url(priv), public: base64url(pub) };
    }),
  );
  const params = { keys: keys.map((key) => key.public), threshold: 3, pad: 64 };
  const context = { community: "garden", election: "2030-budget", net, right, seq: envelope.seq };
  const selections = { budget: ["agree"], park: [], seats: ["甲", "丙"] };
  const seed = await draw("ballot", 64);
  const sealed = await seal(params, context, writeSelections(selections), seed);
  const ballots = [{ params, context, private: keys.map((key) => key.private), selections: hex(writeSelections(selections)), sealed }];
  const drills = await Promise.all(
    keys.map(async (key) => {
      const on = drillContext(context, "street");
      const drill = await newDrill(key.body, key.public, on, await draw(`drill of ${key.body}`, 64));
      return { context: on, key, drill, token: await answerDrill(drill, fromBase64url(key.private), on) };
    }),
  );
  const code = await draw("code", 16);
  const codes = [code, new Uint8Array(16), new Uint8Array(16).fill(255)].map((bytes) => ({
    code: hex(bytes),
    text: writeCode(bytes),
  }));
  const hashes = await Promise.all(["a", "b", "c"].map((label) => draw(label, 32)));
  return {
    rp: { id: rpId, origins: [origin] },
    acts: await acts(
      sealed,
      drills.map((d) => d.drill),
      keys[0]!,
      code,
    ),
    ballots,
    drills,
    keys,
    codes,
    references: hashes.map((hash) => ({ hash: hex(hash), reference: referenceOf(hash) })),
  };
}

// acts are one of each type, with every signature it takes.
async function acts(
  sealed: Bodies["ballot.cast"]["sealed"],
  drills: Bodies["election.test"]["drills"],
  key: { private: string; public: string },
  code: Uint8Array<ArrayBuffer>,
) {
  const election = "2030-budget";
  const [one, two] = [new Authenticator("one", origin), new Authenticator("two", origin, { flags: presentVerified | backupEligible })];
  const passkey = await create(one.device(), {
    rp: { id: rpId, name: "翠苑" },
    user: { id: "cDE", name: "1-101", displayName: "1-101" },
    challenge: "Y2hhbGxlbmdl",
  });
  if (passkey.kind !== "created") {
    throw new Error(passkey.kind);
  }
  const bodies: Bodies = {
    "alarm.acknowledge": { event: "{}", index: "0", oracle: one.credential, proof: "", size: "1" },
    "ballot.cast": { election, right, sealed },
    "ballot.paper": { election, person: "p1", right, scan: digest, sealed },
    "bin.card": { card: digest, unit: "1-101" },
    "care.consent": { devices: ["motion-1"], grid: "grid-1", hours: "12", unit: "1-101", until: "1900000000" },
    "care.withdraw": { person: "p1" },
    "codes.issue": { codes: [{ code: await invitePublic(code), person: "p1" }], expires: "1900000000" },
    "codes.withdraw": { codes: [{ code: await invitePublic(code), person: "p1" }] },
    "command.give": { arguments: digest, command: "list", device: "gate-1", expires: "1900000600" },
    "command.report": { at: "1900000001", command: digest, outcome: "done" },
    "credential.confirm": { credentials: [one.credential, two.credential] },
    "credential.enrol": { code: await invitePublic(code), passkey: passkey.passkey, person: "p1" },
    "credential.revoke": { credential: two.credential, reason: digest },
    "device.enrol": {
      body: "owners",
      class: "T1",
      commands: ["list", "open"],
      device: "gate-1",
      every: "600",
      from: "1900000000",
      key: "",
      kinds: ["gate.entry", "plate"],
      place: "东门 <&>",
      profile: "vzenith",
      transport: "gate-1",
      until: "1900086400",
    },
    "device.withdraw": { device: "gate-1" },
    "duties.adopt": {
      basis: digest,
      duties: [{ grid: "grid-1", hands: "3", kind: "", place: "3-", priority: "urgent" }],
      version: "1",
    },
    "election.annul": { election },
    "election.close": { election },
    "election.create": {
      contests: [
        { id: "budget", options: ["agree", "disagree"], seats: "1", threshold: "majority", title: "预算 <&>" },
        { id: "points", options: ["agree", "disagree"], seats: "1", text: digest, threshold: "majority", title: "积分方案" },
      ],
      election,
      roll: "1",
      rules: {
        barred: [],
        collision: "last",
        countParking: false,
        kind: "owners",
        proxyCap: "2",
        proxyMustOwn: true,
        revote: true,
      },
      threshold: "3",
      title: "二〇三〇年预算",
    },
    "election.drill": { election, maker: "street", token: base64url(await draw("token", 32)) },
    "election.final": { election },
    "election.hear": { election },
    "election.key": { election, public: key.public },
    "election.notice": { closesAt: "1900086400", election, opensAt: "1900000000" },
    "election.object": { election, text: digest },
    "election.open": { election, without: ["street"] },
    "election.publish": { election, result: digest },
    "election.test": { drills, election },
    "election.unseal": { election, private: key.private },
    "events.append": { before: "0", leaves: one.credential, root: digest },
    "grid.set": {
      body: "owners",
      grid: "grid-1",
      languages: [{ languages: ["en", "wuu"], worker: one.credential }],
      next: "",
      places: ["3-"],
      shifts: [{ days: ["1", "2"], from: "480", to: "1200", worker: one.credential }],
      supervisor: two.credential,
      workers: [one.credential],
    },
    "breach.appeal": { answer: digest, breach: digest, photos: [digest] },
    "breach.cure": { answer: "", breach: digest, photos: [] },
    "breach.decide": { breach: digest, reason: digest, verdict: "uphold" },
    "breach.find": {
      article: "2",
      convention: digest,
      event: "{}",
      ground: "",
      home: "1-101",
      index: "0",
      oracle: one.credential,
      order: "",
      proof: "",
      report: "",
      size: "1",
    },
    "breach.notice": { breach: digest },
    "breach.pardon": { breach: digest, reason: digest },
    "case.agree": { agreement: digest, case: digest, days: "14" },
    "case.apply": { case: digest },
    "case.decline": { case: digest, reason: digest },
    "case.end": { case: digest, reason: digest },
    "case.follow": { case: digest, text: digest },
    "case.join": { case: digest },
    "case.meet": { at: "1900000000", case: digest, text: digest },
    "case.perform": { case: digest },
    "case.propose": { case: digest, days: "7", text: digest },
    "case.refuse": { case: digest, reason: "" },
    "case.reply": { case: digest, reply: "yes", text: digest },
    "case.request": {
      about: "request",
      home: "1-101",
      id: "",
      second: { body: "", home: "1-102" },
      text: digest,
    },
    "case.say": { case: digest, text: digest },
    "case.take": { case: digest },
    "case.withdraw": { case: digest, reason: "" },
    "convention.adopt": { contest: "c0", election, text: "# 公约\n\n## 1. 友善\n" },
    "convention.repeal": { contest: "c0", election, repeal: { from: "1900000000", repeal: digest } },
    "help.confirm": { help: digest, helper: "1-101", order: digest, rule: "help" },
    "help.done": { day: "21990", helped: "1-102", helper: "1-101", minutes: "90", rule: "help" },
    "notice.post": { expires: "1900000000", text: digest, title: "停水 <&>" },
    "officer.declare": { bodies: ["owners"], person: "p1" },
    "oracle.enrol": { body: "owners", key: one.credential, name: "东门 <&>" },
    "oracle.retire": { oracle: one.credential },
    "order.accept": { at: "1900000001", order: digest },
    "order.alarm": { event: "{}", index: "0", oracle: one.credential, proof: "", size: "1", unit: "" },
    "order.arrive": { at: "1900000003", order: digest },
    "order.assign": { order: digest, reason: "", worker: one.credential },
    "order.care": { person: "p1", since: "1900000000" },
    "order.confirm": { order: digest, result: "5", speed: "4", unit: "1-101" },
    "order.depart": { at: "1900000002", order: digest },
    "order.finish": { at: "1900000004", note: digest, order: digest, outcome: "solved", photos: [digest] },
    "order.help": { at: "1900000003", order: digest },
    "order.join": { order: digest, unit: "1-102" },
    "order.merge": { into: digest, order: digest },
    "order.reopen": { order: digest, reason: digest, unit: "1-101" },
    "order.report": { kind: "repair.water", photos: [digest], place: "3-2", text: digest, unit: "1-101" },
    "order.take": { kind: "cleaning", photos: [], place: "", priority: "ordinary", text: digest, unit: "1-101" },
    "order.transfer": { at: "1900000003", grid: "", order: digest, why: "wrong-trade", worker: two.credential },
    "order.triage": { grid: "grid-1", kind: "other", order: digest, priority: "urgent", unit: "" },
    "order.withdraw": { order: digest },
    "points.adopt": {
      contest: "points",
      election,
      plan: {
        gifts: true,
        least: "100",
        lifeDays: "365",
        maxBalance: "1500",
        rules: [
          { budget: "10000", dayCap: "2", points: "1", rule: "bin", stream: "kitchen", title: "厨余 <&>", way: "bin" },
          { budget: "10000", dayCap: "8", points: "1", rule: "help", stream: "", title: "互助", way: "help" },
        ],
      },
    },
    "points.bin": { event: "{}", index: "0", oracle: one.credential, proof: "", rule: "bin", size: "1", unit: "1-101" },
    "points.gift": { amount: "10", from: "1-101", to: "1-102" },
    "points.redeem": { count: "1", service: "haircut", unit: "1-101", voucher: digest },
    "points.reverse": { amount: "10", earning: digest, reason: digest },
    "proxy.grant": { election, proxy: "p2", right },
    "report.confirm": { report: digest },
    "report.file": { at: "1900000000", kind: "noise", place: "3-2", signed: [digest] },
    "roll.answer": { accepted: false, answer: digest, objection: digest },
    "roll.approve": { chunks: "2", rights: "355", root: digest, units: "400", version: "1" },
    "roll.object": { text: digest, version: "1" },
    "service.retire": { reason: digest, service: "haircut" },
    "service.set": {
      body: "owners",
      bookable: "court",
      from: "1900000000",
      hours: [{ days: ["1", "3"], from: "540", to: "720" }],
      points: "20",
      service: "haircut",
      stock: "10",
      title: "理发 <&>",
      until: "1931536000",
    },
    "gate.decide": { at: "1900000000", let: true, lot: "lot-1", plate: digest, reason: "visitor", way: "in" },
    "lot.set": { body: "property", gates: [{ device: "gate-1", way: "in" }], lot: "lot-1", name: "地下车库 <&>" },
    "offer.end": { space: "space-1" },
    "offer.set": {
      except: ["21990"],
      from: "1900000000",
      space: "space-1",
      terms: {
        bands: [{ days: ["1", "2"], from: "480", hour: "4", to: "1080" }],
        cancel: "7200",
        deposit: "8",
        draw: "43200",
        early: "900",
        hour: "2",
        late: "50",
        noShow: "3600",
        notice: "86400",
        others: false,
        overstay: "2",
      },
      until: "1931536000",
      windows: [{ days: ["1", "2", "3", "4", "5"], from: "480", to: "1080" }],
    },
    "parking.adopt": { contest: "c0", election, regulation: { ahead: "86400", others: true } },
    "parking.book": { from: "1900000800", home: "1-101", offer: digest, plate: digest, space: "space-1", until: "1900004400" },
    "parking.cancel": { booking: digest },
    "parking.displaced": { booking: digest },
    "parking.dispute": { booking: digest, text: digest },
    "parking.extend": { booking: digest, until: "1900008000" },
    "parking.resolve": { booking: digest, due: "4", reason: digest },
    "parking.retract": { booking: digest, reason: digest },
    "space.set": { host: { body: "", home: "1-101" }, label: "A-017", lot: "lot-1", space: "space-1" },
    "visit.allow": { from: "1900000000", home: "1-101", kind: "visitor", lot: "lot-1", plate: digest, until: "1900086400" },
    "visit.end": { visit: digest },
    "voter.designate": { owners: ["p1", "p2"], right: await rightID(["p2", "p1"]), voter: "p2" },
    "voucher.return": { voucher: digest },
    "voucher.use": { at: "1900000001", code: one.credential },
    "worker.enrol": {
      agreed: { authenticatorData: "AA", clientDataJSON: "AA", signature: "AA" },
      passkey: passkey.passkey,
      worker: one.credential,
    },
    "worker.revoke": { reason: digest, worker: one.credential },
  };
  return Promise.all(
    (Object.keys(bodies) as ActType[]).map(async (type) => {
      const text = encode(type, bodies[type], { ...envelope, by: passkey.credential });
      const signatures: Signature[] = [await signed(one, text)];
      signatures.push(type === "credential.enrol" ? await signWithCode(code, text) : await signed(two, text));
      const passkeys = { [one.credential]: passkey.passkey, [two.credential]: { be: true, spki: base64url(two.spki) } };
      return { type, hash: hex(await hashOf(text)), act: text, signatures, passkeys };
    }),
  );
}

async function signed(by: Authenticator, text: string): Promise<Signature> {
  const outcome = await sign(by.device(), rpId, by.credential, text);
  if (outcome.kind !== "signed") {
    throw new Error(outcome.kind);
  }
  return outcome.signature;
}

test("a key is known by its private part", async () => {
  for (const key of ledger.keys) {
    expect(base64url((await electionKeyOf(fromBase64url(key.private))).public)).toBe(key.public);
  }
});
