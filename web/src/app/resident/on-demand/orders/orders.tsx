// SPDX-License-Identifier: Apache-2.0

// What I reported, and where it stands.

import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { Fault, Page, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { texts } from "../../../shared/texts.ts";
import { orderApi } from "./api.ts";
import { OrderCards } from "./cards.tsx";
import { CareScreen } from "./care.tsx";
import { OrderScreen } from "./order.tsx";
import { Report } from "./report.tsx";
import { orderTexts } from "./texts.ts";
import { useFollowed } from "./use-followed.ts";

export function Screen({ parts, ...of }: PageProps & { parts: string[] }) {
  const [screen = "", ...further] = parts;
  switch (screen) {
    case "new":
      return <Report {...of} kind={further[0] ?? ""} place={further[1]} />;
    case "care":
      return <CareScreen {...of} />;
    case "":
      return <Mine {...of} />;
    default:
      return <OrderScreen {...of} key={screen} id={screen} />;
  }
}

function Mine({ community }: PageProps) {
  const orders = useFollowed(orderApi.mine, community.community, "");
  if (!orders.value) {
    return orders.fault ? <Fault fault={orders.fault} retry={orders.reload} /> : <Waiting />;
  }
  return (
    <Page title={say(orderTexts.title)}>
      <p class="note warn">{say(orderTexts.danger)}</p>
      <p class="actions">
        <a class="button" href="#/orders/new">
          {say(texts.report)}
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
