// SPDX-License-Identifier: Apache-2.0

// One card a passkey: its name, its state, and its end.

import { useState } from "preact/hooks";
import { shown } from "../act/act.ts";
import { draft, follow, signText } from "./acts.ts";
import { api, type Community, type Me, type MyCredential } from "./api.ts";
import { explain, explainNotDone } from "./faults.ts";
import { moment, say } from "./language.ts";
import { Fault, Page } from "./page.tsx";
import { texts } from "./texts.ts";

type Of = { community: Community; me: Me; reload: () => void };

export function Passkeys(of: Of) {
  return (
    <Page title={say(texts.myPasskeys)}>
      <ul class="cards">
        {of.me.credentials.map((credential) => (
          <Card key={credential.id} {...of} credential={credential} />
        ))}
      </ul>
      <p class="actions">
        <a class="button secondary" href="#/">
          {say(texts.back)}
        </a>
      </p>
    </Page>
  );
}

const statuses = { active: texts.statusActive, pending: texts.statusPending, revoked: texts.statusRevoked };

function Card({ credential, ...of }: Of & { credential: MyCredential }) {
  const [name, setName] = useState(credential.label ?? "");
  const [said, setSaid] = useState<string>();
  const [fault, setFault] = useState<string>();
  const id = `name-${credential.id.slice(0, 12)}`;
  const rename = () =>
    api.label(credential.id, name).then(
      () => setSaid(say(texts.saved)),
      (error) => setFault(explain(error)),
    );
  return (
    <li class="card">
      <h2>
        {credential.label || say(texts.passkeyUnnamed)}{" "}
        {credential.current && <span class="stage">{say(texts.passkeyThis)}</span>}
      </h2>
      <p>
        {say(statuses[credential.status])}
        {credential.added ? ` · ${say(texts.passkeyAdded, moment(credential.added))}` : ""}
        {credential.used ? ` · ${say(texts.passkeyUsed, moment(credential.used))}` : ""}
      </p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          rename();
        }}
      >
        <label for={id}>{say(texts.passkeyName)}</label>
        <input id={id} value={name} maxLength={60} required onInput={(event) => setName(event.currentTarget.value)} />
        <button type="submit" class="button secondary">
          {say(texts.save)}
        </button>
      </form>
      {said && <p role="status">{said}</p>}
      {fault && <Fault fault={fault} />}
      {credential.status !== "revoked" && !credential.current && of.me.session.status === "active" && (
        <Revoke {...of} credential={credential} fault={setFault} />
      )}
    </li>
  );
}

// revoke signs the end of one of my passkeys with the one in use.
async function revoke({ community, me }: Of, credential: string): Promise<string | undefined> {
  const reason = say(texts.revokeReason);
  const text = await draft({
    community,
    by: me.session.credential,
    seq: me.seq,
    type: "credential.revoke",
    body: { credential, reason: await shown(reason) },
    words: `${say(texts.revoke)}: ${credential}`,
  });
  const outcome = await signText(community, me.session.credential, text);
  if (outcome.kind !== "signed") {
    return explainNotDone(outcome);
  }
  const where = await follow(outcome.signed, () => {});
  if (where.kind === "on-ledger") {
    return undefined;
  }
  return where.kind === "refused" ? explain(where.problem) : say(texts.unknownTitle);
}

function Revoke({ credential, fault, ...of }: Of & { credential: MyCredential; fault: (text: string) => void }) {
  const [busy, setBusy] = useState(false);
  const end = async () => {
    setBusy(true);
    const wrong = await revoke(of, credential.id).catch(explain);
    setBusy(false);
    if (wrong) {
      fault(wrong);
    } else {
      of.reload();
    }
  };
  return (
    <details>
      <summary>{say(texts.revoke)}</summary>
      <p>{say(texts.revokeSure)}</p>
      <p>
        <button type="button" class="button danger" disabled={busy} onClick={end}>
          {say(texts.revoke)}
        </button>
      </p>
    </details>
  );
}
