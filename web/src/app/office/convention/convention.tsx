// SPDX-License-Identifier: Apache-2.0

// The convention: which is in force, which were put to the vote and whether they can be put in force, and writing another one.

import { canonical } from "../../../act/canonical.ts";
import { Back } from "../../shared/back.tsx";
import { moment, say } from "../../shared/language.ts";
import { Fault, Page, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useLive } from "../live.tsx";
import { conventionApi, type InForce as Known } from "./api.ts";
import { Leave } from "./leave.tsx";
import { conventionOfficeTexts as own } from "./texts.ts";
import { VotedOn } from "./voted.tsx";
import { Write } from "./write.tsx";

export function Convention(of: PageProps) {
  const known = useLive(() => conventionApi.inForce(of.community.community), "convention");
  return (
    <Page title={say(own.title)}>
      {known.fault && <Fault fault={known.fault} retry={known.reload} />}
      {!known.value && !known.fault && <Waiting />}
      {known.value && <InForce community={of.community.community} known={known.value} />}
      {known.value && <VotedOn {...of} />}
      {known.value && <Write {...of} inForce={known.value.shown?.text} />}
      <Back />
    </Page>
  );
}

function InForce({ community, known: { inForce, versions, shown } }: { community: string; known: Known }) {
  const version = versions.find(({ hash }) => hash === inForce);
  return (
    <section>
      <h2>{say(own.inForce)}</h2>
      <p>{shown && version ? `${shown.title} · ${moment(version.from)}` : say(own.none)}</p>
      <p>
        <a href={`/c/${encodeURIComponent(community)}/convention`}>{say(own.page)}</a>
      </p>
      {inForce && (
        <details>
          <summary>{say(own.repeal)}</summary>
          <p>{say(own.repealLead)}</p>
          <Leave kind="repeal" text={canonical({ from: "0", repeal: inForce })} label={say(own.repealLeave)} />
        </details>
      )}
    </section>
  );
}
