// SPDX-License-Identifier: Apache-2.0

// A worker's orders, and what of his steps is not sent yet.

import { useEffect, useState } from "preact/hooks";
import { followLedger, seldom } from "../../live/follow.ts";
import type { Community, Me } from "../shared/api.ts";
import { lang, moment, say } from "../shared/language.ts";
import { Fault, Page, useHash, useLoaded, Waiting } from "../shared/page.tsx";
import { SignOut } from "../shared/signout.tsx";
import { texts } from "../shared/texts.ts";
import { type WorkOrders, workApi } from "./api.ts";
import { Gate, guestsOf } from "./gate.tsx";
import { gateTexts } from "./gate-texts.ts";
import { List } from "./list.tsx";
import { OrderPage } from "./order.tsx";
import { waitingOf } from "./queue.ts";
import { type Remembered, remembered } from "./remembered.ts";
import type { Shelf } from "./shelf.ts";
import { workTexts } from "./texts.ts";
import { useQueue } from "./use-queue.ts";
import { viewOf } from "./view.ts";
import { Refusals, SignAgain, Unsent } from "./waiting.tsx";

const often = 3000; // ms between two looks at what has changed
const polls = 20_000; // ms, after which it looks though nothing was heard

export function Work({ community, me, shelf }: { community: Community; me: Me; shelf: Shelf }) {
  const hash = useHash();
  const worker = me.session.credential;
  const [orders, setOrders] = useState<Remembered<WorkOrders>>();
  const [fault, setFault] = useState<unknown>();
  const reload = () =>
    remembered(shelf, `orders/${worker}`, workApi.orders).then((read) => {
      setOrders(read);
      steps.learn(read.value.seq);
      setFault(undefined);
    }, setFault);
  const steps = useQueue(shelf, community, worker, reload);
  useEffect(() => {
    const until = new AbortController();
    // A deadline that passes is no act: who is called then has to be told at once.
    followLedger({ community: community.community }, seldom(often, reload), until.signal, ["act", "order", "reload"]);
    addEventListener("online", reload, { signal: until.signal });
    const timer = setInterval(reload, polls);
    reload();
    return () => {
      clearInterval(timer);
      until.abort();
    };
  }, []);
  const views = orders?.value.items.map((order) => viewOf(order, steps.mine)) ?? [];
  const [screen = "", id = ""] = hash.split("/");
  const gate = ["gate", "slip"].includes(screen);
  return (
    <>
      <Unsent steps={steps} connected={orders?.since === undefined} />
      {orders?.since !== undefined && !gate && (
        <p class="note" role="status">
          {say(workTexts.asOf, moment(orders.since / 1000))} {say(workTexts.asOfHint)}
        </p>
      )}
      <Refusals steps={steps} />
      <SignAgain steps={steps} />
      {fault && !orders && !gate ? <Fault fault={fault} retry={reload} /> : null}
      {!orders && !fault && !gate && <Waiting />}
      {orders && screen === "order" && (
        <OrderPage key={id} community={community} view={views.find(({ order }) => order.order === id)} steps={steps} />
      )}
      {gate && <Gate community={community} me={me} shelf={shelf} steps={steps} slip={screen === "slip" ? id : ""} />}
      {screen === "contact" && <Contact me={me} />}
      {screen === "reports" && <Reports community={community} worker={worker} waiting={waitingOf(steps.mine).length > 0} />}
      {orders && !["order", "gate", "slip", "contact", "reports"].includes(screen) && (
        <Page title={say(workTexts.title)}>
          <List views={views} />
          {waitingOf(steps.mine).length > 0 && <p class="small">{say(workTexts.signOutWaits)}</p>}
          <p class="actions">
            <a class="button secondary" href="#/gate">
              {say(gateTexts.title)}
            </a>
            <a class="button secondary" href="#/reports">
              {say(workTexts.reports)}
            </a>
            <a class="button" href="#/contact">
              {say(texts.contact)}
            </a>
            <a class="button secondary" href={`/api/v1/worker/calendar.ics?lang=${lang()}`}>
              {say(workTexts.calendar)}
            </a>
          </p>
          <p class="small">{say(workTexts.calendarHint)}</p>
          <SignOut forget={() => shelf.forget("me", `orders/${worker}`, guestsOf(worker))} />
        </Page>
      )}
    </>
  );
}

// Reports are loaded when they are asked for: they need a connection.
function Reports(of: { community: Community; worker: string; waiting: boolean }) {
  const page = useLoaded(() => import("./reports.tsx"), "");
  if (page.fault) {
    return <Fault fault={say(texts.offline)} retry={page.reload} />;
  }
  return page.value ? <page.value.Reports {...of} /> : <Waiting />;
}

// Contact is loaded when it is asked for: it needs a connection.
function Contact({ me }: { me: Me }) {
  const page = useLoaded(() => import("../shared/contact/contact.tsx"), "");
  if (page.fault) {
    return <Fault fault={say(texts.offline)} retry={page.reload} />;
  }
  return page.value ? <page.value.Screen me={me} /> : <Waiting />;
}
