// SPDX-License-Identifier: Apache-2.0

// What is asked for, as who asks and who helps sees it.

import type { ComponentChildren } from "preact";
import { moment, say } from "../../../shared/language.ts";
import type { Ask } from "./api.ts";
import { skills as names } from "./names.gen.ts";
import { helpTexts } from "./texts.ts";
import { timesText } from "./week.tsx";

const where = ({ near, house }: Ask): string => (near ? say(helpTexts.near) : house);

const Phone = ({ phone }: { phone: string }) => (
  <p>
    {say(helpTexts.phone)}: {phone ? <a href={`tel:${phone.replace(/[^0-9+]/g, "")}`}>{phone}</a> : say(helpTexts.noPhone)}
  </p>
);

const Card = ({ ask, name, place, children }: { ask: Ask; name?: string | undefined; place: string; children: ComponentChildren }) => (
  <li class="card">
    <h3>{say(names[ask.skill])}</h3>
    {(name || place) && <p class="kicker">{[name, place].filter(Boolean).join(" · ")}</p>}
    <p>{ask.words}</p>
    {children}
  </li>
);

export const Suggestion = ({ ask, children }: { ask: Ask; children: ComponentChildren }) => (
  <Card ask={ask} name={ask.other?.name} place={where(ask)}>
    <p class="small">
      {say(helpTexts.together, timesText(ask.together))} · {say(helpTexts.until, moment(ask.until))}
    </p>
    {children}
  </Card>
);

export const Agreed = ({ ask, children }: { ask: Ask; children: ComponentChildren }) => (
  <Card ask={ask} name={ask.other?.name} place={ask.house}>
    <p class="small">{say(helpTexts.suits, timesText(ask.times))}</p>
    <Phone phone={ask.other?.phone ?? ""} />
    {children}
  </Card>
);

export const Mine = ({ ask, children }: { ask: Ask; children: ComponentChildren }) => (
  <Card ask={ask} place={ask.house}>
    <p class="small">
      {say(helpTexts.suits, timesText(ask.times))} · {say(helpTexts.until, moment(ask.until))}
    </p>
    {ask.other ? (
      <>
        <p class="note">{say(ask.given ? helpTexts.given : helpTexts.comes, ask.other.name)}</p>
        <Phone phone={ask.other.phone} />
      </>
    ) : (
      <p>{ask.could > 0 ? say(helpTexts.could, ask.could) : say(helpTexts.couldNone)}</p>
    )}
    {children}
  </Card>
);
