// SPDX-License-Identifier: Apache-2.0

// What neighbours do for each other.

import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { useTask } from "../../../shared/task.ts";
import { texts } from "../../../shared/texts.ts";
import { ToConfirm } from "../points/confirm.tsx";
import { Done } from "../points/done.tsx";
import { type Help, helpApi } from "./api.ts";
import { AskScreen } from "./ask.tsx";
import { Agreed, Mine, Suggestion } from "./cards.tsx";
import { Offer } from "./offer.tsx";
import { helpTexts } from "./texts.ts";

export function Screen({ parts: [screen = "", id = ""], ...of }: PageProps & { parts: string[] }) {
  const help = useLoaded(helpApi.mine, screen);
  if (!help.value) {
    return help.fault ? <Fault fault={help.fault} retry={help.reload} /> : <Waiting />;
  }
  switch (screen) {
    case "offer":
      return <Offer help={help.value} changed={help.reload} />;
    case "ask":
      return <AskScreen changed={help.reload} />;
    case "done": {
      const ask = help.value.agreed.find((one) => one.ask === id);
      return ask ? <Done {...of} ask={ask} /> : <Neighbours {...of} help={help.value} changed={help.reload} />;
    }
    default:
      return <Neighbours {...of} help={help.value} changed={help.reload} />;
  }
}

function Neighbours({ help, changed, ...of }: PageProps & { help: Help; changed: () => void }) {
  const { busy, fault, run } = useTask();
  const button = (label: string, secondary: boolean, step: () => Promise<unknown>) => (
    <p class="actions">
      <button
        type="button"
        class={secondary ? "button secondary" : "button"}
        disabled={busy}
        onClick={() => run(() => step().finally(changed))}
      >
        {label}
      </button>
    </p>
  );
  return (
    <Page title={say(texts.neighbours)}>
      <p>{say(helpTexts.lead)}</p>
      <p class="actions">
        <a class="button" href="#/help/ask">
          {say(helpTexts.ask)}
        </a>
        <a class="button secondary" href="#/help/offer">
          {say(helpTexts.offer)}
        </a>
      </p>
      {fault && <Fault fault={fault} />}
      <ToConfirm {...of} />
      {help.agreed.length > 0 && <h2>{say(helpTexts.agreed)}</h2>}
      <ul class="cards">
        {help.agreed.map((ask) => (
          <Agreed key={ask.ask} ask={ask}>
            <p class="actions">
              <a class="button" href={`#/help/done/${ask.ask}`}>
                {say(helpTexts.done)}
              </a>
            </p>
            {button(say(helpTexts.back), true, () => helpApi.back(ask.ask))}
          </Agreed>
        ))}
      </ul>
      <h2>{say(helpTexts.mine)}</h2>
      {help.asks.length === 0 && <p>{say(helpTexts.mineNone)}</p>}
      <ul class="cards">
        {help.asks.map((ask) => (
          <Mine key={ask.ask} ask={ask}>
            {button(say(ask.given ? helpTexts.takeDown : helpTexts.withdraw), true, () => helpApi.withdraw(ask.ask))}
          </Mine>
        ))}
      </ul>
      <h2>{say(helpTexts.suggested)}</h2>
      {!help.offer && <p>{say(helpTexts.noOffer)}</p>}
      {help.offer && <p class="small">{say(helpTexts.how)}</p>}
      {help.offer && help.suggested.length === 0 && <p>{say(helpTexts.suggestedNone)}</p>}
      <ul class="cards">
        {help.suggested.map((ask) => (
          <Suggestion key={ask.ask} ask={ask}>
            {button(say(helpTexts.agree), false, () => helpApi.agree(ask.ask))}
          </Suggestion>
        ))}
      </ul>
      <Back />
    </Page>
  );
}
