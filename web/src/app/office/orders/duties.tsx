// SPDX-License-Identifier: Apache-2.0

// Whose orders are: what the community has adopted, by kind and place.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { hashOfFile } from "../../shared/files.ts";
import { say } from "../../shared/language.ts";
import { placeText } from "../../shared/orders/order.ts";
import { kinds, kindText, priorityText } from "../../shared/orders/words.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { Scroll } from "../../shared/scroll.tsx";
import { useTask } from "../../shared/task.ts";
import { useLive } from "../live.tsx";
import { type Duty, dispatchApi } from "./api.ts";
import { DispatchPage } from "./frame.tsx";
import { readDuties, writeDuties } from "./lines.ts";
import { SignOrder } from "./sign.tsx";
import { dispatchTexts } from "./texts.ts";

export function DutiesPage(of: PageProps) {
  const duties = useLive(dispatchApi.duties, "");
  const { value } = duties;
  return (
    <DispatchPage title={say(dispatchTexts.duties)} screen="duties">
      <p>{say(dispatchTexts.dutiesLead)}</p>
      {duties.fault ? <Fault fault={duties.fault} retry={duties.reload} /> : null}
      {!value && !duties.fault && <Waiting />}
      {value && <p>{value.version > 0 ? say(dispatchTexts.dutyVersion, value.version) : say(dispatchTexts.dutyNone)}</p>}
      {value && value.items.length > 0 && <Table duties={value.items} />}
      {value && <Adopt {...of} key={value.version} duties={value.items} version={value.version} done={duties.reload} />}
    </DispatchPage>
  );
}

const Table = ({ duties }: { duties: readonly Duty[] }) => (
  <Scroll label={say(dispatchTexts.duties)}>
    <table>
      <thead>
        <tr>
          {[dispatchTexts.kind, dispatchTexts.where, dispatchTexts.grid, dispatchTexts.hands, dispatchTexts.priority].map((head) => (
            <th scope="col" key={head[0]}>
              {say(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {duties.map(({ kind, place, grid, hands, priority }) => (
          <tr key={`${kind} ${place}`}>
            <th scope="row">{kind ? kindText(kind) : say(dispatchTexts.all)}</th>
            <td>{place ? placeText(place) : say(dispatchTexts.all)}</td>
            <td>{grid}</td>
            <td>{hands}</td>
            <td>{priorityText(priority)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
);

type AdoptProps = PageProps & { duties: readonly Duty[]; version: number; done: () => void };

function Adopt({ duties, version, done, ...of }: AdoptProps) {
  const grids = useLoaded(dispatchApi.grids, "").value ?? [];
  const [text, setText] = useState(() => writeDuties(duties));
  const [basis, setBasis] = useState<File>();
  const [body, setBody] = useState<Bodies["duties.adopt"]>();
  const { busy, fault, run, tell } = useTask();
  const { all, bad } = readDuties(
    text,
    grids.map(({ grid }) => grid),
  );
  if (body) {
    return <SignOrder {...of} type="duties.adopt" body={body} done={done} back={() => setBody(undefined)} />;
  }
  const check = () =>
    run(async () => {
      if (!basis) {
        return tell(say(dispatchTexts.basisNone));
      }
      return setBody({ basis: await hashOfFile(basis), duties: all, version: String(version + 1) });
    });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <label for="duties">{say(dispatchTexts.dutyLines)}</label>
      <p class="small" id="duties-hint">
        {say(
          dispatchTexts.dutyHint,
          Object.entries(kinds)
            .map(([code, name]) => `${code} ${say(name)}`)
            .join("; "),
        )}
      </p>
      <textarea id="duties" rows={8} aria-describedby="duties-hint" value={text} onInput={(event) => setText(event.currentTarget.value)} />
      {bad.length > 0 && <p class="unmet">{say(dispatchTexts.dutyBad, bad.join(" / "))}</p>}
      <label for="basis">{say(dispatchTexts.basis)}</label>
      <input id="basis" type="file" onChange={({ currentTarget: { files } }) => setBasis(files?.[0])} />
      {fault && <Fault fault={fault} />}
      <button type="submit" class="button" disabled={busy || bad.length > 0 || all.length === 0}>
        {say(dispatchTexts.check)}
      </button>
    </form>
  );
}
