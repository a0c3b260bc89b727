// SPDX-License-Identifier: Apache-2.0

// The form in which a plan is written. A change of a word takes a new vote, so that nothing is signed here.

import { say } from "../../shared/language.ts";
import { streams, streamText } from "../../shared/plan/plan.ts";
import { valid } from "../field-fault.ts";
import { textKey } from "../fold.ts";
import { officeTexts } from "../texts.ts";
import { most, newRule, type PlanForm, type RuleForm, wrongLeast, wrongStream } from "./form.ts";
import { pointsTexts } from "./texts.ts";

type FormProps = { form: PlanForm; version: number; set: (form: PlanForm) => void; look: () => void };

export function PlanFields({ form, version, set, look }: FormProps) {
  const { rules } = form;
  const setRule = (at: number, change: Partial<RuleForm>) =>
    set({ ...form, rules: rules.map((rule, i) => (i === at ? { ...rule, ...change } : rule)) });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        look();
      }}
    >
      <Whole
        id="life"
        label={say(pointsTexts.lifeDays)}
        value={form.lifeDays}
        max={most.days}
        set={(lifeDays) => set({ ...form, lifeDays })}
      />
      <Whole
        id="most"
        label={say(pointsTexts.maxBalance)}
        value={form.maxBalance}
        max={most.have}
        set={(maxBalance) => set({ ...form, maxBalance })}
      />
      <Whole
        id="least"
        label={say(pointsTexts.least)}
        value={form.least}
        max={most.have}
        fault={wrongLeast(form)}
        set={(least) => set({ ...form, least })}
      />
      <label class="choice">
        <input type="checkbox" checked={form.gifts} onChange={(event) => set({ ...form, gifts: event.currentTarget.checked })} />
        {say(pointsTexts.gifts)}
      </label>
      {rules.map((rule, i) => (
        <RuleFields
          key={rule.rule}
          place={i + 1}
          rule={rule}
          before={rules.slice(0, i)}
          set={(change) => setRule(i, change)}
          drop={rules.length > 1 ? () => set({ ...form, rules: rules.filter((_, other) => other !== i) }) : undefined}
        />
      ))}
      <p class="actions">
        {rules.length < most.rules && (
          <button type="button" class="button secondary" onClick={() => set({ ...form, rules: [...rules, newRule(rules, version)] })}>
            {say(pointsTexts.addRule)}
          </button>
        )}
        <button type="submit" class="button">
          {say(pointsTexts.look)}
        </button>
      </p>
    </form>
  );
}

type WholeProps = { id: string; label: string; value: string; min?: number; max: number; fault?: string; set: (value: string) => void };

// Whole is a field for a whole number.
const Whole = ({ id, label, value, min = 0, max, fault = "", set }: WholeProps) => (
  <>
    <label for={id}>{label}</label>
    <input
      id={id}
      type="number"
      inputMode="numeric"
      min={min}
      max={max}
      required
      ref={valid(fault)}
      value={value}
      onInput={(event) => set(event.currentTarget.value)}
    />
  </>
);

const ways = ["help", "volunteer", "bin"] as const;

function RuleFields(props: {
  place: number;
  rule: RuleForm;
  before: readonly RuleForm[];
  set: (change: Partial<RuleForm>) => void;
  drop: (() => void) | undefined;
}) {
  const { place, rule, before, set, drop } = props;
  const id = (name: string) => `${name}-${place}`;
  return (
    <fieldset class="card stack">
      <legend>{say(pointsTexts.ruleNumber, place)}</legend>
      <label for={id("title")}>{say(pointsTexts.ruleTitle)}</label>
      <input
        id={id("title")}
        required
        maxLength={most.title}
        ref={valid(rule.title && !textKey(rule.title) ? say(officeTexts.blankField) : "")}
        value={rule.title}
        onInput={(event) => set({ title: event.currentTarget.value })}
      />
      <label for={id("way")}>{say(pointsTexts.way)}</label>
      <select id={id("way")} value={rule.way} onChange={(event) => set({ way: event.currentTarget.value as RuleForm["way"] })}>
        {ways.map((way) => (
          <option key={way} value={way}>
            {say(pointsTexts[way])}
          </option>
        ))}
      </select>
      {rule.way === "bin" && (
        <>
          <label for={id("stream")}>{say(pointsTexts.stream)}</label>
          <select
            id={id("stream")}
            ref={valid(wrongStream(rule, before))}
            value={rule.stream}
            onChange={(event) => set({ stream: event.currentTarget.value })}
          >
            <option value="">{say(pointsTexts.anyStream)}</option>
            {streams.map((stream) => (
              <option key={stream} value={stream}>
                {streamText(stream)}
              </option>
            ))}
          </select>
        </>
      )}
      <Whole
        id={id("points")}
        label={say(rule.way === "bin" ? pointsTexts.pointsPiece : pointsTexts.pointsHour)}
        value={rule.points}
        min={1}
        max={most.points}
        set={(points) => set({ points })}
      />
      <Whole id={id("cap")} label={say(pointsTexts.dayCap)} value={rule.dayCap} max={most.budget} set={(dayCap) => set({ dayCap })} />
      <Whole
        id={id("budget")}
        label={say(pointsTexts.ruleBudget)}
        value={rule.budget}
        min={1}
        max={most.budget}
        set={(budget) => set({ budget })}
      />
      {drop && (
        <button type="button" class="button secondary" onClick={drop}>
          {say(pointsTexts.dropRule, place)}
        </button>
      )}
    </fieldset>
  );
}
