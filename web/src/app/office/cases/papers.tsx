// SPDX-License-Identifier: Apache-2.0

// What both sides sign together, as the office sees it: a side's body signs, and who signed first may sign anew or take it back.

import { parse } from "../../../act/act.ts";
import type { ActType, Bodies } from "../../../act/body.ts";
import { isOf, toSign } from "../../shared/cases/agreement.ts";
import { Agreement } from "../../shared/cases/agreement-parts.tsx";
import { canSign, lacking, type Paper, stuckText } from "../../shared/cases/papers.ts";
import type { Case } from "../../shared/cases/words.ts";
import { say } from "../../shared/language.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { officeApi } from "../api.ts";
import { CoSign, SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { caseTexts } from "./texts.ts";

type Props = PageProps & { one: Case; changed: () => void };

export const Papers = ({ papers, ...of }: Props & { papers: readonly Paper[] }) => (
  <>
    {papers.map((paper) =>
      canSign(paper) ? <ToSign {...of} key={paper.act} paper={paper} /> : <Left {...of} key={paper.act} paper={paper} />,
    )}
  </>
);

type PaperProps = Props & { paper: Paper };

// ToSign waits for the signature of a side's body.
function ToSign({ paper, changed, ...of }: PaperProps) {
  if (!isOf(of.one, paper)) {
    return <Fault fault={say(caseTexts.otherText)} />;
  }
  const agrees = paper.type === "case.agree";
  return (
    <section class="card">
      <h2>{say(agrees ? caseTexts.toAgree : caseTexts.toApply)}</h2>
      {agrees ? <Read {...of} paper={paper} changed={changed} /> : <CoSign {...of} pending={paper} done={changed} />}
    </section>
  );
}

// Read shows the whole agreement. What is not the text that the act names is not shown, and cannot be signed.
function Read({ paper, one, changed, ...of }: PaperProps) {
  const { value, fault, reload } = useLoaded(() => toSign(one, paper).then((parts) => ({ parts })), paper.act);
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  if (!value.parts) {
    return <Fault fault={say(caseTexts.otherText)} />;
  }
  return (
    <>
      <Agreement community={of.community} of={one} parts={value.parts} />
      <CoSign {...of} pending={paper} done={changed} />
    </>
  );
}

// Left waits for others' signatures; or nobody can sign it any more.
function Left({ paper, one, changed, ...of }: PaperProps) {
  const { fault, busy, run } = useTask();
  const { type, body } = parse(paper.text);
  const first = paper.by === of.me.session.credential;
  const waits = say(type === "case.agree" ? caseTexts.agreeWaits : caseTexts.applyWaits, lacking(of.community, one, paper));
  const anew = first && paper.overtaken && !paper.refused;
  return (
    <div class="note">
      <p>{stuckText(paper) ?? say(paper.overtaken ? (first ? officeTexts.overtaken : caseTexts.overtakenOther) : [waits, waits])}</p>
      {first && !stuckText(paper) && !paper.overtaken && <p>{say(officeTexts.pendingOrder)}</p>}
      {anew && <SignAct {...of} type={type as ActType} body={body as unknown as Bodies[ActType]} done={changed} />}
      {fault && <Fault fault={fault} />}
      {first && !paper.sent && (
        <p class="actions">
          <button
            type="button"
            class="button secondary"
            disabled={busy}
            onClick={() => run(() => officeApi.withdraw(paper.act).then(changed))}
          >
            {say(officeTexts.withdraw)}
          </button>
        </p>
      )}
    </div>
  );
}
