// SPDX-License-Identifier: Apache-2.0

import { useEffect, useRef, useState } from "preact/hooks";
import { thisDevice, unsupported } from "../../passkey/device.ts";
import { canSuggest, logIn } from "../../passkey/login.ts";
import { api, type Community, Problem } from "./api.ts";
import { nonceFor } from "./bounds.gen.ts";
import { explain, explainNotDone } from "./faults.ts";
import { say } from "./language.ts";
import { Fault, Help, Page } from "./page.tsx";
import { keepHandle } from "./storage.ts";
import { texts } from "./texts.ts";

const fresh = nonceFor - 60_000; // ms; a person needs time to answer

// turnOf ends when a suggestion needs another nonce, or with a signal.
function turnOf(until: AbortSignal): AbortSignal {
  const turn = new AbortController();
  const end = () => turn.abort();
  const timer = setTimeout(end, fresh);
  until.addEventListener("abort", () => {
    clearTimeout(timer);
    end();
  });
  return turn.signal;
}

// SignIn asks for a passkey, and calls done with a new session.
export function SignIn({ community, done }: { community: Community; done: () => void }) {
  const [fault, setFault] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [suggests, setSuggests] = useState(false);
  const suggestion = useRef(new AbortController());
  const signIn = async () => {
    suggestion.current.abort(); // a page can ask for one thing at a time
    setSuggests(false);
    setBusy(true);
    setFault(undefined);
    setFault(await attempt(community.community, community.rp.id));
    setBusy(false);
  };
  // Another tab may have used up the server's nonce: then a fresh one is tried once. again: the fault before that.
  const attempt = async (id: string, rp: string, suggest?: AbortSignal, again?: string): Promise<string | undefined> => {
    try {
      const { nonce } = await api.beginLogin(id);
      const outcome = await logIn(thisDevice(), rp, location.origin, nonce, suggest);
      if (suggest && outcome.kind !== "signed") {
        return undefined; // nobody took it
      }
      if (outcome.kind !== "signed") {
        return again ?? explainNotDone(outcome);
      }
      await api.finishLogin(outcome.assertion);
      keepHandle(id, outcome.assertion.response.userHandle);
      done();
      return undefined;
    } catch (error) {
      const fault = say(texts.signInRefused, explain(error));
      const stale = !again && error instanceof Problem && error.kind === "ceremony-refused";
      return stale ? attempt(id, rp, suggest, fault) : fault;
    }
  };
  useEffect(() => {
    const { signal } = suggestion.current;
    canSuggest().then(async (can) => {
      let on = can && !signal.aborted;
      while (on) {
        setSuggests(true);
        const turn = turnOf(signal);
        setFault(await attempt(community.community, community.rp.id, turn));
        on = turn.aborted && !signal.aborted;
      }
      setSuggests(false); // the field suggests nothing any more
    });
    return () => suggestion.current.abort();
  }, []);
  return (
    <Page title={say(texts.signInTitle)}>
      <p>{say(texts.signInLead)}</p>
      {fault && <Fault fault={fault} />}
      {!unsupported(thisDevice()) && (
        <p class="actions">
          <button type="button" class="button" disabled={busy} onClick={signIn}>
            {say(texts.signIn)}
          </button>
        </p>
      )}
      {suggests && (
        <p>
          <label for="suggestion">{say(texts.suggestion)}</label>
          <input id="suggestion" autocomplete="username webauthn" />
        </p>
      )}
      <p>
        {say(texts.noPasskeyYet)} <a href="/e">{say(texts.toLetter)}</a>
      </p>
      <Help />
    </Page>
  );
}
