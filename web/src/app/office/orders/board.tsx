// SPDX-License-Identifier: Apache-2.0

// The board: every open order by its next deadline, and who is free.

import { now } from "../../shared/clock.ts";
import { moment, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { dueText, titled, whereText } from "../../shared/orders/order.ts";
import { kindText, levelText, priorityText, stateText } from "../../shared/orders/words.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { usePolled } from "../desk/polled.ts";
import { type BoardOrder, dispatchApi, type Workers } from "./api.ts";
import { DispatchPage } from "./frame.tsx";
import { dispatchTexts } from "./texts.ts";

const dueAt = ({ order: { next } }: BoardOrder): number => next?.at ?? Number.POSITIVE_INFINITY;

export function BoardPage(of: PageProps) {
  const board = usePolled(dispatchApi.board, "board");
  const workers = usePolled(dispatchApi.workers, "workers");
  if (!board.value) {
    return board.fault ? <Fault fault={board.fault} retry={board.reload} /> : <Waiting />;
  }
  const items = [...board.value.items].sort((a, b) => dueAt(a) - dueAt(b));
  const emergencies = items.filter(({ order }) => order.priority === "emergency").length;
  return (
    <DispatchPage title={say(dispatchTexts.title)} screen="">
      {board.value.away && <Fault fault={say(dispatchTexts.away)} />}
      {board.fault !== undefined && <Fault fault={say(dispatchTexts.lost)} retry={board.reload} />}
      <p class="big" role="status">
        {items.length === 0 ? say(dispatchTexts.none) : say(dispatchTexts.open, items.length, emergencies)}
      </p>
      {workers.value && <Free workers={workers.value} />}
      <ul class="cards">
        {items.map((item) => (
          <li key={item.order.order}>
            <Card {...of} item={item} />
          </li>
        ))}
      </ul>
    </DispatchPage>
  );
}

function Free({ workers }: { workers: Workers }) {
  const free = workers.items.filter((one) => one.free).map(({ name, worker }) => name || worker.slice(0, 8));
  return <p>{free.length > 0 ? say(dispatchTexts.free, free.join(say(dispatchTexts.and))) : say(dispatchTexts.nobodyFree)}</p>;
}

// handText says who has an order or did it, or who is called for it.
export function handText({ order, worker, called }: Pick<BoardOrder, "order" | "worker" | "called">): string {
  const nameOf = (one: { worker: string; name: string }) => one.name || one.worker.slice(0, 8);
  if (worker) {
    return say(order.outcome ? dispatchTexts.doneBy : dispatchTexts.with, nameOf(worker));
  }
  return called.length > 0
    ? say(dispatchTexts.calledAre, called.map(nameOf).join(say(dispatchTexts.and)))
    : say(dispatchTexts.nobodyCalled);
}

function Card({ item, community }: PageProps & { item: BoardOrder }) {
  const { order, again, body, mine } = item;
  const { next } = order;
  const late = next !== undefined && next.at <= now();
  const urgent = order.priority === "emergency" || order.level > 1;
  return (
    <a class={urgent ? "card urgent" : "card"} href={`#/orders/${order.order}`}>
      <strong>{titled(priorityText(order.priority), kindText(order.kind), whereText(order))}</strong>
      {next && <span class={late ? "sub unmet" : "sub"}>{late ? say(dispatchTexts.late, moment(next.at)) : dueText(next)}</span>}
      <span class="sub">
        {stateText(order.state)} · {handText(item)}
      </span>
      {order.level > 0 && <span class="sub">{levelText(order.level)}</span>}
      {again > 0 && <span class="sub">{say(dispatchTexts.again, again)}</span>}
      {!mine && <span class="sub">{body ? say(dispatchTexts.notMine, bodyName(community, body)) : say(dispatchTexts.nobodyYet)}</span>}
    </a>
  );
}
