// SPDX-License-Identifier: Apache-2.0

// What a vote still lacks before it can open, and opening it.

import { moment, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault } from "../../shared/page.tsx";
import { type CheckItem, officeApi } from "../api.ts";
import { useLive } from "../live.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { OfTwo } from "./of-two.tsx";
import type { ElectionProps } from "./props.ts";

function checkText(item: CheckItem): string {
  const key = `check.${item.check}`;
  return key in officeTexts ? say(officeTexts[key as "check.key"]) : item.check;
}

// Verdict says whether something is done. Passkeys are not needed by everybody: there is paper.
function Verdict({ item }: { item: CheckItem }) {
  if (!item.done && item.check === "passkeys") {
    return <span class="verdict">{say(officeTexts.checkOptional)}</span>;
  }
  return <span class={`verdict ${item.done ? "met" : "unmet"}`}>{say(item.done ? officeTexts.checkDone : officeTexts.checkMissing)}</span>;
}

export function Checklist(of: ElectionProps) {
  const { community, detail } = of;
  const list = useLive(() => officeApi.checklist(detail.election.election), detail.election.election);
  if (list.fault) {
    return <Fault fault={list.fault} retry={list.reload} />;
  }
  return (
    <>
      <h3>{say(officeTexts.checklist)}</h3>
      <ul>
        {list.value?.items.map((item) => (
          <li key={`${item.check} ${item.body ?? ""}`}>
            <Verdict item={item} /> {checkText(item)}
            {item.body ? ` · ${bodyName(community, item.body)}` : ""}
            {item.want === undefined ? "" : ` · ${item.have ?? 0} / ${item.want}`}
            {item.due && !item.done ? ` · ${moment(item.due)}` : ""}
          </li>
        ))}
      </ul>
      {list.value?.ready && (
        <OfTwo {...of} type="election.open">
          <SignAct
            {...of}
            type="election.open"
            body={{ election: detail.election.election, without: [] }}
            label={say(officeTexts.openVote)}
            done={of.pending.reload}
          />
        </OfTwo>
      )}
      {list.value && list.value.without.length > 0 && <OpenWithout {...of} without={list.value.without} />}
    </>
  );
}

// OpenWithout has officers of other bodies open the vote without those that have not done the drill.
function OpenWithout({ without, ...of }: ElectionProps & { without: string[] }) {
  const { community, detail, me } = of;
  const { election, bodies, threshold } = detail.election;
  const names = without.map((body) => bodyName(community, body)).join("、");
  const left = bodies.length - without.length;
  return (
    <>
      <p>{say(officeTexts.openWithoutLead, names)}</p>
      {left === threshold && <p>{say(officeTexts.openWithoutSpare, left)}</p>}
      {!without.includes(me.session.body ?? "") && (
        <OfTwo {...of} type="election.open">
          <SignAct
            {...of}
            type="election.open"
            body={{ election, without }}
            label={say(officeTexts.openWithout, names)}
            done={of.pending.reload}
          />
        </OfTwo>
      )}
    </>
  );
}
