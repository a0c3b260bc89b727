// SPDX-License-Identifier: Apache-2.0

// What a device connects with, which is seen once.

import { useState } from "preact/hooks";
import { save } from "../../shared/files.ts";
import { moment, say } from "../../shared/language.ts";
import { Fault, useUnsaved } from "../../shared/page.tsx";
import { useTask } from "../../shared/task.ts";
import { bridgeOf, type Credential, type Device, deskApi, type Proof } from "./api.ts";
import { deskTexts, proofs } from "./texts.ts";

export function CredentialForm({ device, changed }: { device: Device; changed: () => void }) {
  const [by, setBy] = useState<Proof>("certificate");
  const [made, setMade] = useState<Credential>();
  const { busy, fault, run } = useTask();
  const issue = async () => {
    setMade(await deskApi.issue(device.device, by));
    changed();
  };
  const bridge = bridgeOf(device);
  if (bridge) {
    return <p>{say(deskTexts.behindBridge, bridge)}</p>;
  }
  if (made) {
    return <Made made={made} done={() => setMade(undefined)} />;
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(issue);
      }}
    >
      <p>{device.credential ? say(deskTexts.credentialOf, moment(device.credential / 1000)) : say(deskTexts.noCredential)}</p>
      <p class="small">{say(deskTexts.credentialLead)}</p>
      <fieldset>
        <legend>{say(deskTexts.credentialBy)}</legend>
        {(Object.keys(proofs) as Proof[]).map((proof) => (
          <label class="choice" key={proof}>
            <input type="radio" name="proof" checked={by === proof} onChange={() => setBy(proof)} />
            {say(proofs[proof])}
          </label>
        ))}
      </fieldset>
      {fault && <Fault fault={fault} />}
      <button type="submit" class="button secondary" disabled={busy}>
        {say(deskTexts.issue)}
      </button>
    </form>
  );
}

function Made({ made, done }: { made: Credential; done: () => void }) {
  useUnsaved(true);
  const file = (name: string, content: string) => save(`${made.name}-${name}.pem`, content, "application/x-pem-file");
  const { certificate, authority } = made;
  const texts = [
    [deskTexts.transport, made.name],
    [deskTexts.password, made.password ?? made.digest],
    [deskTexts.token, made.token],
    [deskTexts.says, made.says?.join("\n")],
    [deskTexts.told, made.told?.join("\n")],
  ] as const;
  return (
    <div class="card">
      <p class="note warn" role="status">
        {say(deskTexts.issued)}
      </p>
      <dl class="facts long">
        {texts.map(
          ([name, value]) =>
            value && (
              <div key={name[1]}>
                <dt>{say(name)}</dt>
                <dd>
                  <code class="hash said">{value}</code>
                </dd>
              </div>
            ),
        )}
      </dl>
      <p class="actions">
        {certificate && (
          <button type="button" class="button" onClick={() => file("device", certificate)}>
            {say(deskTexts.saveCertificate)}
          </button>
        )}
        {authority && (
          <button type="button" class="button secondary" onClick={() => file("server", authority)}>
            {say(deskTexts.saveAuthority)}
          </button>
        )}
        <button type="button" class="button secondary" onClick={done}>
          {say(deskTexts.done)}
        </button>
      </p>
    </div>
  );
}
