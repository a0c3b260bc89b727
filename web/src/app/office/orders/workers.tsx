// SPDX-License-Identifier: Apache-2.0

// The body's workers: who is there, and how somebody becomes one.

import { useState } from "preact/hooks";
import { emailLength, reasonLength } from "../../shared/bounds.gen.ts";
import { moment, say } from "../../shared/language.ts";
import { enclose } from "../../shared/orders/enclosed.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { useLive } from "../live.tsx";
import { dispatchApi, type Worker } from "./api.ts";
import { stateOf } from "./assign.tsx";
import { DispatchPage } from "./frame.tsx";
import { SignOrder } from "./sign.tsx";
import { dispatchTexts } from "./texts.ts";

export function WorkersPage(of: PageProps) {
  const workers = useLive(dispatchApi.workers, "");
  return (
    <DispatchPage title={say(dispatchTexts.workers)} screen="workers">
      {workers.fault ? <Fault fault={workers.fault} retry={workers.reload} /> : null}
      {!workers.value && !workers.fault && <Waiting />}
      {workers.value && workers.value.waiting.length > 0 && <h2>{say(dispatchTexts.waiting)}</h2>}
      {workers.value?.waiting.map(({ name, made, enrol }) => (
        <section key={enrol.worker}>
          <h3>
            {name} · {moment(made)}
          </h3>
          <SignOrder {...of} type="worker.enrol" body={enrol} done={workers.reload} />
        </section>
      ))}
      <Invite />
      <h2>{say(dispatchTexts.workers)}</h2>
      {workers.value?.items.length === 0 && <p>{say(dispatchTexts.noWorkers)}</p>}
      <ul class="cards">
        {workers.value?.items.map((one) => (
          <li class="card" key={one.worker}>
            <Item {...of} one={one} done={workers.reload} />
          </li>
        ))}
      </ul>
    </DispatchPage>
  );
}

function Item({ one, done, ...of }: PageProps & { one: Worker; done: () => void }) {
  const { worker, name, phone, grids, revoked } = one;
  return (
    <>
      <h3>{name || worker.slice(0, 8)}</h3>
      <p>
        <span class="stage">{revoked ? say(dispatchTexts.revoked) : stateOf(one)}</span> {[phone, ...grids].filter(Boolean).join(" · ")}
      </p>
      {!revoked && <Revoke {...of} worker={worker} done={done} />}
    </>
  );
}

function Revoke({ worker, done, ...of }: PageProps & { worker: string; done: () => void }) {
  const [reason, setReason] = useState("");
  const [hash, setHash] = useState<string>();
  const { busy, fault, run } = useTask();
  if (hash) {
    return <SignOrder {...of} alone type="worker.revoke" body={{ reason: hash, worker }} done={done} back={() => setHash(undefined)} />;
  }
  return (
    <details>
      <summary>{say(dispatchTexts.revoke)}</summary>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          run(async () => setHash((await enclose(reason, [])).text));
        }}
      >
        <label for={`reason-${worker}`}>{say(dispatchTexts.reason)}</label>
        <textarea
          id={`reason-${worker}`}
          required
          rows={2}
          maxLength={reasonLength}
          value={reason}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        {fault && <Fault fault={fault} />}
        <button type="submit" class="button danger" disabled={busy}>
          {say(dispatchTexts.check)}
        </button>
      </form>
    </details>
  );
}

type Link = { name: string; link: string; expires: number };

// Invite makes a one-time link, which is shown this once.
function Invite() {
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const [email, setEmail] = useState("");
  const [made, setMade] = useState<Link>();
  const { busy, fault, run } = useTask();
  const make = () =>
    run(async () => {
      const { link, expires } = await dispatchApi.invite(name.trim(), phone.trim(), email.trim());
      setMade({ name: name.trim(), link, expires });
    });
  return (
    <>
      <h2>{say(dispatchTexts.invite)}</h2>
      <p>{say(dispatchTexts.workersLead)}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          make();
        }}
      >
        <label for="worker-name">{say(dispatchTexts.name)}</label>
        <input
          id="worker-name"
          required
          maxLength={60}
          autocomplete="off"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <label for="worker-phone">{say(dispatchTexts.phone)}</label>
        <input
          id="worker-phone"
          type="tel"
          maxLength={40}
          autocomplete="off"
          value={phone}
          onInput={(event) => setPhone(event.currentTarget.value)}
        />
        <label for="worker-email">{say(dispatchTexts.email)}</label>
        <input
          id="worker-email"
          type="email"
          maxLength={emailLength}
          autocomplete="off"
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        {fault && <Fault fault={fault} />}
        <button type="submit" class="button" disabled={busy}>
          {say(dispatchTexts.makeLink)}
        </button>
      </form>
      <div role="status">
        {made && (
          <div class="note">
            <p>{say(dispatchTexts.linkIs, made.name, moment(made.expires))}</p>
            <p>
              <code class="hash">{made.link}</code>
            </p>
          </div>
        )}
      </div>
    </>
  );
}
