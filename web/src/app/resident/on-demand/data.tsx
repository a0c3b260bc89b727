// SPDX-License-Identifier: Apache-2.0

// What is kept about me, where I am signed in, and how to have it erased.

import { api } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { save } from "../../shared/files.ts";
import { say } from "../../shared/language.ts";
import { Fault, Page } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { Sessions } from "../../shared/sessions.tsx";
import { useTask } from "../../shared/task.ts";
import { texts } from "../../shared/texts.ts";
import { onDemandTexts } from "./texts.ts";

const kept = [onDemandTexts.dataKept1, onDemandTexts.dataKept2, onDemandTexts.dataKept3, onDemandTexts.dataKept4];
const erase = [onDemandTexts.dataErase1, onDemandTexts.dataErase2, onDemandTexts.dataErase3];

export function Screen({ community, me }: PageProps) {
  return (
    <Page title={say(texts.data)}>
      <p>{say(onDemandTexts.dataLead)}</p>
      <h2>{say(onDemandTexts.dataKept)}</h2>
      <ul>
        {kept.map((text) => (
          <li key={text[1]}>{say(text)}</li>
        ))}
      </ul>
      <Export person={me.session.person ?? ""} />
      <Sessions community={community} />
      <h2>{say(onDemandTexts.dataErase)}</h2>
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
          {say(onDemandTexts.dataExport)}
        </button>
      </p>
    </>
  );
}
