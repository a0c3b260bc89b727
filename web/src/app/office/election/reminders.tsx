// SPDX-License-Identifier: Apache-2.0

// Who has not voted yet, to be printed and taken from door to door. How anybody voted is nowhere.

import { api } from "../../shared/api.ts";
import { moment, say } from "../../shared/language.ts";
import { Fault, Page, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { texts } from "../../shared/texts.ts";
import { officeApi } from "../api.ts";
import { useLive } from "../live.tsx";
import { officeTexts } from "../texts.ts";
import { byBuilding, ownersText } from "./houses.ts";

export function Reminders({ community, election }: PageProps & { election: string }) {
  const loaded = useLive(() => Promise.all([api.election(community.community, election), officeApi.reminders(election)]), election);
  if (loaded.fault) {
    return <Fault fault={loaded.fault} retry={loaded.reload} />;
  }
  if (!loaded.value) {
    return <Waiting />;
  }
  const [detail, heads] = loaded.value;
  return (
    <Page title={say(officeTexts.reminders)}>
      <p class="kicker">{detail.election.title}</p>
      <p>{say(officeTexts.remindersLead, heads.length, detail.turnout.of.heads, moment(Date.now() / 1000))}</p>
      <p>{say(officeTexts.closesOn, moment(detail.election.times.closesAt ?? 0))}</p>
      {byBuilding(heads).map(([building, members]) => (
        <section key={building}>
          <h2>{building || say(officeTexts.noBuilding)}</h2>
          <ul class="checklist">
            {members.map((head) => (
              <li key={head.right}>{ownersText(head)}</li>
            ))}
          </ul>
        </section>
      ))}
      <p class="actions">
        <button type="button" class="button" onClick={() => print()}>
          {say(texts.print)}
        </button>
        <a class="button secondary" href={`#/election/${election}`}>
          {say(texts.back)}
        </a>
      </p>
    </Page>
  );
}
