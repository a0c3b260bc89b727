// SPDX-License-Identifier: Apache-2.0

// My cases: those that wait for me first.

import { Back } from "../../../shared/back.tsx";
import type { Case } from "../../../shared/cases/words.ts";
import { expected } from "../../../shared/cases/words.ts";
import { say } from "../../../shared/language.ts";
import { Fault, Page, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { useFollowed } from "../orders/use-followed.ts";
import { Ask } from "./ask.tsx";
import { CaseCards } from "./cards.tsx";
import { CasePage } from "./case.tsx";
import { myCases } from "./mine.ts";
import { caseTexts } from "./texts.ts";

export function Screen({ parts: [part = "", ...further], ...of }: PageProps & { parts: string[] }) {
  if (part === "new") {
    return <Ask {...of} key={further.join("/")} parts={further} />;
  }
  return <Cases {...of} id={part.replace("~", "")} />;
}

function Cases({ id, ...of }: PageProps & { id: string }) {
  const cases = useFollowed(myCases, of.community.community, "");
  if (!cases.value) {
    return cases.fault ? <Fault fault={cases.fault} retry={cases.reload} /> : <Waiting />;
  }
  if (id) {
    return <CasePage {...of} key={id} one={cases.value.find((one) => one.case === id)} changed={cases.reload} />;
  }
  const open = cases.value.filter(({ closed, next }) => closed === 0 && next.length > 0);
  return (
    <Page title={say(caseTexts.title)}>
      <p>{say(caseTexts.lead)}</p>
      <p class="actions">
        <a class="button" href="#/cases/new">
          {say(caseTexts.ask)}
        </a>
      </p>
      {cases.value.length === 0 && <p>{say(caseTexts.none)}</p>}
      <Some {...of} title={say(caseTexts.open)} cases={open.sort((a, b) => rank(a) - rank(b))} />
      <Some {...of} title={say(caseTexts.closed)} cases={cases.value.filter((one) => !open.includes(one))} />
      <Back />
    </Page>
  );
}

const rank = (of: Case): number => (expected(of) ? 0 : 1);

const Some = ({ title, cases, community }: PageProps & { title: string; cases: readonly Case[] }) =>
  cases.length > 0 ? (
    <>
      <h2>{title}</h2>
      <CaseCards community={community} cases={cases} />
    </>
  ) : null;
