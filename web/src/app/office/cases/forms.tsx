// SPDX-License-Identifier: Apache-2.0

// What an officer writes for a step. The words are kept before the act names them by their hash.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import type { ActType, Bodies } from "../../../act/body.ts";
import type { Community } from "../../shared/api.ts";
import { textLength } from "../../shared/bounds.gen.ts";
import type { Parts } from "../../shared/cases/agreement.ts";
import { actOf, type Simple, simple } from "../../shared/cases/steps.ts";
import { type Case, lastProposal, saidText } from "../../shared/cases/words.ts";
import { china, now } from "../../shared/clock.ts";
import { say } from "../../shared/language.ts";
import { local } from "../../shared/local-time.ts";
import { Fault } from "../../shared/page.tsx";
import { useTask } from "../../shared/task.ts";
import { valid } from "../field-fault.ts";
import { caseApi } from "./api.ts";
import { caseTexts } from "./texts.ts";

// Acting is an act that is written, and not signed yet.
export type Acting = { [T in ActType]: { type: T; body: Bodies[T] } }[ActType & `case.${string}`];

// Said is what was written for it.
export type Said = string | Parts;
export type Give = (act: Acting, said: Said) => void;

export type FormProps = { community: Community; one: Case; give: Give; leave: () => void };

// The bounds of rules/mediation.
const mostAhead = 60; // days
const mostReply = 30;
const day = 24 * 3600; // seconds

type WrittenProps = { make: () => Promise<Acting>; said: Said; give: Give; leave: () => void; children: ComponentChildren };

// Written is a form that makes an act of what is written in it.
export function Written({ make, said, give, leave, children }: WrittenProps) {
  const { busy, fault, run } = useTask();
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(() => make().then((act) => give(act, said)));
      }}
    >
      {children}
      {fault && <Fault fault={fault} />}
      <p class="actions">
        <button type="submit" class="button" disabled={busy}>
          {say(caseTexts.go)}
        </button>
        <button type="button" class="button secondary" onClick={leave}>
          {say(caseTexts.notNow)}
        </button>
      </p>
    </form>
  );
}

type WordsProps = {
  id?: string;
  label?: string;
  text: string;
  write: (text: string) => void;
  optional?: boolean;
  rows?: number;
  most?: number; // characters
};

export const Words = ({ id = "words", label = say(caseTexts.words), text, write, optional, rows = 4, most = textLength }: WordsProps) => (
  <>
    <label for={id}>{label}</label>
    <textarea
      id={id}
      rows={rows}
      required={!optional}
      maxLength={most}
      value={text}
      onInput={(event) => write(event.currentTarget.value)}
    />
  </>
);

export function SimpleForm({ step, one, ...of }: FormProps & { step: Simple }) {
  const [text, setText] = useState("");
  const { lead, words } = simple[step];
  const make = async () => actOf(step, one, text.trim() === "" ? "" : await caseApi.keep({ case: one.case }, text));
  return (
    <Written {...of} make={make} said={text}>
      <p>{say(lead)}</p>
      {words === "must" && <Words text={text} write={setText} />}
      {words === "may" && <Words label={say(caseTexts.why)} text={text} write={setText} optional />}
    </Written>
  );
}

export function MeetForm({ one, ...of }: FormProps) {
  const [at, setAt] = useState("");
  const [text, setText] = useState("");
  const wrong = at && (china(at) < one.joined || china(at) > now() + mostAhead * day) ? say(caseTexts.wrongTime, mostAhead) : "";
  const make = async () => {
    const hash = await caseApi.keep({ case: one.case }, text);
    return { type: "case.meet" as const, body: { at: int(china(at)), case: one.case, text: hash } };
  };
  return (
    <Written {...of} make={make} said={text}>
      <p>{say(caseTexts.meetLead)}</p>
      <label for="at">{say(caseTexts.when, mostAhead)}</label>
      <input
        id="at"
        type="datetime-local"
        required
        ref={valid(wrong)}
        max={local(now() + mostAhead * day)}
        value={at}
        onInput={(event) => setAt(event.currentTarget.value)}
      />
      <Words text={text} write={setText} />
    </Written>
  );
}

export function ProposeForm({ one, ...of }: FormProps) {
  const [days, setDays] = useState("7");
  const [text, setText] = useState("");
  const make = async () => {
    const hash = await caseApi.keep({ case: one.case }, text);
    return { type: "case.propose" as const, body: { case: one.case, days: int(Number(days)), text: hash } };
  };
  return (
    <Written {...of} make={make} said={text}>
      <p>{say(caseTexts.proposeLead)}</p>
      <Words text={text} write={setText} rows={6} />
      <Days label={say(caseTexts.replyDays, mostReply)} least={1} most={mostReply} days={days} write={setDays} />
    </Written>
  );
}

type DaysProps = { label: string; least: number; most: number; days: string; write: (days: string) => void };

export const Days = ({ label, least, most, days, write }: DaysProps) => (
  <>
    <label for="days">{label}</label>
    <input
      id="days"
      type="number"
      required
      min={least}
      max={most}
      inputMode="numeric"
      value={days}
      onInput={(event) => write(event.currentTarget.value)}
    />
  </>
);

// ApplyForm is of a side's body.
export function ApplyForm({ one, ...of }: FormProps) {
  const make = async () => ({ type: "case.apply" as const, body: { case: one.case } });
  return (
    <Written {...of} make={make} said="">
      <p>{say(caseTexts.applyLead)}</p>
    </Written>
  );
}

// ReplyForm is of a side's body.
export function ReplyForm({ one, give, leave }: FormProps) {
  const { hash = "", ...of } = lastProposal(one)?.text ?? {};
  const reply = (reply: "yes" | "no") => () => give({ type: "case.reply", body: { case: one.case, reply, text: hash } }, "");
  return (
    <>
      <blockquote>{saidText({ hash, salt: "", text: "", ...of })}</blockquote>
      <p>{say(caseTexts.proposeLead)}</p>
      <p class="actions">
        <button type="button" class="button" onClick={reply("yes")}>
          {say(caseTexts.yes)}
        </button>
        <button type="button" class="button" onClick={reply("no")}>
          {say(caseTexts.no)}
        </button>
        <button type="button" class="button secondary" onClick={leave}>
          {say(caseTexts.notNow)}
        </button>
      </p>
    </>
  );
}
