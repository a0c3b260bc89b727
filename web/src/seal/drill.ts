// SPDX-License-Identifier: Apache-2.0

// The drill before an election opens: a body proves that it can open ballots by giving back a token that another body
// sealed to its key.

import type { BodyDrill } from "../act/body.ts";
import { type Bytes, base64url, fromBase64url, sha256 } from "../encoding.ts";
import * as hpke from "./hpke.ts";
import { type Context, contextBytes } from "./seal.ts";

export const drillSeedSize = 64;

// drillContext is what a body's test is sealed for; seq is that of its act election.test.
export const drillContext = (on: Omit<Context, "right">, maker: string): Context => ({
  ...on,
  right: `drill ${maker}`,
});

// newDrill seals a token to a body's public key (base64url) with 64 random bytes, of which the first half is the token.
export async function newDrill(body: string, publicKey: string, context: Context, seed: Bytes): Promise<BodyDrill> {
  const token = seed.slice(0, 32);
  const sealed = await hpke.seal(fromBase64url(publicKey), seed.slice(32, drillSeedSize), contextBytes(context), token);
  return { body, hash: base64url(await sha256(token)), sealed: base64url(sealed) };
}

// answerDrill opens the token, for the body of election.drill. It throws if the key is not the one it was sealed to.
export async function answerDrill(drill: BodyDrill, privateKey: Bytes, context: Context): Promise<string> {
  const token = await hpke.open(privateKey, contextBytes(context), fromBase64url(drill.sealed));
  if (base64url(await sha256(token)) !== drill.hash) {
    throw new RangeError("the token is not the one whose hash stands in the test");
  }
  return base64url(token);
}
