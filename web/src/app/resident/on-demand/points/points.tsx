// SPDX-License-Identifier: Apache-2.0

// What my homes have in points, what waits for me, and by what all of us earn them.

import { Back } from "../../../shared/back.tsx";
import { moment, say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { texts } from "../../../shared/texts.ts";
import { type All, type Deed, type Mine, pointsApi } from "./api.ts";
import { Deeds } from "./confirm.tsx";
import { dayText } from "./day.ts";
import { pointsTexts } from "./texts.ts";

const known = (community: string) => Promise.all([pointsApi.mine(), pointsApi.all(community)]);

export function Screen(of: PageProps & { parts: string[] }) {
  const { value, fault, reload } = useLoaded(() => known(of.community.community), "");
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const [mine, all] = value;
  return (
    <Page title={say(texts.points)}>
      <p class="note">{say(pointsTexts.noMoney)}</p>
      <Deeds {...of} deeds={mine.toConfirm} changed={reload} />
      {mine.homes.map((home) => (
        <Home key={home.unit} home={home} />
      ))}
      <Helped deeds={mine.helped} />
      <Vouchers vouchers={mine.vouchers} />
      <Rules all={all} />
      <Back />
    </Page>
  );
}

const Home = ({ home: { unit, house, usable, held, lots } }: { home: Mine["homes"][number] }) => (
  <section class="card">
    <h2>{say(pointsTexts.ours, house || unit.slice(0, 8))}</h2>
    <p class="big">{say(pointsTexts.usable, usable)}</p>
    {held > 0 && <p>{say(pointsTexts.held, held)}</p>}
    <ul>
      {lots.map(({ amount, until }, i) => (
        <li key={`${until} ${i}`}>{until > 0 ? say(pointsTexts.lot, amount, moment(until)) : say(pointsTexts.lotForEver, amount)}</li>
      ))}
    </ul>
  </section>
);

const Helped = ({ deeds }: { deeds: readonly Deed[] }) => (
  <section>
    <h2>{say(pointsTexts.helped)}</h2>
    {deeds.length === 0 && <p>{say(pointsTexts.helpedNone)}</p>}
    <ul>
      {deeds.map(({ help, day, minutes, points, paid }) => (
        <li key={help}>
          {say(pointsTexts.helpedOne, dayText(day), minutes, points)} · {say(paid ? pointsTexts.paid : pointsTexts.waits)}
        </li>
      ))}
    </ul>
  </section>
);

const Vouchers = ({ vouchers }: { vouchers: Mine["vouchers"] }) =>
  vouchers.length === 0 ? null : (
    <section>
      <h2>{say(pointsTexts.vouchers)}</h2>
      <ul>
        {vouchers.map(({ voucher, service, count, points, state, ends }) => (
          <li key={voucher}>
            {say(pointsTexts.voucher, service, count, points)} · {say(pointsTexts[state], moment(ends))}
          </li>
        ))}
      </ul>
    </section>
  );

// Rules are what holds for everybody.
const Rules = ({ all: { plan, sheet } }: { all: All }) => (
  <section>
    <h2>{say(pointsTexts.rules)}</h2>
    {!plan && <p>{say(pointsTexts.noPlan)}</p>}
    <ul>
      {plan?.rules.map(({ rule, title, way, points, issued, budget }) => (
        <li key={rule}>
          {say(way === "bin" ? pointsTexts.perPiece : pointsTexts.perHour, title, points)} · {say(pointsTexts.issued, issued, budget)}
        </li>
      ))}
    </ul>
    {plan && <p class="small">{say(pointsTexts.sheet, sheet.issued, sheet.accounts, sheet.held, sheet.spent, sheet.expired)}</p>}
  </section>
);
