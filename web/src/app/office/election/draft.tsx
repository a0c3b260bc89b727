// SPDX-License-Identifier: Apache-2.0

// The draft of a vote. Its rules cannot be changed afterwards; a wrong draft is annulled and made anew.

import { useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import type { Bodies } from "../../../act/body.ts";
import { fewestKeys, idPattern, thresholds } from "../../../act/rules.ts";
import { lines, say } from "../../shared/language.ts";
import { optionOf, optionText } from "../../shared/option.ts";
import { go, Page } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { keepDraft, keptDraft } from "../../shared/storage.ts";
import { texts } from "../../shared/texts.ts";
import { valid } from "../field-fault.ts";
import { textKey, visible } from "../fold.ts";
import { SignAct } from "../signing/signing.tsx";
import { officeTexts } from "../texts.ts";
import { WholeText } from "./whole-text.tsx";

type Create = Bodies["election.create"];
type Kind = Create["rules"]["kind"];

const emptyMatter = () => ({
  title: "",
  threshold: "majority",
  options: ["agree", "disagree", "abstain"].map(optionText).join("\n"),
  seats: "1",
  text: "", // hash of a whole text that is put to the vote
});
type Matter = ReturnType<typeof emptyMatter>;

const thresholdTexts = {
  majority: officeTexts.majority,
  "three-quarters": officeTexts.threeQuarters,
  elect: officeTexts.elect,
  none: officeTexts.none,
};

const emptyVote = (bodies: number) => ({
  election: "",
  title: "",
  kind: "owners" as Kind,
  matters: [emptyMatter()],
  revote: true,
  countParking: false,
  proxyCap: "3",
  proxyMustOwn: false,
  collision: "last" as Create["rules"]["collision"],
  threshold: String(Math.floor(bodies / 2) + 1),
});
type Form = ReturnType<typeof emptyVote>;

const blank = (text: string): string => (text && !textKey(text) ? say(officeTexts.blankField) : "");

// optionsOf are the options as they are seen: what shows nothing is not signed.
const optionsOf = (written: string): string[] => lines(lines(written).map(visible).join("\n")).map(optionOf);

// wrongOptions says what is wrong with a matter's options, if anything is (rules/election, ValidateContests).
export function wrongOptions(written: string, kind: Kind): string {
  const options = optionsOf(written);
  const keys = options.map(textKey);
  const twice = keys.findIndex((key, i) => keys.indexOf(key) < i);
  if (options.length === 0) {
    return say(officeTexts.optionsNone);
  }
  if (twice >= 0) {
    const [first = "", second = ""] = [options[keys.indexOf(keys[twice] ?? "")], options[twice]].map((option) => optionText(option ?? ""));
    return first === second ? say(officeTexts.optionsTwice, first) : say(officeTexts.optionsAlike, first, second);
  }
  return kind === "owners" && !options.includes("agree") ? say(officeTexts.optionsAgree) : "";
}

const wrongSeats = ({ options, seats }: Matter): string =>
  Number(seats) > optionsOf(options).length ? say(officeTexts.seatsMany, optionsOf(options).length) : "";

export function Draft(of: PageProps) {
  const bodies = of.community.bodies.length;
  const name = `vote/${of.community.community}/${of.me.session.credential}`;
  const [form, setForm] = useState(() => keptDraft<Form>(name) ?? emptyVote(bodies));
  const [body, setBody] = useState<Create>();
  const [made, setMade] = useState(false);
  const set = (change: Partial<Form>) => {
    setForm({ ...form, ...change });
    keepDraft(name, { ...form, ...change });
  };
  const { matters } = form;
  const setMatter = (at: number, change: Partial<Matter>) =>
    set({ matters: matters.map((matter, i) => (i === at ? { ...matter, ...change } : matter)) });
  const done = () => {
    setMade(true);
    keepDraft(name, undefined);
  };
  const choice = thresholds[form.kind];
  const write = () =>
    setBody({
      contests: matters.map((matter, i) => ({
        id: `m${i + 1}`,
        options: optionsOf(matter.options),
        seats: int(choice.includes("elect") ? Number(matter.seats) : 1),
        threshold: choice.find((known) => known === matter.threshold) ?? choice[0] ?? "none",
        title: visible(matter.title).trim(),
        ...(matter.text ? { text: matter.text } : {}),
      })),
      election: form.election,
      roll: int(of.community.roll),
      rules: {
        barred: [],
        collision: form.collision,
        countParking: form.countParking,
        kind: form.kind,
        proxyCap: int(Number(form.proxyCap)),
        proxyMustOwn: form.proxyMustOwn,
        revote: form.revote,
      },
      threshold: int(Number(form.threshold)),
      title: visible(form.title).trim(),
    });
  if (body) {
    return (
      <Page title={say(officeTexts.newElection)}>
        <h2>{say(officeTexts.check)}</h2>
        <SignAct {...of} type="election.create" body={body} done={done} back={() => setBody(undefined)} />
        {made && (
          <p class="actions">
            <button type="button" class="button secondary" onClick={() => go(`election/${body.election}`)}>
              {say(officeTexts.step)}
            </button>
          </p>
        )}
      </Page>
    );
  }
  return (
    <Page title={say(officeTexts.newElection)}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          write();
        }}
      >
        <label for="title">{say(officeTexts.name)}</label>
        <input
          id="title"
          required
          ref={valid(blank(form.title))}
          value={form.title}
          onInput={(e) => set({ title: e.currentTarget.value })}
        />
        <label for="id">{say(officeTexts.id)}</label>
        <input id="id" required pattern={idPattern} value={form.election} onInput={(e) => set({ election: e.currentTarget.value })} />
        <label for="kind">{say(officeTexts.kind)}</label>
        <select id="kind" value={form.kind} onChange={(e) => set({ kind: e.currentTarget.value as Kind })}>
          <option value="owners">{say(officeTexts.kindOwners)}</option>
          <option value="committee">{say(officeTexts.kindCommittee)}</option>
          <option value="poll">{say(officeTexts.kindPoll)}</option>
        </select>
        {matters.map((matter, i) => (
          <MatterForm
            key={i}
            place={i + 1}
            matter={matter}
            kind={form.kind}
            community={of.community.community}
            twice={matters.findIndex(({ title }) => textKey(title) === textKey(matter.title)) < i}
            set={(change) => setMatter(i, change)}
            remove={matters.length > 1 ? () => set({ matters: matters.filter((_, other) => other !== i) }) : undefined}
          />
        ))}
        <p>
          <button type="button" class="button secondary" onClick={() => set({ matters: [...matters, emptyMatter()] })}>
            {say(officeTexts.matterAdd)}
          </button>
        </p>
        <Check text={say(officeTexts.revote)} on={form.revote} set={(revote) => set({ revote })} />
        <Check text={say(officeTexts.parking)} on={form.countParking} set={(countParking) => set({ countParking })} />
        <Check text={say(officeTexts.proxyMustOwn)} on={form.proxyMustOwn} set={(proxyMustOwn) => set({ proxyMustOwn })} />
        <label for="cap">{say(officeTexts.proxyCap)}</label>
        <input
          id="cap"
          type="number"
          min="0"
          max="99"
          required
          value={form.proxyCap}
          onInput={(e) => set({ proxyCap: e.currentTarget.value })}
        />
        <label for="collision">{say(officeTexts.collision)}</label>
        <select id="collision" value={form.collision} onChange={(e) => set({ collision: e.currentTarget.value as typeof form.collision })}>
          <option value="last">{say(officeTexts.collisionLast)}</option>
          <option value="first">{say(officeTexts.collisionFirst)}</option>
          <option value="paper">{say(officeTexts.collisionPaper)}</option>
          <option value="online">{say(officeTexts.collisionOnline)}</option>
        </select>
        <label for="threshold">{say(officeTexts.keysNeeded)}</label>
        <input
          id="threshold"
          type="number"
          min={fewestKeys}
          max={bodies}
          required
          value={form.threshold}
          onInput={(e) => set({ threshold: e.currentTarget.value })}
        />
        <p class="actions">
          <button type="submit" class="button">
            {say(officeTexts.check)}
          </button>
          <a class="button secondary" href="#/">
            {say(texts.back)}
          </a>
        </p>
      </form>
    </Page>
  );
}

