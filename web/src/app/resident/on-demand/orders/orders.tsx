// SPDX-License-Identifier: Apache-2.0

// What I reported, and where it stands.

import { useEffect } from "preact/hooks";
import { followLedger, seldom } from "../../../../live/follow.ts";
import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { orderApi } from "./api.ts";
import { OrderCards } from "./cards.tsx";
import { CareScreen } from "./care.tsx";
import { OrderScreen } from "./order.tsx";
import { Report } from "./report.tsx";
import { orderTexts } from "./texts.ts";

const often = 3000; // ms

// useOrders are my orders, asked for again when something has happened.
export function useOrders(community: string) {
  const orders = useLoaded(orderApi.mine, community);
  useEffect(() => {
    const until = new AbortController();
    followLedger({ community }, seldom(often, orders.reload), until.signal, ["act", "block", "reload"]);
    return () => until.abort();
  }, [community]);
  return orders;
}

export function Screen({ parts, ...of }: PageProps & { parts: string[] }) {
  const [screen = "", ...further] = parts;
  switch (screen) {
    case "new":
      return <Report {...of} kind={further[0] ?? ""} place={further[1]} />;
    case "care":
      return <CareScreen {...of} />;
    default:
      return <Mine {...of} id={screen} />;
  }
}

function Mine({ id, ...of }: PageProps & { id: string }) {
  const orders = useOrders(of.community.community);
  if (!orders.value) {
    return orders.fault ? <Fault fault={orders.fault} retry={orders.reload} /> : <Waiting />;
  }
  if (id) {
    return <OrderScreen {...of} key={id} order={orders.value.find(({ order }) => order === id)} changed={orders.reload} />;
  }
  return (
    <Page title={say(orderTexts.title)}>
      <p class="note warn">{say(orderTexts.danger)}</p>
      <p class="actions">
        <a class="button" href="#/orders/new">
          {say(orderTexts.report)}
        </a>
        <a class="button secondary" href="#/orders/care">
          {say(orderTexts.care)}
        </a>
      </p>
      <h2>{say(orderTexts.mine)}</h2>
      {orders.value.length === 0 && <p>{say(orderTexts.none)}</p>}
      <OrderCards orders={orders.value} />
      <Back />
    </Page>
  );
}
