// SPDX-License-Identifier: Apache-2.0

// Taking vouchers: each is signed as it is taken, with the counter's time, kept, and sent as soon as there is a network. A signature does not
// wait for one: it is numbered by the voucher, and good as long as the ledger takes it.

import { useEffect, useRef, useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import { type Bytes, base64url } from "../../../encoding.ts";
import { voucherOf, writeCode } from "../../../voucher/code.ts";
import { draft, follow, signText } from "../../shared/acts.ts";
import { newKey, sessionBack } from "../../shared/api.ts";
import { now } from "../../shared/clock.ts";
import { explainNotDone, signedOut } from "../../shared/faults.ts";
import { say } from "../../shared/language.ts";
import { useHere } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { refusedOf } from "../../shared/refused.ts";
import * as shelf from "./shelf.ts";
import { counterTexts } from "./texts.ts";

export type Taken = shelf.Taken;
export type Counter = ReturnType<typeof useTaken>;

export function useTaken({ community, me }: PageProps) {
  const id = community.community;
  const here = useHere();
  const [all, setAll] = useState(() => shelf.taken(id));
  const [done, setDone] = useState<Taken>();
  const sending = useRef(false);
  const refresh = () => setAll(shelf.taken(id));

  // sendOne sends one that was taken, and says whether the next one may be.
  const sendOne = async (taken: Taken): Promise<boolean> => {
    const end = await follow(taken.signed, () => {}, here, taken.key);
    if (end.kind === "on-ledger") {
      shelf.drop(id, taken);
      setDone(taken);
    } else if (end.kind === "refused" && !signedOut(end.problem)) {
      shelf.put(id, { ...taken, refused: refusedOf(end.problem) });
    } else {
      return false;
    }
    refresh();
    return true;
  };
  const sendAll = async () => {
    let next = shelf.taken(id).find(({ refused }) => !refused);
    while (next && (await sendOne(next))) {
      next = shelf.taken(id).find(({ refused }) => !refused);
    }
  };
  const send = async () => {
    if (!sending.current) {
      sending.current = true;
      await sendAll().finally(() => {
        sending.current = false;
      });
    }
  };
  useEffect(() => {
    send();
    for (const coming of ["online", "pageshow", sessionBack]) {
      addEventListener(coming, send, { signal: here });
    }
  }, []);

  // take returns why it was not taken.
  const take = async (code: Bytes, of: { service: string; count: number }): Promise<string | undefined> => {
    const at = now();
    const text = await draft({
      community,
      by: me.session.credential,
      seq: 1,
      type: "voucher.use",
      body: { at: int(at), code: base64url(code) },
      words: say(counterTexts.words, of.service, of.count),
    });
    const outcome = await signText(community, me.session.credential, text);
    if (outcome.kind !== "signed") {
      return explainNotDone(outcome);
    }
    const signed = { act: text, signatures: [outcome.signature] };
    try {
      shelf.put(id, {
        voucher: await voucherOf(code),
        code: writeCode(code),
        service: of.service,
        count: of.count,
        at,
        signed,
        key: newKey(),
      });
    } catch {
      return say(counterTexts.keepsNothing);
    }
    setDone(undefined);
    refresh();
    send();
    return undefined;
  };

  return {
    done,
    waiting: all.filter(({ refused }) => !refused),
    refused: all.filter(({ refused }) => refused),
    take,
    putAway: (taken: Taken) => {
      shelf.drop(id, taken);
      refresh();
    },
  };
}
