// SPDX-License-Identifier: Apache-2.0

// What is kept about me, where I am signed in, and how to have it erased.

import { api } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { save } from "../../shared/files.ts";
import { say } from "../../shared/language.ts";
import { Fault, Page } from "../../shared/page.tsx";
import { Sessions } from "../../shared/sessions.tsx";
import { useTask } from "../../shared/task.ts";
import { texts } from "../../shared/texts.ts";
import type { Of } from "./signing.tsx";
import { more } from "./texts.ts";

const kept = [more.dataKept1, more.dataKept2, more.dataKept3, more.dataKept4];
const erase = [more.dataErase1, more.dataErase2, more.dataErase3];

export function Screen({ community, me }: Of) {
  return (
    <Page title={say(texts.data)}>
      <p>{say(more.dataLead)}</p>
      <h2>{say(more.dataKept)}</h2>
      <ul>
        {kept.map((text) => (
          <li key={text[1]}>{say(text)}</li>
        ))}
      </ul>
      <Export person={me.session.person ?? ""} />
      <Sessions community={community} />
      <h2>{say(more.dataErase)}</h2>
      <ul>
        {erase.map((text) => (
          <li key={text[1]}>{say(text)}</li>
        ))}
      </ul>
      <Back />
    </Page>
  );
}

function Export({ person }: { person: string }) {
  const { fault, run } = useTask();
  const download = () =>
    run(async () => {
      const record = await api.record(person);
      save("linli-my-data.json", JSON.stringify(record, null, 2), "application/json");
    });
  return (
    <>
      {fault && <Fault fault={fault} />}
      <p class="actions">
        <button type="button" class="button" onClick={download}>
          {say(more.dataExport)}
        </button>
      </p>
    </>
  );
}