const Check = ({ text, on, set }: { text: string; on: boolean; set: (on: boolean) => void }) => (
  <label class="choice">
    <input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} />
    {text}
  </label>
);

function MatterForm(props: {
  place: number;
  matter: Matter;
  kind: Kind;
  community: string;
  twice: boolean; // another matter before it has the same title
  set: (change: Partial<Matter>) => void;
  remove: (() => void) | undefined;
}) {
  const { place, matter, kind, community, twice, set, remove } = props;
  const choice = thresholds[kind];
  const id = (name: string) => `${name}-${place}`;
  return (
    <fieldset class="card stack">
      <legend>{say(officeTexts.matter, place)}</legend>
      <label for={id("matter")}>{say(officeTexts.matterTitle)}</label>
      <input
        id={id("matter")}
        required
        ref={valid(blank(matter.title) || (twice && matter.title ? say(officeTexts.matterTwice) : ""))}
        value={matter.title}
        onInput={(e) => set({ title: e.currentTarget.value })}
      />
      <label for={id("threshold")}>{say(officeTexts.threshold)}</label>
      <select id={id("threshold")} value={matter.threshold} onChange={(e) => set({ threshold: e.currentTarget.value })}>
        {choice.map((threshold) => (
          <option key={threshold} value={threshold}>
            {say(thresholdTexts[threshold])}
          </option>
        ))}
      </select>
      <label for={id("options")}>{say(officeTexts.options)}</label>
      <textarea
        id={id("options")}
        rows={4}
        required
        ref={valid(matter.options && wrongOptions(matter.options, kind))}
        value={matter.options}
        onInput={(e) => set({ options: e.currentTarget.value })}
      />
      <WholeText id={id("text")} community={community} kind={kind} chosen={matter.text} choose={(text) => set({ text })} />
      {choice.includes("elect") && (
        <>
          <label for={id("seats")}>{say(officeTexts.seats)}</label>
          <input
            id={id("seats")}
            type="number"
            min="1"
            max="99"
            required
            ref={valid(wrongSeats(matter))}
            value={matter.seats}
            onInput={(e) => set({ seats: e.currentTarget.value })}
          />
        </>
      )}
      {remove && (
        <button type="button" class="button secondary" onClick={remove}>
          {say(officeTexts.matterRemove, place)}
        </button>
      )}
    </fieldset>
  );
}
