// SPDX-License-Identifier: Apache-2.0

// One of my orders: where it stands, and what I can say to it.

import { Back } from "../../../shared/back.tsx";
import { Evidence } from "../../../shared/evidence-button.tsx";
import { say } from "../../../shared/language.ts";
import { Enclosures } from "../../../shared/orders/enclosures.tsx";
import { Line } from "../../../shared/orders/line.tsx";
import { titled, whereText } from "../../../shared/orders/order.ts";
import { orderAct } from "../../../shared/orders/order-act.ts";
import { Reasons } from "../../../shared/orders/reasons.tsx";
import { kindText, levelText, outcomeText } from "../../../shared/orders/words.ts";
import { Fault, Page, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { Sign } from "../signing.tsx";
import { mayDo, orderApi } from "./api.ts";
import { Confirm } from "./confirm.tsx";
import type { OrderProps } from "./props.ts";
import { Reopen } from "./reopen.tsx";
import { orderTexts } from "./texts.ts";
import { useFollowed } from "./use-followed.ts";

export function OrderScreen({ id, ...of }: PageProps & { id: string }) {
  const detail = useFollowed(() => orderApi.detail(id), of.community.community, id);
  if (!detail.value) {
    return detail.fault ? <Fault fault={detail.fault} retry={detail.reload} /> : <Waiting />;
  }
  const { order, worker, text, photos, note, workPhotos, reasons, house, mine } = detail.value;
  const { kind, level, outcome } = order;
  const may = mayDo(detail.value);
  const props = { ...of, order, unit: mine[0] ?? "", changed: detail.reload };
  return (
    <Page title={titled(kindText(kind), house || whereText(order))}>
      {may.confirm && <Confirm {...props} />}
      {may.reopen > 0 && <Reopen {...props} until={may.reopen} />}
      <h2>{say(orderTexts.stands)}</h2>
      {level > 0 && <p class="note warn">{say(orderTexts.escalated, levelText(level))}</p>}
      {worker?.name && <p>{say(outcome ? orderTexts.doneBy : orderTexts.byWorker, worker.name)}</p>}
      <Line order={order} />
      {outcome && <p>{say(orderTexts.cameTo, outcomeText(outcome))}</p>}
      <Reasons community={of.community} reasons={reasons} />
      <Enclosures community={of.community} title={say(orderTexts.youSaid)} order={order.order} text={text} photos={photos} />
      <Enclosures community={of.community} title={say(orderTexts.workerSaid)} order={order.order} text={note} photos={workPhotos} />
      {may.withdraw && <Withdraw {...props} />}
      {mine.length > 0 && (
        <p class="actions">
          <a class="button secondary" href={`#/cases/new/order/${order.order}`}>
            {say(orderTexts.mediation)}
          </a>
        </p>
      )}
      <Evidence community={of.community.community} of="order" id={order.order} />
      <Back to="orders" text={orderTexts.toMine} />
    </Page>
  );
}

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
