// SPDX-License-Identifier: Apache-2.0

// Co-owners designate together who votes for their home, and sign each other's papers.

import { useState } from "preact/hooks";
import type { MyRight, Schema } from "../../shared/api.ts";
import { api } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useTask } from "../../shared/task.ts";
import { texts } from "../../shared/texts.ts";
import { rightText } from "../right-text.ts";
import { Unbroken } from "../unbroken.tsx";
import { paperText } from "./act-text.ts";
import { nameOf, Sign } from "./signing.tsx";
import { onDemandTexts } from "./texts.ts";

// papersOfOwners are those of several owners; what both sides of a case sign is at the case.
const papersOfOwners = () => api.waiting().then(({ items }) => items.filter((paper) => paper.case === undefined));

export function Screen(of: PageProps) {
  const shared = of.me.rights.filter(({ owners, role }) => owners.length > 1 && role !== "proxy");
  const papers = useLoaded(papersOfOwners, "");
  return (
    <Page title={say(texts.owners)}>
      <p>{say(onDemandTexts.ownersLead)}</p>
      {shared.length === 0 && <p>{say(onDemandTexts.ownersNone)}</p>}
      {shared.map((right) => (
        <Designate key={right.right} {...of} right={right} done={papers.reload} />
      ))}
      <h2>{say(onDemandTexts.papers)}</h2>
      {papers.fault ? <Fault fault={papers.fault} retry={papers.reload} /> : null}
      {!papers.value && !papers.fault && <Waiting />}
      {papers.value?.length === 0 && <p>{say(onDemandTexts.papersNone)}</p>}
      <ul class="cards">
        {papers.value?.map((paper) => (
          <Paper key={paper.act} {...of} paper={paper} gone={papers.reload} />
        ))}
      </ul>
      <Back />
    </Page>
  );
}

function Designate({ right, done, ...of }: PageProps & { right: MyRight; done: () => void }) {
  const [voter, setVoter] = useState("");
  const make = async () => ({
    type: "voter.designate" as const,
    body: { owners: [...right.owners].sort(), right: right.right, voter },
    words: say(onDemandTexts.ownersWords, voter, right.right),
  });
  return (
    <section class="card">
      <h2>
        <Unbroken text={rightText(right) + say(onDemandTexts.ownersOf, right.owners.length)} />
      </h2>
      <p class="big">{right.voter ? say(onDemandTexts.ownersVoter, nameOf(of.me, right.voter)) : say(onDemandTexts.ownersNoVoter)}</p>
      <fieldset>
        <legend>{say(onDemandTexts.ownersChoose)}</legend>
        {right.owners.map((owner) => (
          <label class="choice" key={owner}>
            <input type="radio" name={`voter-${right.right}`} checked={voter === owner} onChange={() => setVoter(owner)} />
            {nameOf(of.me, owner)}
          </label>
        ))}
      </fieldset>
      {voter && <Sign key={voter} of={of} label={say(onDemandTexts.ownersSign)} make={make} several done={done} />}
    </section>
  );
}

function Paper({ paper, gone, ...of }: PageProps & { paper: Schema["PendingAct"]; gone: () => void }) {
  const { fault, run } = useTask();
  const mine = paper.by === of.me.session.credential;
  const withdraw = () => run(() => api.withdraw(paper.act).then(gone));
  return (
    <li class="card">
      <h3>
        <Unbroken text={paperText(of.me, paper.text)} />
      </h3>
      <p>
        {say(onDemandTexts.paperMissing, paper.missing.length)}
        {paper.signed.includes(of.me.session.person ?? "") && ` · ${say(onDemandTexts.paperMine)}`}
      </p>
      {paper.overtaken && <p class="note warn">{say(onDemandTexts.paperOvertaken)}</p>}
      {fault && <Fault fault={fault} />}
      <p class="actions">
        {paper.missing.includes(of.me.session.person ?? "") && (
          <a class="button" href={`#/sign/${paper.act}`}>
            {say(onDemandTexts.paperRead)}
          </a>
        )}
        {mine && (
          <button type="button" class="button secondary" onClick={withdraw}>
            {say(onDemandTexts.paperWithdraw)}
          </button>
        )}
      </p>
    </li>
  );
}
