// SPDX-License-Identifier: Apache-2.0

// A software authenticator for tests: it answers navigator.credentials with real WebAuthn responses, the same ones every
// time. A key in a program's memory is no proof that a person was there.

import { p256 } from "@noble/curves/nist.js";
import { type Bytes, base64url, concat, fromHex, sha256, utf8 } from "../src/encoding.ts";
import type { Device } from "../src/passkey/device.ts";

export type Behaviour = { flags?: number; fails?: { name: string; after: number }; otherKind?: boolean };

const spkiPrefix = fromHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
export const presentVerified = 0x05;
export const backupEligible = 0x08;
const hasPasskey = 0x40;

// attestation is an attestation object in CBOR, of the kind "none".
export function attestation(data: Bytes): Bytes {
  const length = data.length < 256 ? [0x58, data.length] : [0x59, data.length >> 8, data.length & 255];
  return concat(fromHex("a363666d74646e6f6e656761747453746d74a0686175746844617461"), new Uint8Array(length), data);
}

export class Authenticator {
  readonly secret: Bytes;
  readonly id: Bytes;
  readonly origin: string;
  readonly behaviour: Behaviour;
  asked: CredentialRequestOptions | CredentialCreationOptions | undefined;
  private clock = 0;

  constructor(name: string, origin: string, behaviour: Behaviour = {}) {
    this.secret = utf8(name.padEnd(32, "."));
    this.id = utf8(`id of ${name}`.padEnd(20, "."));
    this.origin = origin;
    this.behaviour = behaviour;
  }

  get credential(): string {
    return base64url(this.id);
  }

  get spki(): Bytes {
    return concat(spkiPrefix, p256.getPublicKey(this.secret, false));
  }

  device(userAgent = "test"): Device {
    const credentials = {
      get: (options: CredentialRequestOptions) => this.get(options),
      create: (options: CredentialCreationOptions) => this.create(options),
    };
    return { credentials: credentials as unknown as CredentialsContainer, userAgent, now: () => this.clock };
  }

  private async get(options: CredentialRequestOptions): Promise<Credential> {
    this.begin(options);
    const { challenge, rpId = "" } = options.publicKey as PublicKeyCredentialRequestOptions;
    const clientData = this.clientData("webauthn.get", challenge as Bytes);
    const authenticatorData = await this.authenticatorData(rpId);
    const digest = await sha256(authenticatorData, await sha256(clientData));
    const signature = p256.sign(digest, this.secret, { prehash: false, format: "der" });
    return this.answer({
      clientDataJSON: clientData.buffer,
      authenticatorData: authenticatorData.buffer,
      signature: new Uint8Array(signature).buffer,
    });
  }

  private async create(options: CredentialCreationOptions): Promise<Credential> {
    this.begin(options);
    const begin = await this.authenticatorData(options.publicKey?.rp.id ?? "", hasPasskey);
    const id = concat(new Uint8Array(16), new Uint8Array([0, this.id.length]), this.id);
    return this.answer({
      clientDataJSON: this.clientData("webauthn.create", options.publicKey?.challenge as Bytes).buffer,
      attestationObject: attestation(concat(begin, id, this.cose())).buffer,
    });
  }

  // cose is the key as WebAuthn has it (RFC 9053, section 7.1.1), or one of another algorithm.
  private cose(): Bytes {
    const [x, y] = [this.spki.subarray(-64, -32), this.spki.subarray(-32)];
    const algorithm = this.behaviour.otherKind ? "27" : "26"; // -8 or -7
    return concat(fromHex(`a5010203${algorithm}2001215820`), x, fromHex("225820"), y);
  }

  private begin(options: CredentialRequestOptions | CredentialCreationOptions): void {
    this.asked = options;
    if (this.behaviour.fails) {
      this.clock += this.behaviour.fails.after;
      throw new DOMException("refused by the test", this.behaviour.fails.name);
    }
  }

  private clientData(type: string, challenge: Bytes): Bytes {
    return utf8(JSON.stringify({ type, challenge: base64url(challenge), origin: this.origin, crossOrigin: false }));
  }

  private async authenticatorData(rpId: string, besides = 0): Promise<Bytes> {
    const flags = (this.behaviour.flags ?? presentVerified) | besides;
    return concat(await sha256(utf8(rpId)), new Uint8Array([flags, 0, 0, 0, 1]));
  }

  private answer(response: object): Credential {
    return { type: "public-key", id: this.credential, rawId: this.id.buffer, response } as unknown as Credential;
  }
}
