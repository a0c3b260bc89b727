// SPDX-License-Identifier: Apache-2.0

// The programs that put what devices say on the ledger: this body's, which two bodies enrol, and all there are.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { deviceName } from "../../../act/rules.ts";
import type { Schema } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { JoinWaiting, usePending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import { DeskPage, type DeskProps } from "./frame.tsx";
import { deskTexts } from "./texts.ts";

export function Oracles(of: DeskProps) {
  const { oracle, oracles } = of.desk;
  const state = { none: deskTexts.oracleNone, enrolled: deskTexts.oracleEnrolled, retired: deskTexts.oracleRetired }[oracle.enrolled];
  return (
    <DeskPage title={say(deskTexts.oracles)} screen="oracles">
      <p>{say(deskTexts.oracleLead)}</p>
      <h2>{say(deskTexts.oracleOwn)}</h2>
      <p>
        <span class="stage">{say(state)}</span>
      </p>
      <dl class="facts long">
        <div>
          <dt>{say(deskTexts.oracleKey)}</dt>
          <dd>
            <code class="hash">{oracle.key}</code>
          </dd>
        </div>
      </dl>
      {oracle.enrolled === "none" && <Enrol {...of} />}
      <h2>{say(deskTexts.oracleAll)}</h2>
      {oracles.length === 0 && <p>{say(deskTexts.none)}</p>}
      <ul class="cards">
        {oracles.map((one) => (
          <Item key={one.id} {...of} one={one} />
        ))}
      </ul>
      <Back to="desk" text={deskTexts.toDesk} />
    </DeskPage>
  );
}

function Enrol(of: DeskProps) {
  const { key } = of.desk.oracle;
  const pending = usePending(of);
  const [name, setName] = useState("");
  const [body, setBody] = useState<Bodies["oracle.enrol"]>();
  return (
    <JoinWaiting {...of} list={pending} type="oracle.enrol" same={(other) => other.key === key} done={pending.reload}>
      {body ? (
        <SignAct {...of} type="oracle.enrol" body={body} done={pending.reload} back={() => setBody(undefined)} />
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            setBody({ body: of.me.session.body ?? "", key, name: name.trim() });
          }}
        >
          <label for="oracle-name">{say(deskTexts.oracleName)}</label>
          <input
            id="oracle-name"
            required
            pattern=".*\S.*"
            maxLength={deviceName}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <button type="submit" class="button">
            {say(deskTexts.check)}
          </button>
        </form>
      )}
    </JoinWaiting>
  );
}

function Item({ one, ...of }: DeskProps & { one: Schema["OracleItem"] }) {
  const pending = usePending(of);
  return (
    <li class="card">
      <h3>{one.name}</h3>
      <p class="sub">
        {bodyName(of.community, one.body)} · {say(deskTexts.oracleEvents, one.events)}
        {one.retired && ` · ${say(deskTexts.withdrawn)}`}
      </p>
      {!one.retired && (
        <JoinWaiting {...of} list={pending} type="oracle.retire" same={(other) => other.oracle === one.id} done={pending.reload}>
          <details>
            <summary>{say(deskTexts.oracleRetire)}</summary>
            <p>{say(deskTexts.oracleRetireLead)}</p>
            <SignAct {...of} type="oracle.retire" body={{ oracle: one.id }} alone={one.body === of.me.session.body} done={pending.reload} />
          </details>
        </JoinWaiting>
      )}
    </li>
  );
}
