// SPDX-License-Identifier: Apache-2.0

// Asking for mediation: about what, with whom, and what I say; and who will read it.

import { useState } from "preact/hooks";
import { Back } from "../../../shared/back.tsx";
import { textLength } from "../../../shared/bounds.gen.ts";
import { say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { Choice, homesOf } from "../choice.tsx";
import { Sign } from "../signing.tsx";
import { coded, homeFor, type Known, known, mattersOf, nameOf, othersOf, request, secondOf, wrongWith } from "./choices.ts";
import { keep } from "./keep.ts";
import { Signs } from "./step.tsx";
import { caseTexts } from "./texts.ts";

// Ask is at an address that may say what the case is about (breach or order), or with which home.
export function Ask({ parts: [kind = "", id = ""], ...of }: PageProps & { parts: readonly string[] }) {
  const { value, fault, reload } = useLoaded(known, "");
  const [asked, setAsked] = useState(false);
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const matter = kind === "breach" || kind === "order" ? `${kind}/${id}` : request;
  return (
    <Page title={say(caseTexts.ask)}>
      {asked ? (
        <p class="note" role="status">
          {say(caseTexts.asked)}
        </p>
      ) : (
        <Form {...of} known={value} matter={matter} code={kind === "home" ? id : ""} done={() => setAsked(true)} />
      )}
      <Back to="cases" text={caseTexts.toMine} />
    </Page>
  );
}

type FormProps = PageProps & { known: Known; matter: string; code: string; done: () => void };

function Form({ known, done, ...of }: FormProps) {
  const [matter, setMatter] = useState(of.matter);
  const [home, setHome] = useState(known.homes[0]?.unit ?? "");
  const [choice, setChoice] = useState(of.code && coded);
  const [code, setCode] = useState(of.code);
  const [text, setText] = useState("");
  const [matters, others] = [mattersOf(known), othersOf(of, known)];
  const other = choice === coded ? say(caseTexts.coded, code.slice(0, 8)) : nameOf(others, choice);
  const signs = say(matter === request ? caseTexts.askWords : caseTexts.askAbout, other, nameOf(matters, matter));
  const make = async () => {
    const second = secondOf(choice, code);
    const wrong = wrongWith(choice, second, text);
    const first = await homeFor(matter, known, home);
    if (wrong || !first) {
      return wrong ?? say(caseTexts.notYours);
    }
    const hash = await keep(first, text);
    if (!hash) {
      return say(caseTexts.mismatch);
    }
    const [about = "", id = ""] = matter.split("/");
    const body = { about, id, home: first, second, text: hash };
    return { type: "case.request" as const, body, words: signs + say(caseTexts.print, hash) };
  };
  return (
    <div class="stack">
      <p>{say(caseTexts.askLead)}</p>
      <Choice id="matter" label={say(caseTexts.about)} value={matter} of={matters} choose={setMatter} />
      {matter === request && <Choice id="home" label={say(caseTexts.from)} value={home} of={homesOf(known.homes)} choose={setHome} />}
      <Choice id="second" label={say(caseTexts.with)} value={choice} of={others} choose={setChoice} />
      {choice === coded && (
        <>
          <label for="code">{say(caseTexts.code)}</label>
          <p class="small" id="code-help">
            {say(caseTexts.codeHelp)}
          </p>
          <input
            id="code"
            autocomplete="off"
            maxLength={32}
            aria-describedby="code-help"
            value={code}
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </>
      )}
      <label for="said">{say(caseTexts.askText)}</label>
      <p class="note" id="readers">
        {say(caseTexts.askReaders)}
      </p>
      <textarea
        id="said"
        rows={6}
        maxLength={textLength}
        aria-describedby="readers"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {choice && <Signs words={signs} />}
      <Sign key={`${choice}/${text === ""}`} of={of} label={say(caseTexts.askSign)} make={make} done={done} />
    </div>
  );
}
