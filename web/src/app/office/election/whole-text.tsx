// SPDX-License-Identifier: Apache-2.0

// A whole text that a matter puts to the vote: one that officers have left on this server, of which the ledger gets the hash.

import { conventionTexts } from "../../shared/convention/texts.ts";
import { moment, say, type Text } from "../../shared/language.ts";
import { Fault } from "../../shared/page.tsx";
import { planTexts } from "../../shared/plan/texts.ts";
import { VoteText } from "../../shared/plan/vote-text.tsx";
import { useLive } from "../live.tsx";
import { pointsApi, type VoteTextItem } from "../points/api.ts";
import { officeTexts } from "../texts.ts";

type WholeTextProps = { id: string; community: string; kind: string; chosen: string; choose: (hash: string) => void };

const parking: Text = ["停车办法", "Parking rules"];
const kinds = { plan: planTexts.plan, convention: conventionTexts.convention, repeal: conventionTexts.repeal, parking };

const nameOf = ({ hash, kind, at }: VoteTextItem): string => `${say(kinds[kind])} · ${moment(at)} · ${hash.slice(0, 8)}`;

export function WholeText({ id, community, kind, chosen, choose }: WholeTextProps) {
  const list = useLive(pointsApi.texts, "vote-texts");
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  return (
    <>
      <label for={id}>{say(planTexts.text)}</label>
      <select id={id} value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{say(officeTexts.textNone)}</option>
        {list.value?.map((text) => (
          <option key={text.hash} value={text.hash}>
            {nameOf(text)}
          </option>
        ))}
      </select>
      <p class="small">
        {say(officeTexts.textLead)} <a href="#/points/plan">{say(planTexts.plan)}</a> ·{" "}
        <a href="#/convention">{say(conventionTexts.convention)}</a>
      </p>
      {chosen && kind !== "owners" && <p class="note warn">{say(officeTexts.textOwners)}</p>}
      {chosen && <VoteText community={community} hash={chosen} />}
    </>
  );
}
