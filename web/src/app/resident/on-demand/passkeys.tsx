// SPDX-License-Identifier: Apache-2.0

// One card a passkey: its name, its state, and its end.

import { useState } from "preact/hooks";
import { tellAccepted } from "../../../passkey/accepted.ts";
import { api, type MyCredential } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { labelLength } from "../../shared/bounds.gen.ts";
import { moment, say } from "../../shared/language.ts";
import { Fault, Page } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { passkeyTexts } from "../../shared/passkey-texts.ts";
import { keptHandle } from "../../shared/storage.ts";
import { useTask } from "../../shared/task.ts";
import { hashText, newTextSalt } from "../../shared/text-hash.ts";
import { texts } from "../../shared/texts.ts";
import { Sign } from "./signing.tsx";
import { onDemandTexts } from "./texts.ts";

export function Screen(of: PageProps) {
  return (
    <Page title={say(texts.myPasskeys)}>
      <ul class="cards">
        {of.me.credentials.map((credential) => (
          <Card key={credential.id} {...of} credential={credential} />
        ))}
      </ul>
      <p>
        <a href={`/c/${of.community.community}/lost`}>{say(texts.lost)}</a>
      </p>
      <Back />
    </Page>
  );
}

const statuses = { active: passkeyTexts.active, pending: passkeyTexts.pending, revoked: passkeyTexts.revoked };

function Card({ credential, ...of }: PageProps & { credential: MyCredential }) {
  const endable = credential.status !== "revoked" && !credential.current && of.me.session.status === "active";
  return (
    <li class="card">
      <h2>
        {credential.label || say(passkeyTexts.unnamed)} {credential.current && <span class="stage">{say(onDemandTexts.passkeyThis)}</span>}
      </h2>
      <p>
        {say(statuses[credential.status])}
        {credential.added ? ` · ${say(passkeyTexts.added, moment(credential.added))}` : ""}
        {credential.used ? ` · ${say(passkeyTexts.used, moment(credential.used))}` : ""}
      </p>
      <Name credential={credential} />
      {endable && <Revoke {...of} credential={credential} />}
    </li>
  );
}

function Name({ credential }: { credential: MyCredential }) {
  const [name, setName] = useState(credential.label ?? "");
  const [said, setSaid] = useState<string>();
  const { fault, run } = useTask();
  const id = `name-${credential.id.slice(0, 12)}`;
  const rename = () => {
    setSaid(undefined);
    run(() => api.label(credential.id, name).then(() => setSaid(say(onDemandTexts.saved))));
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        rename();
      }}
    >
      <label for={id}>{say(onDemandTexts.passkeyName)}</label>
      <input
        id={id}
        value={name}
        maxLength={labelLength}
        required
        onInput={(event) => {
          setSaid(undefined);
          setName(event.currentTarget.value);
        }}
      />
      <button type="submit" class="button secondary">
        {say(onDemandTexts.save)}
      </button>
      <p role="status">{said}</p>
      {fault && <Fault fault={fault} />}
    </form>
  );
}

// Revoke signs the end of one of my passkeys with the one in use.
function Revoke({ credential, ...of }: PageProps & { credential: MyCredential }) {
  const make = async () => {
    const reason = say(onDemandTexts.revokeReason);
    const salt = newTextSalt();
    await api.keepText("reason", salt, reason).catch(() => {}); // another body's server may know this person, or none
    return {
      type: "credential.revoke" as const,
      body: { credential: credential.id, reason: await hashText(salt, reason) },
      words: `${say(passkeyTexts.revoke)}: ${credential.label || credential.id}`,
    };
  };
  const done = () => {
    const left = of.me.credentials.filter(({ id, status }) => id !== credential.id && status !== "revoked");
    const handle = keptHandle(of.community.community);
    if (handle) {
      tellAccepted(
        of.community.rp.id,
        handle,
        left.map(({ id }) => id),
      );
    }
    of.reload();
  };
  return (
    <details>
      <summary>{say(passkeyTexts.revoke)}</summary>
      <p>{say(onDemandTexts.revokeSure)}</p>
      <Sign of={of} label={say(passkeyTexts.revoke)} make={make} danger done={done} />
    </details>
  );
}
