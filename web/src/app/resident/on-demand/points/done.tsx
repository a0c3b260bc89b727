// SPDX-License-Identifier: Apache-2.0

// Who has helped a neighbour says so: how long, and when.

import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { type Ask, helpApi } from "../help/api.ts";
import { DeedForm, known } from "./deed-form.tsx";
import { pointsTexts } from "./texts.ts";

export function Done({ ask, ...of }: PageProps & { ask: Ask }) {
  const loaded = useLoaded(() => known(of.community.community, "help"), "");
  if (!loaded.value) {
    return loaded.fault ? <Fault fault={loaded.fault} retry={loaded.reload} /> : <Waiting />;
  }
  const { mine, rules } = loaded.value;
  // What is signed is on the ledger; that it is told here as well takes the ask off the list, and the form warns of it as long as it has not.
  const told = () => void helpApi.given(ask.ask).catch(() => {});
  const other = ask.other?.name || say(pointsTexts.neighbour);
  return (
    <Page title={say(pointsTexts.doneTitle)}>
      <p class="kicker">{[other, ask.house].filter(Boolean).join(" · ")}</p>
      {rules.length > 0 ? (
        <DeedForm {...of} helped={ask.unit} mine={mine} rules={rules} other={other} told={told} />
      ) : (
        <p>{say(pointsTexts.noPlan)}</p>
      )}
      <p class="small">{say(pointsTexts.noMoney)}</p>
      <Back to="help" text={pointsTexts.toHelp} />
    </Page>
  );
}
