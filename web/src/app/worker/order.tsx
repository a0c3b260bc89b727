// SPDX-License-Identifier: Apache-2.0

// One order, with the step that comes next as the first thing under the thumb.

import type { Community } from "../shared/api.ts";
import { Back } from "../shared/back.tsx";
import { say, type Text } from "../shared/language.ts";
import { Enclosures } from "../shared/orders/enclosures.tsx";
import { Line } from "../shared/orders/line.tsx";
import { titled } from "../shared/orders/order.ts";
import { Reasons } from "../shared/orders/reasons.tsx";
import { kindText, levelText, priorityText } from "../shared/orders/words.ts";
import { go, Page } from "../shared/page.tsx";
import { Finish } from "./finish.tsx";
import { HandOn } from "./hand-on.tsx";
import { By, where } from "./list.tsx";
import type { StepType } from "./step.ts";
import { Take } from "./take.tsx";
import { workTexts } from "./texts.ts";
import type { Steps, Taken } from "./use-queue.ts";
import type { View } from "./view.ts";

type Simple = Exclude<StepType, "order.finish" | "order.transfer">;
type Next = { type: Simple; text: Text; secondary?: boolean };

// nexts are the steps that can be taken from a state, the usual one first.
const nexts: { [state: string]: Next[] } = {
  assigned: [{ type: "order.accept", text: workTexts.accept }],
  accepted: [
    { type: "order.depart", text: workTexts.depart },
    { type: "order.arrive", text: workTexts.arriveAtOnce, secondary: true },
  ],
  "en-route": [{ type: "order.arrive", text: workTexts.arrive }],
};

export function OrderPage({ community, view, steps }: { community: Community; view: View | undefined; steps: Steps }) {
  if (!view) {
    return (
      <Page title={say(workTexts.title)}>
        <p>{say(workTexts.gone)}</p>
        <Back text={workTexts.toList} />
      </Page>
    );
  }
  const { order } = view;
  const title = titled(kindText(order.kind), where(view));
  const working = view.mine && ["accepted", "en-route", "on-site"].includes(order.state);
  return (
    <Page title={title}>
      <p class="kicker">
        <span class="stage">{priorityText(order.priority)}</span> {order.level > 0 && levelText(order.level)}
      </p>
      <By next={order.next} />
      <NextStep view={view} title={title} steps={steps} />
      <Said community={community} view={view} />
      <Reasons community={community} reasons={view.reasons} />
      <h2>{say(workTexts.soFar)}</h2>
      <Line order={order} />
      {view.unsent.length > 0 && (
        <ul class="spaced">
          {view.unsent.map((step) => (
            <li key={step.n}>
              {step.words} <span class="stage">{say(workTexts.notSent)}</span>
            </li>
          ))}
        </ul>
      )}
      {working && <HandOn view={view} title={title} steps={steps} done={() => go("")} />}
      <Back text={workTexts.toList} />
    </Page>
  );
}

function NextStep({ view, title, steps }: { view: View; title: string; steps: Steps }) {
  if (!view.mine && !view.called) {
    return null;
  }
  if (view.mine && view.order.state === "on-site") {
    return <Finish view={view} title={title} steps={steps} />;
  }
  return (
    <div class="thumb">
      {nexts[view.order.state]?.map(({ type, text, secondary = false }) => (
        <Take
          key={type}
          steps={steps}
          secondary={secondary}
          make={(): Taken => ({ type, order: view.order.order, body: {}, words: `${say(text)} · ${title}` })}
        >
          {say(text)}
        </Take>
      ))}
    </div>
  );
}

const Said = ({ community, view: { order, text, photos, phone } }: { community: Community; view: View }) => (
  <>
    <Enclosures community={community} title={say(workTexts.said)} order={order.order} text={text} photos={photos} />
    {phone && (
      <p class="actions">
        <a class="button secondary wide" href={`tel:${phone}`}>
          {say(workTexts.phone)} {phone}
        </a>
      </p>
    )}
  </>
);
