// SPDX-License-Identifier: Apache-2.0

// One order at the office: whose it is, and who goes.

import { Back } from "../../shared/back.tsx";
import { Evidence } from "../../shared/evidence-button.tsx";
import { say } from "../../shared/language.ts";
import { Enclosures } from "../../shared/orders/enclosures.tsx";
import { Line } from "../../shared/orders/line.tsx";
import { titled, whereText } from "../../shared/orders/order.ts";
import { Reasons } from "../../shared/orders/reasons.tsx";
import { kindText, levelText, priorityText } from "../../shared/orders/words.ts";
import { Fault, Page, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { usePolled } from "../desk/polled.ts";
import { dispatchApi } from "./api.ts";
import { Assign } from "./assign.tsx";
import { handText } from "./board.tsx";
import { Merge } from "./merge.tsx";
import { dispatchTexts } from "./texts.ts";
import { Triage } from "./triage.tsx";

const unheld = ["raised", "triaged", "assigned"];
const working = [...unheld, "accepted", "en-route", "on-site"];

export function OrderPage({ id, ...of }: PageProps & { id: string }) {
  const detail = usePolled(() => dispatchApi.detail(id), id);
  const board = usePolled(dispatchApi.board, "board");
  if (!detail.value) {
    return detail.fault ? <Fault fault={detail.fault} retry={detail.reload} /> : <Waiting />;
  }
  const { order, house, hands, most, text, photos, note, workPhotos, reasons } = detail.value;
  const item = board.value?.items.find((one) => one.order.order === id);
  const changed = () => {
    detail.reload();
    board.reload();
  };
  const props = { ...of, order, changed };
  return (
    <Page title={titled(kindText(order.kind), house || whereText(order))}>
      {board.value?.away && <Fault fault={say(dispatchTexts.away)} />}
      <p class="kicker">
        <span class="stage">{priorityText(order.priority)}</span> {order.level > 0 && levelText(order.level)}
      </p>
      <p>
        {handText(detail.value)} · {say(dispatchTexts.handsSoFar, hands, most)}
      </p>
      {item?.mine && unheld.includes(order.state) && <Triage {...props} />}
      {item?.mine && order.grid !== "" && order.state !== "raised" && working.includes(order.state) && (
        <Assign {...props} spent={most > 0 && hands >= most} most={most} />
      )}
      <h2>{say(dispatchTexts.stands)}</h2>
      <Line order={order} />
      <Reasons community={of.community} reasons={reasons} />
      <Enclosures community={of.community} title={say(dispatchTexts.said)} order={id} text={text} photos={photos} />
      <Enclosures community={of.community} title={say(dispatchTexts.workerSaid)} order={id} text={note} photos={workPhotos} />
      {item?.mine && working.includes(order.state) && <Merge {...props} others={board.value?.items ?? []} />}
      <Evidence community={of.community.community} of="order" id={id} />
      <Back to="orders" text={dispatchTexts.toBoard} />
    </Page>
  );
}
