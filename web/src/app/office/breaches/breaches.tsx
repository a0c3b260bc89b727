// SPDX-License-Identifier: Apache-2.0

// What households are to have broken of the convention, and what each body can say to it.

import type { ComponentChildren } from "preact";
import { Back } from "../../shared/back.tsx";
import { rungText, stateText, whatText } from "../../shared/breaches/words.ts";
import { lastDay } from "../../shared/day.ts";
import { Evidence } from "../../shared/evidence-button.tsx";
import { say } from "../../shared/language.ts";
import { Away, Shown } from "../../shared/orders/enclosures.tsx";
import { Fault, Page, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useLive } from "../live.tsx";
import { Screens } from "../screens.tsx";
import { breachApi } from "./api.ts";
import { ReportsPage } from "./reports.tsx";
import { SeenPage } from "./seen.tsx";
import { Steps } from "./steps.tsx";
import { breachTexts } from "./texts.ts";

const screens = { "": breachTexts.all, reports: breachTexts.reports, seen: breachTexts.seen } as const;

export const Breaches = ({ at: [screen = ""], ...of }: PageProps & { at: readonly string[] }) => (
  <Page title={say(breachTexts.title)}>
    <Screens title={breachTexts.title} path="breaches" screens={screens} here={screen} />
    {screen === "reports" && <ReportsPage {...of} />}
    {screen === "seen" && <SeenPage {...of} />}
    {screen === "" && <All {...of} />}
    <Back />
  </Page>
);

function All(of: PageProps) {
  const all = useLive(breachApi.all, "breaches");
  if (!all.value) {
    return all.fault ? <Fault fault={all.fault} retry={all.reload} /> : <Waiting />;
  }
  return (
    <>
      <p>{say(breachTexts.lead)}</p>
      {all.value.length === 0 && <p>{say(breachTexts.none)}</p>}
      <ul class="cards">
        {all.value.map((breach) => (
          <li class="card" key={breach.breach}>
            <p class="kicker">{stateText(breach.state)}</p>
            <h2>{whatText(breach)}</h2>
            <p>{say(breachTexts.home, breach.house || breach.home.slice(0, 8))}</p>
            {breach.ground.text && <Small>{say(breachTexts.ground, breach.ground.text)}</Small>}
            <p>{say(breachTexts.leads, rungText(breach.rung))}</p>
            {breach.answer.text && <p>{say(breachTexts.answer, breach.answer.text)}</p>}
            <Away community={of.community} of={breach.photos} />
            <Shown at={`breaches/${breach.breach}`} photos={breach.photos} />
            {breach.votes.map(({ body, verdict }) => (
              <Small key={body}>{say(breachTexts.verdict, body, say(breachTexts[verdict]))}</Small>
            ))}
            {breach.pardons.map((body) => (
              <Small key={body}>{say(breachTexts.pardoned, body)}</Small>
            ))}
            {breach.state === "found" && <Small>{say(breachTexts.noticeBy, lastDay(breach.noticeBy))}</Small>}
            {breach.state === "appealed" && <Small>{say(breachTexts.decideBy, lastDay(breach.decideBy))}</Small>}
            <Steps {...of} breach={breach} changed={all.reload} />
            <Evidence community={of.community.community} of="breach" id={breach.breach} />
          </li>
        ))}
      </ul>
    </>
  );
}

const Small = ({ children }: { children: ComponentChildren }) => <p class="small">{children}</p>;
