// SPDX-License-Identifier: Apache-2.0

// What points are redeemed for, what each home has for it, and which of its points end first.

import { Back } from "../../../shared/back.tsx";
import { moment, say } from "../../../shared/language.ts";
import { bodyName } from "../../../shared/names.ts";
import { Page } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { serviceTexts } from "../../../shared/points/texts.ts";
import { leftText, type Service, whenText } from "../../../shared/points/words.ts";
import type { All, Mine } from "./api.ts";
import { spendTexts } from "./spend-texts.ts";
import { pointsTexts } from "./texts.ts";

export type Spending = PageProps & { mine: Mine; all: All };

type Home = Mine["homes"][number];

export function Catalogue({ community, mine, all }: Spending) {
  const offered = all.services.filter(({ retired }) => !retired);
  const least = all.plan?.least ?? 0;
  const most = Math.max(0, ...mine.homes.map(({ usable }) => usable).filter((usable) => usable >= least));
  return (
    <Page title={say(spendTexts.catalogue)}>
      <p class="note">{say(pointsTexts.noMoney)}</p>
      {mine.homes.map((home) => (
        <Purse key={home.unit} home={home} least={least} />
      ))}
      {offered.length === 0 && <p>{say(spendTexts.nothing)}</p>}
      <ul class="cards">
        {offered.map((service) => (
          <li class="card" key={service.service}>
            <h2>{service.title}</h2>
            <p class="big">{say(serviceTexts.each, service.points)}</p>
            <p>
              {say(spendTexts.at, bodyName(community, service.body))} · {leftText(service)}
            </p>
            <p>{whenText(service)}</p>
            <Way service={service} most={most} />
          </li>
        ))}
      </ul>
      <Back to="points" text={spendTexts.toPoints} />
    </Page>
  );
}

// Purse is what a home has to redeem with.
export function Purse({ home: { unit, house, usable, lots }, least }: { home: Home; least: number }) {
  const [first] = lots;
  return (
    <section>
      <h2>{say(pointsTexts.ours, house || unit.slice(0, 8))}</h2>
      <p class="big">{say(pointsTexts.usable, usable)}</p>
      {first && first.until > 0 && <p>{say(spendTexts.endFirst, first.amount, moment(first.until))}</p>}
      {usable < least && <p class="note warn">{say(spendTexts.least, least)}</p>}
    </section>
  );
}

// Way leads to redeeming, or says why there is no way.
function Way({ service: { service, open, left, points }, most }: { service: Service; most: number }) {
  if (!open || left === 0) {
    return left === 0 ? null : <p class="small">{say(spendTexts.shut)}</p>;
  }
  return points > most ? (
    <p class="small">{say(spendTexts.dear)}</p>
  ) : (
    <p class="actions">
      <a class="button" href={`#/points/services/${service}`}>
        {say(spendTexts.redeem)}
      </a>
    </p>
  );
}
