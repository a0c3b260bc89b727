// SPDX-License-Identifier: Apache-2.0

// A voucher whose code is in hand: what the server says of it, or without a network what this counter knows.

import type { ComponentChildren } from "preact";
import type { Bytes } from "../../../encoding.ts";
import { voucherOf } from "../../../voucher/code.ts";
import { type Community, Offline, Problem } from "../../shared/api.ts";
import { now } from "../../shared/clock.ts";
import { moment, say, type Text } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { counterApi, type Found, type Open } from "./api.ts";
import { counterTexts } from "./texts.ts";
import type { Counter } from "./use-taken.ts";

// List are the open vouchers of this body, as they were at a time.
export type List = { at: number; items: readonly Open[] };

type FoundProps = PageProps & { code: Bytes; list: List | undefined; counter: Counter; next: () => void };

export function FoundVoucher({ code, list, counter, next, ...of }: FoundProps) {
  const asked = useLoaded(async () => ({ id: await voucherOf(code), found: await ask(code) }), "");
  const { value, fault, reload } = asked;
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const mine = [...counter.waiting, ...counter.refused].find(({ voucher }) => voucher === value.id);
  if (mine) {
    return <No text={mine.refused ? counterTexts.bad : counterTexts.mine} values={[moment(mine.at)]} next={next} />;
  }
  const take = (voucher: { service: string; count: number }) => counter.take(code, voucher);
  if (value.found === "away") {
    return <WithoutNetwork list={list} id={value.id} take={take} next={next} />;
  }
  if (value.found === "none") {
    return <No text={counterTexts.unknown} next={next} />;
  }
  return <Known {...of} voucher={value.found} take={take} next={next} />;
}

// ask asks the server for the voucher with a code.
const ask = (code: Bytes): Promise<Found | "none" | "away"> =>
  counterApi.find(code).catch((error) => {
    if (error instanceof Offline) {
      return "away";
    }
    if (error instanceof Problem && error.status === 404) {
      return "none";
    }
    throw error;
  });

type Take = (voucher: { service: string; count: number }) => Promise<string | undefined>;

function Known({ community, me, voucher, take, next }: PageProps & { voucher: Found; take: Take; next: () => void }) {
  const { service, count, house, ends } = voucher;
  const why = whyNot(community, me.session.body ?? "", voucher);
  return (
    <Card title={why ? counterTexts.bad : counterTexts.good} next={next}>
      <p class="big">{say(counterTexts.one, service, count)}</p>
      {why ? (
        <p class="note warn">{why}</p>
      ) : (
        <>
          <p>{house ? say(counterTexts.house, house) : say(counterTexts.houseUnknown)}</p>
          <p>{say(counterTexts.until, moment(ends))}</p>
          <TakeIt voucher={voucher} take={take} taken={next} />
        </>
      )}
    </Card>
  );
}

// whyNot says why a counter of this body does not take a voucher; undefined: it does.
export function whyNot(community: Community, body: string, voucher: Found): string | undefined {
  const { state, used, by, ends } = voucher;
  if (voucher.body !== body) {
    return say(counterTexts.otherBody, bodyName(community, voucher.body));
  }
  if (state === "posted") {
    const who = by ? [by.name || say(counterTexts.somebody), bodyName(community, by.body)].join(" · ") : say(counterTexts.somebody);
    return say(counterTexts.used, moment(used), who);
  }
  if (state === "released") {
    return say(counterTexts.returned);
  }
  return ends <= now() ? say(counterTexts.over, moment(ends)) : undefined;
}

function WithoutNetwork({ list, id, take, next }: { list: List | undefined; id: string; take: Take; next: () => void }) {
  const known = list?.items.find(({ voucher }) => voucher === id);
  if (!list || !known) {
    return <No away text={list ? counterTexts.notKnown : counterTexts.noList} values={[moment(list?.at ?? 0)]} next={next} />;
  }
  if (known.ends <= now()) {
    return <No away text={counterTexts.over} values={[moment(known.ends)]} next={next} />;
  }
  return (
    <Card title={counterTexts.away} next={next}>
      <p class="big">{say(counterTexts.one, known.service, known.count)}</p>
      <p>{say(counterTexts.known, moment(list.at))}</p>
      <p>{say(counterTexts.until, moment(known.ends))}</p>
      <p class="note warn">{say(counterTexts.mayLose)}</p>
      <TakeIt voucher={known} take={take} taken={next} />
    </Card>
  );
}

type TakeProps = { voucher: { service: string; count: number }; take: Take; taken: () => void };

function TakeIt({ voucher, take, taken }: TakeProps) {
  const { busy, fault, run, tell } = useTask();
  const go = () =>
    run(async () => {
      const wrong = await take(voucher);
      return wrong === undefined ? taken() : tell(wrong);
    });
  return (
    <>
      {fault && <Fault fault={fault} />}
      <p class="actions">
        <button type="button" class="button wide" disabled={busy} onClick={go}>
          {say(counterTexts.take)}
        </button>
      </p>
    </>
  );
}

type NoProps = { text: Text; values?: (string | number)[]; away?: boolean; next: () => void };

const No = ({ text, values = [], away, next }: NoProps) => (
  <Card title={counterTexts.bad} next={next}>
    {away && <p>{say(counterTexts.away)}</p>}
    <p class="note warn">{say(text, ...values)}</p>
  </Card>
);

const Card = ({ title, children, next }: { title: Text; children: ComponentChildren; next: () => void }) => (
  <section class="card" role="status">
    <h2>{say(title)}</h2>
    {children}
    <p class="actions">
      <button type="button" class="button secondary" onClick={next}>
        {say(counterTexts.next)}
      </button>
    </p>
  </section>
);
