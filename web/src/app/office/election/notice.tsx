// SPDX-License-Identifier: Apache-2.0

// Announcing when a vote opens and closes.

import { useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import type { Election } from "../../shared/api.ts";
import { china, now } from "../../shared/clock.ts";
import { say } from "../../shared/language.ts";
import { valid } from "../field-fault.ts";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import type { ElectionProps } from "./props.ts";

const latest = "9999-12-31T23:59"; // browsers take years of six digits, too

// wrongTimes says what is wrong with an announced end, if anything is (rules/election, CheckNotice).
export function wrongTimes(opens: string, closes: string, { noticeDays, windowMinDays, windowMaxDays }: Election["profile"]): string {
  if (!opens || !closes) {
    return "";
  }
  const days = (china(closes) - china(opens)) / 86400;
  if (days <= 0) {
    return say(officeTexts.noticeOrder);
  }
  if (china(closes) <= now()) {
    return say(officeTexts.noticePast);
  }
  if (days < windowMinDays || days > windowMaxDays) {
    return say(officeTexts.noticeWindow, windowMinDays, windowMaxDays);
  }
  if (noticeDays > 0 && china(opens) < now() + noticeDays * 86400) {
    return say(officeTexts.noticeSoon, noticeDays);
  }
  return windowMinDays > 0 && days < windowMinDays + 1 ? say(officeTexts.noticeLate, windowMinDays) : "";
}

export function NoticeForm(of: ElectionProps) {
  const [opens, setOpens] = useState("");
  const [closes, setCloses] = useState("");
  const [signing, setSigning] = useState(false);
  const election: Election = of.detail.election;
  if (signing) {
    const body = { closesAt: int(china(closes)), election: election.election, opensAt: int(china(opens)) };
    const back = () => setSigning(false);
    return <SignAct {...of} type="election.notice" body={body} done={of.pending.reload} back={back} />;
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setSigning(true);
      }}
    >
      <h3>{say(officeTexts.notice)}</h3>
      <label for="opens">{say(officeTexts.opensAt)}</label>
      <input id="opens" type="datetime-local" required max={latest} value={opens} onInput={(e) => setOpens(e.currentTarget.value)} />
      <label for="closes">{say(officeTexts.closesAt)}</label>
      <input
        id="closes"
        type="datetime-local"
        required
        max={latest}
        ref={valid(wrongTimes(opens, closes, election.profile))}
        value={closes}
        onInput={(e) => setCloses(e.currentTarget.value)}
      />
      <button type="submit" class="button">
        {say(officeTexts.check)}
      </button>
    </form>
  );
}
