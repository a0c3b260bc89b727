// SPDX-License-Identifier: Apache-2.0

// One of my orders: where it stands, and what I can say to it.

import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { orderAct } from "../../../shared/orders/bodies.ts";
import { Line } from "../../../shared/orders/line.tsx";
import { kindText, levelText, outcomeText } from "../../../shared/orders/words.ts";
import { Page } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { Sign } from "../signing.tsx";
import { type MyOrder, orderApi } from "./api.ts";
import { Confirm } from "./confirm.tsx";
import type { OrderProps } from "./props.ts";
import { Reopen } from "./reopen.tsx";
import { orderTexts } from "./texts.ts";

export function OrderScreen({ order, ...of }: PageProps & { order: MyOrder | undefined; changed: () => void }) {
  if (!order) {
    return (
      <Page title={say(orderTexts.title)}>
        <p>{say(orderTexts.gone)}</p>
        <Back to="orders" text={orderTexts.toMine} />
      </Page>
    );
  }
  const { can, level, worker, outcome } = order;
  return (
    <Page title={`${kindText(order.kind)} · ${order.house || order.place}`}>
      {can.includes("confirm") && <Confirm {...of} order={order} />}
      {can.includes("reopen") && <Reopen {...of} order={order} />}
      <h2>{say(orderTexts.stands)}</h2>
      {level > 0 && <p class="note warn">{say(orderTexts.escalated, levelText(level))}</p>}
      {worker && <p>{say(orderTexts.byWorker, worker)}</p>}
      <Line order={order} />
      {outcome && <p>{say(orderTexts.cameTo, outcomeText(outcome))}</p>}
      <Said title={say(orderTexts.youSaid)} order={order.order} text={order.text} photos={order.photos} />
      <Said title={say(orderTexts.workerSaid)} order={order.order} text={order.note} photos={order.workPhotos} />
      {can.includes("withdraw") && <Withdraw {...of} order={order} />}
      <Back to="orders" text={orderTexts.toMine} />
    </Page>
  );
}

type SaidProps = { title: string; order: string; text: string; photos: readonly string[] };

const Said = ({ title, order, text, photos }: SaidProps) =>
  text || photos.length > 0 ? (
    <>
      <h2>{title}</h2>
      {text && <p class="said">{text}</p>}
      <ul class="photos">
        {photos.map((hash, i) => (
          <li key={hash}>
            <img src={orderApi.photo(order, hash)} alt={say(orderTexts.photoOf, i + 1)} loading="lazy" />
          </li>
        ))}
      </ul>
    </>
  ) : null;

const Withdraw = ({ order, changed, ...of }: OrderProps) => (
  <details>
    <summary>{say(orderTexts.withdrawTitle)}</summary>
    <p>{say(orderTexts.withdrawLead)}</p>
    <Sign
      of={of}
      danger
      label={say(orderTexts.withdraw)}
      done={changed}
      make={async () => orderAct("order.withdraw", { order: order.order }, say(orderTexts.withdrawWords))}
    />
  </details>
);
