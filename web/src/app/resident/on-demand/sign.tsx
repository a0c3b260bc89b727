// SPDX-License-Identifier: Apache-2.0

// Another owner's paper: what it says, the exact text, and my signature under the very same bytes.

import { api, type Schema } from "../../shared/api.ts";
import { Back } from "../../shared/back.tsx";
import { say } from "../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { Unbroken } from "../unbroken.tsx";
import { paperText } from "./act-text.ts";
import { Course, useSignature } from "./signing.tsx";
import { onDemandTexts } from "./texts.ts";

export function Screen(of: PageProps & { parts: string[] }) {
  const papers = useLoaded(api.waiting, of.parts[0] ?? "");
  const paper = papers.value?.items.find(({ act }) => act === of.parts[0]);
  return (
    <Page title={say(onDemandTexts.paperRead)}>
      {papers.fault ? <Fault fault={papers.fault} retry={papers.reload} /> : null}
      {!papers.value && !papers.fault && <Waiting />}
      {papers.value && !paper && <p class="note">{say(onDemandTexts.paperGone)}</p>}
      {paper && <Paper key={paper.act} {...of} paper={paper} />}
      <Back />
    </Page>
  );
}

function Paper({ paper, ...of }: PageProps & { paper: Schema["PendingAct"] }) {
  const course = useSignature(of, paper, of.reload);
  return (
    <>
      <p class="big">
        <Unbroken text={paperText(of.me, paper.text)} />
      </p>
      <details>
        <summary>{say(onDemandTexts.exactText)}</summary>
        <pre>{paper.text}</pre>
      </details>
      <Course course={course} label={say(onDemandTexts.paperSign)} />
    </>
  );
}
