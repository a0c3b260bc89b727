// SPDX-License-Identifier: Apache-2.0

// Who signed the acts of a bundle: each under a key that the ledger had for him when the act took effect.

import type { Signature } from "../act/act.ts";
import { hashOf, message } from "../act/act.ts";
import { signedBy } from "../act/signed-by.ts";
import { fromBase64url } from "../encoding.ts";
import type { Act, Acts } from "./acts.ts";
import { asserted } from "./assertion.ts";
import { forms } from "./bodies.ts";
import { reason } from "./bundle.ts";
import { type Community, community, credential, oracle } from "./documents.ts";
import { verifies } from "./ed25519.ts";
import type { Report } from "./report.ts";
import type { Shown } from "./shown.ts";
import { type Signer, sets } from "./signer.ts";

const most = 32; // signatures under an act

// Home is the community, whose pages passkeys are for, or what is wrong with its document.
export type Home = { doc: Community; wrong: string };

export function homeOf(shown: Shown, id: string, genesis: string): Home {
  try {
    const { doc } = shown.use(community, undefined, "community", id);
    return { doc, wrong: doc.community === id && doc.net === genesis ? "" : "the community is of another ledger" };
  } catch (error) {
    return { doc: community({}), wrong: reason(error) };
  }
}

// Register finds the signers of a bundle; it has each but once.
export class Register {
  readonly signers: Signer[] = [];
  readonly #shown: Shown;
  readonly #community: string;

  constructor(shown: Shown, community: string) {
    this.#shown = shown;
    this.#community = community;
  }

  // find is whose key it was after a block. A program's signature has no parts.
  find({ by, clientDataJSON, authenticatorData }: Signature, block: bigint): Signer {
    const signer = clientDataJSON || authenticatorData ? this.#passkey(by, block) : this.#program(by, block);
    const known = this.signers.find(({ id, at }) => id === signer.id && at === signer.at);
    if (!known) {
      this.signers.push(signer);
    }
    return known ?? signer;
  }

  #program(id: string, block: bigint): Signer {
    const { at, doc } = this.#shown.use(oracle, block, "oracle", this.#community, id);
    if (doc.retired) {
      throw new Error(`the program ${id} was ended before`);
    }
    const passkey = { be: false, spki: "" };
    return { id, kind: "oracle", body: doc.body, person: "", made: doc.act, passkey, program: doc.key, at, by: "" };
  }

  #passkey(id: string, block: bigint): Signer {
    const { at, doc } = this.#shown.use(credential, block, "credential", this.#community, id);
    if (doc.id !== id || doc.status !== "active") {
      throw new Error(`the passkey ${id} was not in force: ${doc.status}`);
    }
    const { kind, body, person, act, passkey } = doc;
    return { id, kind, body, person, made: act, passkey, program: new Uint8Array(0), at, by: "" };
  }
}

export async function checkSignatures(report: Report, acts: Acts, register: Register, home: Home): Promise<void> {
  if (home.wrong && acts.entries.length > 0) {
    report.fail("signatures", home.wrong);
  }
  let count = 0;
  for (const [i, { act }] of acts.entries.entries()) {
    if (act) {
      count += act.signatures.length;
      try {
        await authenticate(act, register, home);
      } catch (error) {
        report.fail("signatures", `act ${i} (${act.act.type}): ${reason(error)}`);
      }
    }
  }
  report.pass("signatures", `${count}`);
}

async function authenticate(act: Act, register: Register, home: Home): Promise<void> {
  const { signatures } = act;
  if (signatures.length === 0 || signatures.length > most) {
    throw new Error(`it has ${signatures.length} signatures`);
  }
  if (signatures[0]?.by !== act.act.by) {
    throw new Error("its first signature is not by whom it names");
  }
  if (new Set(signatures.map(({ by }) => by)).size < signatures.length) {
    throw new Error("somebody signed it twice");
  }
  if (act.act.type === "credential.enrol") {
    return enrolment(act, home);
  }
  for (const signature of signatures) {
    const signer = register.find(signature, act.at.block);
    if (!(await signs(signature, signer, act.text, home))) {
      throw new Error(`the signature of ${signature.by} is not good`);
    }
    act.signers.push(signer);
  }
  if (!asked(act)) {
    throw new Error("it is not signed by those whom such an act asks for, and by nobody else");
  }
}

async function signs(signature: Signature, signer: Signer, text: string, home: Home): Promise<boolean> {
  return signer.kind === "oracle"
    ? verifies(fromBase64url(signature.signature), message(text), signer.program)
    : asserted(signature, await hashOf(text), signer.passkey, home.doc.rp);
}

// enrolment is signed by the passkey that it enrols, and by the code of the letter.
async function enrolment({ act, text, signatures }: Act, home: Home): Promise<void> {
  const { code, passkey } = forms["credential.enrol"](act.body);
  const [own, letter] = signatures;
  if (!own || !letter || signatures.length !== 2) {
    throw new Error("an enrolment has two signatures");
  }
  if (!(await asserted(own, await hashOf(text), passkey, home.doc.rp))) {
    throw new Error("the new passkey's signature is not good");
  }
  const plain = letter.by === "invite" && !letter.clientDataJSON && !letter.authenticatorData;
  if (!plain || !(await verifies(fromBase64url(letter.signature), message(text), fromBase64url(code)))) {
    throw new Error("the letter's signature is not good");
  }
}

function asked({ act, signers }: Act): boolean {
  const set = new Map(Object.entries(signedBy)).get(act.type);
  return set !== undefined && sets[set](signers);
}
