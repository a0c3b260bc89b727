// SPDX-License-Identifier: Apache-2.0

// Who has worked for the community says so: an officer who knows of it confirms it.

import { Back } from "../../../shared/back.tsx";
import { say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { DeedForm, known } from "./deed-form.tsx";
import { pointsTexts } from "./texts.ts";

export function Work(of: PageProps) {
  const loaded = useLoaded(() => known(of.community.community, "volunteer"), "");
  if (!loaded.value) {
    return loaded.fault ? <Fault fault={loaded.fault} retry={loaded.reload} /> : <Waiting />;
  }
  const { rules } = loaded.value;
  return (
    <Page title={say(pointsTexts.work)}>
      {rules.length > 0 ? (
        <DeedForm {...of} {...loaded.value} helped="" other={say(pointsTexts.officer)} />
      ) : (
        <p>{say(pointsTexts.noWork)}</p>
      )}
      <p class="small">{say(pointsTexts.noMoney)}</p>
      <Back to="points" text={pointsTexts.toMine} />
    </Page>
  );
}
