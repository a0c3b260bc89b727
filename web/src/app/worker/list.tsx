// SPDX-License-Identifier: Apache-2.0

import { now } from "../shared/clock.ts";
import { moment, say, type Text } from "../shared/language.ts";
import { type Deadline, dueText, titled, whereText } from "../shared/orders/order.ts";
import { deadlineText, kindText, priorityText, stateText } from "../shared/orders/words.ts";
import { workTexts } from "./texts.ts";
import { groupsOf, type View } from "./view.ts";

// By is the next deadline, or that it is over.
export function By({ next }: { next: Deadline | undefined }) {
  if (!next) {
    return null;
  }
  const late = next.at <= now();
  return <p class={late ? "unmet" : ""}>{late ? say(workTexts.late, moment(next.at), deadlineText(next.what)) : dueText(next)}</p>;
}

// where is where a worker has to go.
export const where = ({ house, order }: Pick<View, "house" | "order">): string => house || whereText(order);

export function List({ views }: { views: readonly View[] }) {
  const { calls, mine, done } = groupsOf(views);
  return (
    <>
      {calls.length + mine.length === 0 && <p class="big">{say(workTexts.none)}</p>}
      <Group title={workTexts.calls} views={calls} />
      <Group title={workTexts.mine} views={mine} />
      <Group title={workTexts.done} views={done} />
    </>
  );
}

const Group = ({ title, views }: { title: Text; views: readonly View[] }) =>
  views.length > 0 ? (
    <section>
      <h2>{say(title)}</h2>
      <ul class="cards">
        {views.map((view) => (
          <li key={view.order.order}>
            <a class={view.order.priority === "emergency" ? "card urgent" : "card"} href={`#/order/${view.order.order}`}>
              <strong>{titled(kindText(view.order.kind), where(view))}</strong>
              <span class="sub">
                {priorityText(view.order.priority)} · {stateText(view.order.state)}
                {view.unsent.length > 0 && ` (${say(workTexts.notSent)})`}
              </span>
              <By next={view.order.next} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  ) : null;
