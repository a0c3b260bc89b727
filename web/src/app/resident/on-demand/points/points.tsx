// SPDX-License-Identifier: Apache-2.0

// What my homes have in points, what waits for me, and by what all of us earn them.

import { Back } from "../../../shared/back.tsx";
import { dayText } from "../../../shared/day.ts";
import { moment, say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { texts } from "../../../shared/texts.ts";
import { type All, type Deed, type Mine, pointsApi } from "./api.ts";
import { Catalogue } from "./catalogue.tsx";
import { Deeds } from "./confirm.tsx";
import { Drops } from "./drops.tsx";
import { Gift } from "./gift.tsx";
import { Moves } from "./moves.tsx";
import { Redeem } from "./redeem.tsx";
import { spendTexts } from "./spend-texts.ts";
import { Statement } from "./statement.tsx";
import { pointsTexts } from "./texts.ts";
import { VoucherPage } from "./voucher.tsx";
import { Work } from "./work.tsx";

const known = (community: string) => Promise.all([pointsApi.mine(), pointsApi.all(community)]);

export function Screen({ parts: [part = "", id = ""], ...of }: PageProps & { parts: string[] }) {
  switch (part) {
    case "work":
      return <Work {...of} />;
    case "gift":
      return <Gift {...of} />;
    default:
      return <Ours {...of} part={part} id={id} />;
  }
}

function Ours({ part, id, ...of }: PageProps & { part: string; id: string }) {
  const { value, fault, reload } = useLoaded(() => known(of.community.community), `${part}/${id}`);
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const [mine, all] = value;
  const service = all.services.find((one) => one.service === id);
  if (part === "voucher") {
    return <VoucherPage {...of} key={id} id={id} mine={mine} all={all} changed={reload} />;
  }
  if (part === "services") {
    return service ? (
      <Redeem {...of} mine={mine} all={all} service={service} changed={reload} />
    ) : (
      <Catalogue {...of} mine={mine} all={all} />
    );
  }
  return (
    <Page title={say(texts.points)}>
      <p class="note">{say(pointsTexts.noMoney)}</p>
      <Deeds {...of} deeds={mine.toConfirm} changed={reload} />
      {all.plan?.rules.some(({ way }) => way === "bin") && <Drops {...of} changed={reload} />}
      {mine.homes.map((home) => (
        <Home key={home.unit} home={home} />
      ))}
      <p class="actions">
        <a class="button" href="#/points/services">
          {say(spendTexts.catalogue)}
        </a>
      </p>
      <Ways all={all} />
      <Helped deeds={mine.helped} />
      <Vouchers vouchers={mine.vouchers} />
      <Moves moves={mine.moves} community={of.community.community} />
      <Statement community={of.community.community} />
      <Rules all={all} />
      <Back />
    </Page>
  );
}

// Ways are what I can do here, as far as the plan has it.
const Ways = ({ all: { plan } }: { all: All }) => (
  <p class="actions">
    {plan?.rules.some(({ way }) => way === "volunteer") && (
      <a class="button secondary" href="#/points/work">
        {say(pointsTexts.work)}
      </a>
    )}
    {plan?.gifts && (
      <a class="button secondary" href="#/points/gift">
        {say(pointsTexts.gift)}
      </a>
    )}
  </p>
);

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
            <a href={`#/points/voucher/${voucher}`}>{say(pointsTexts.voucher, service, count, points)}</a> ·{" "}
            {say(pointsTexts[state], moment(ends))}
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
