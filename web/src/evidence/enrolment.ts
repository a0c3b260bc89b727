// SPDX-License-Identifier: Apache-2.0

// How every key came onto the ledger with which something is signed.

import { hashOf } from "../act/act.ts";
import { equal, fromBase64url } from "../encoding.ts";
import type { Act, Acts } from "./acts.ts";
import { asserted, type Passkey } from "./assertion.ts";
import { forms } from "./bodies.ts";
import { reason } from "./bundle.ts";
import type { Report } from "./report.ts";
import { type Signer, twoBodies, who } from "./signer.ts";
import type { Home, Register } from "./signers.ts";

export async function checkEnrolment(report: Report, acts: Acts, { signers }: Register, home: Home): Promise<void> {
  for (const signer of signers) {
    try {
      await enrolled(signer, acts, home);
    } catch (error) {
      report.fail("enrolment", `${signer.id}: ${reason(error)}`);
    }
  }
  report.pass("enrolment", `${signers.length}`);
}

async function enrolled(signer: Signer, acts: Acts, home: Home): Promise<void> {
  switch (signer.kind) {
    case "officer":
      if (!home.doc.bodies.some(({ id }) => id === signer.body)) {
        throw new Error(`${JSON.stringify(signer.body)} is no body of the community`);
      }
      return;
    case "owner":
      return owner(signer, acts);
    case "worker":
      return worker(signer, acts, home);
    case "oracle":
      return program(signer, acts);
    default:
      throw new Error(`nobody knows a passkey of the kind ${JSON.stringify(signer.kind)}`);
  }
}

type Enrolling = "credential.enrol" | "oracle.enrol" | "worker.enrol";

// made is the act that enrolled a signer.
function made<T extends Enrolling>(signer: Signer, acts: Acts, type: T): { act: Act; body: ReturnType<(typeof forms)[T]> } {
  const act = acts.need(signer.made);
  if (act.act.type !== type) {
    throw new Error(`it was made by ${act.act.type}`);
  }
  return { act, body: forms[type](act.act.body) as ReturnType<(typeof forms)[T]> };
}

const same = (a: Passkey, b: Passkey): boolean => a.spki === b.spki && a.be === b.be;
const bodiesOf = ({ signers }: Act): string => signers.map(who).join(",");

// owner wants the person's own act, and two officers of different bodies who confirmed it in the transaction that made the passkey one to
// act with.
function owner(signer: Signer, acts: Acts): void {
  const { act, body } = made(signer, acts, "credential.enrol");
  if (act.act.by !== signer.id || body.person !== signer.person || !same(body.passkey, signer.passkey) || act.at.block > signer.at.block) {
    throw new Error("its enrolment was of another passkey, or for another person");
  }
  const confirmed = acts.good().find((other) => other.at.tx === signer.at.tx && confirms(other, signer.id));
  if (!confirmed) {
    throw new Error("the act that confirmed it is not shown");
  }
  acts.rest(confirmed);
  signer.by = bodiesOf(confirmed);
  byTwo(confirmed);
}

function confirms({ act }: Act, id: string): boolean {
  if (act.type !== "credential.confirm") {
    return false;
  }
  try {
    return forms["credential.confirm"](act.body).credentials.includes(id);
  } catch {
    return false;
  }
}

function byTwo({ act, signers }: Act): void {
  if (!twoBodies(signers)) {
    throw new Error(`${act.type} was not signed by officers of two bodies`);
  }
}

// worker wants an officer of the worker's body, and that the worker agreed.
async function worker(signer: Signer, acts: Acts, home: Home): Promise<void> {
  const { act, body } = made(signer, acts, "worker.enrol");
  if (body.worker !== signer.id || !same(body.passkey, signer.passkey) || act.at.tx !== signer.at.tx) {
    throw new Error("its enrolment was of another passkey");
  }
  const [by, ...others] = act.signers;
  if (by?.kind !== "officer" || others.length > 0 || by.body !== signer.body) {
    throw new Error("it was not enrolled by an officer of its body");
  }
  signer.by = bodiesOf(act);
  const agreement = ["linli worker.enrol", act.act.net, act.act.community, signer.body, signer.id].join("\n");
  if (!(await asserted({ by: signer.id, ...body.agreed }, await hashOf(agreement), body.passkey, home.doc.rp))) {
    throw new Error("the worker has not agreed");
  }
}

// program wants officers of two bodies.
function program(signer: Signer, acts: Acts): void {
  const { act, body } = made(signer, acts, "oracle.enrol");
  if (!equal(fromBase64url(body.key), signer.program) || body.body !== signer.body || act.at.tx !== signer.at.tx) {
    throw new Error("its enrolment was of another program");
  }
  signer.by = bodiesOf(act);
  byTwo(act);
}
