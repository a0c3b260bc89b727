// SPDX-License-Identifier: Apache-2.0

// Cases that an officer could take, those that he mediates, and those of his body.

import { Back } from "../../shared/back.tsx";
import type { Paper } from "../../shared/cases/papers.ts";
import { type Case, isMine, isOpen } from "../../shared/cases/words.ts";
import { say, type Text } from "../../shared/language.ts";
import { Fault, Page, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useLive } from "../live.tsx";
import { usePending } from "../signing/pending.tsx";
import { caseApi } from "./api.ts";
import { Ask } from "./ask.tsx";
import { CaseCards } from "./cards.tsx";
import { CasePage } from "./case.tsx";
import { caseTexts } from "./texts.ts";

export function Cases({ at: [screen = ""], ...of }: PageProps & { at: readonly string[] }) {
  const cases = useLive(caseApi.all, "cases");
  const pending = usePending(of);
  const papers = pending.value ?? [];
  if (screen === "new") {
    return <Ask {...of} />;
  }
  if (!cases.value) {
    return cases.fault ? <Fault fault={cases.fault} retry={cases.reload} /> : <Waiting />;
  }
  if (screen) {
    const changed = () => {
      cases.reload();
      pending.reload();
    };
    return <CasePage {...of} key={screen} one={cases.value.find((one) => one.case === screen)} papers={papers} changed={changed} />;
  }
  return (
    <Page title={say(caseTexts.title)}>
      <p>{say(caseTexts.lead)}</p>
      <p class="actions">
        <a class="button secondary" href="#/cases/new">
          {say(caseTexts.ask)}
        </a>
      </p>
      {sections.map(({ title, has, always }) => (
        <Section {...of} key={title[0]} title={title} cases={cases.value?.filter(has) ?? []} papers={papers} always={always} />
      ))}
      <Back />
    </Page>
  );
}

const takeable = ({ next }: Case): boolean => next.includes("take");

type Kind = { title: Text; has: (of: Case) => boolean; always: boolean };

const sections: readonly Kind[] = [
  { title: caseTexts.takeable, has: takeable, always: true },
  { title: caseTexts.mine, has: (of) => of.mediator.mine && isOpen(of), always: true },
  { title: caseTexts.ours, has: (of) => isMine(of) && isOpen(of), always: false },
  { title: caseTexts.closed, has: (of) => !isOpen(of), always: false },
];

type SectionProps = PageProps & { title: Text; cases: readonly Case[]; papers: readonly Paper[]; always: boolean };

const Section = ({ title, cases, papers, always, community }: SectionProps) =>
  cases.length > 0 || always ? (
    <>
      <h2>{say(title)}</h2>
      {cases.length === 0 && <p>{say(caseTexts.none)}</p>}
      <CaseCards community={community} cases={cases} papers={papers} />
    </>
  ) : null;
