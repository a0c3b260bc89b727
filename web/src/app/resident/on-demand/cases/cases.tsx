// SPDX-License-Identifier: Apache-2.0

// My cases: those that wait for me first.

import { Back } from "../../../shared/back.tsx";
import { type Case, isOpen } from "../../../shared/cases/words.ts";
import { say } from "../../../shared/language.ts";
import { Fault, Page, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { useFollowed } from "../orders/use-followed.ts";
import { Ask } from "./ask.tsx";
import { CaseCards } from "./cards.tsx";
import { CasePage } from "./case.tsx";
import { type Mine, myCases } from "./mine.ts";
import { needsText } from "./needs.ts";
import { caseTexts } from "./texts.ts";

export function Screen({ parts, ...of }: PageProps & { parts: string[] }) {
  const [part = "", ...further] = parts.filter((one) => one !== "" && one !== "~");
  return part === "new" ? <Ask {...of} key={further.join("/")} parts={further} /> : <Cases {...of} id={part} />;
}

function Cases({ id, ...of }: PageProps & { id: string }) {
  const { value, fault, reload } = useFollowed(myCases, of.community.community, "");
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const { cases, papers } = value;
  if (id) {
    return <CasePage {...of} key={id} one={cases.find((one) => one.case === id)} papers={papers} changed={reload} />;
  }
  const rank = (one: Case): number => (needsText(one, papers) ? 0 : 1);
  return (
    <Page title={say(caseTexts.title)}>
      <p>{say(caseTexts.lead)}</p>
      <p class="actions">
        <a class="button" href="#/cases/new">
          {say(caseTexts.ask)}
        </a>
      </p>
      {cases.length === 0 && <p>{say(caseTexts.none)}</p>}
      <Some {...of} title={say(caseTexts.open)} cases={cases.filter(isOpen).sort((a, b) => rank(a) - rank(b))} papers={papers} />
      <Some {...of} title={say(caseTexts.closed)} cases={cases.filter((one) => !isOpen(one))} papers={papers} />
      <Back />
    </Page>
  );
}

const Some = ({ title, cases, papers, community }: PageProps & Mine & { title: string }) =>
  cases.length > 0 ? (
    <>
      <h2>{title}</h2>
      <CaseCards community={community} cases={cases} papers={papers} />
    </>
  ) : null;
