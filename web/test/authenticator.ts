// SPDX-License-Identifier: Apache-2.0

// A software authenticator for tests: it answers navigator.credentials with real WebAuthn responses, the same ones every
// time. A key in a program's memory is no proof that a person was there.

import { p256 } from "@noble/curves/nist.js";
import { type Bytes, base64url, concat, fromHex, sha256, utf8 } from "../src/encoding.ts";
import type { Device } from "../src/passkey/device.ts";

export type Behaviour = { flags?: number; fails?: { name: string; after: number }; withoutKey?: boolean };

const spkiPrefix = fromHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
export const presentVerified = 0x05;
export const backupEligible = 0x08;

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
    const data = await this.authenticatorData(options.publicKey?.rp.id ?? "");
    return this.answer({
      getPublicKey: () => (this.behaviour.withoutKey ? null : this.spki.buffer),
      getAuthenticatorData: () => data.buffer,
    });
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

  private async authenticatorData(rpId: string): Promise<Bytes> {
    const flags = this.behaviour.flags ?? presentVerified;
    return concat(await sha256(utf8(rpId)), new Uint8Array([flags, 0, 0, 0, 1]));
  }

  private answer(response: object): Credential {
    return { type: "public-key", id: this.credential, rawId: this.id.buffer, response } as unknown as Credential;
  }
}
