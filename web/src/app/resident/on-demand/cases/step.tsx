// SPDX-License-Identifier: Apache-2.0

// A step of my home in a case, in the words that it signs.

import { useState } from "preact/hooks";
import { orderPhotos } from "../../../../act/rules.ts";
import type { Bytes } from "../../../../encoding.ts";
import { textLength } from "../../../shared/bounds.gen.ts";
import { photoLine, withPhotos } from "../../../shared/cases/photos.ts";
import { actOf, simple } from "../../../shared/cases/steps.ts";
import { type Case, lastProposal, mediatorText, whichText } from "../../../shared/cases/words.ts";
import { say } from "../../../shared/language.ts";
import { enclose } from "../../../shared/orders/enclosed.ts";
import { Photos } from "../../../shared/orders/photos.tsx";
import type { PageProps } from "../../../shared/page-props.ts";
import { Sign } from "../signing.tsx";
import { keep } from "./keep.ts";
import { caseTexts } from "./texts.ts";

export type StepProps = PageProps & { one: Case; changed: () => void };

export type MyStep = "join" | "refuse" | "say" | "perform" | "withdraw";

// Step is a step that says at most one thing.
export function Step({ step, one, changed, ...of }: StepProps & { step: MyStep }) {
  const [text, setText] = useState("");
  const [photos, setPhotos] = useState<Bytes[]>([]);
  const { label, lead, words } = simple[step];
  const signs = say(caseTexts[step], whichText(of.community, one), mediatorText(of.community, one));
  const make = async () => {
    const said = text.trim();
    if (said === "" && words === "must") {
      return say(caseTexts.empty);
    }
    const shown = await enclose("", photos);
    const hash = said === "" ? "" : await keep(one.case, withPhotos(said, shown.photos));
    if (hash === undefined) {
      return say(caseTexts.mismatch);
    }
    const print = photos.length > 0 ? say(caseTexts.printPhotos, hash, photos.length) : say(caseTexts.print, hash);
    return { ...actOf(step, one, hash), words: hash ? `${signs}${print}` : signs };
  };
  const id = `${step}-${one.case}`;
  const most = textLength - orderPhotos * photoLine; // whatever is shown with it
  return (
    <>
      <p>{say(lead)}</p>
      {words !== "none" && (
        <>
          <label for={id}>{say(words === "may" ? caseTexts.why : caseTexts.yourWords)}</label>
          <textarea id={id} rows={4} maxLength={most} value={text} onInput={(event) => setText(event.currentTarget.value)} />
        </>
      )}
      {step === "say" && <Photos id={`photo-${one.case}`} photos={photos} change={setPhotos} />}
      <Signs words={signs} />
      <Sign
        key={String(text === "")}
        of={of}
        label={say(label)}
        make={make}
        done={changed}
        danger={step === "refuse" || step === "withdraw"}
      />
    </>
  );
}

// Signs says what the button under it signs.
export const Signs = ({ words }: { words: string }) => (
  <p class="note">
    {say(caseTexts.signs)}
    {words}
  </p>
);

// Reply is to the proposal that is before both sides.
export function Reply({ one, changed, ...of }: StepProps) {
  const [reply, setReply] = useState<"yes" | "no">();
  const { hash, text } = lastProposal(one)?.text ?? { hash: "", text: "" };
  const signs = reply && say(reply === "yes" ? caseTexts.replyYes : caseTexts.replyNo, whichText(of.community, one));
  const make = async () =>
    reply && signs
      ? { type: "case.reply" as const, body: { case: one.case, reply, text: hash }, words: signs + say(caseTexts.print, hash) }
      : say(caseTexts.replyFirst);
  return (
    <>
      <h3>{say(caseTexts.proposal)}</h3>
      <blockquote>{text}</blockquote>
      <p>{say(caseTexts.replyLead)}</p>
      <fieldset>
        <legend>{say(caseTexts.reply)}</legend>
        {(["yes", "no"] as const).map((one) => (
          <label class="choice" key={one}>
            <input type="radio" name="reply" checked={reply === one} onChange={() => setReply(one)} />
            {say(caseTexts[one])}
          </label>
        ))}
      </fieldset>
      {signs && <Signs words={signs} />}
      <Sign key={reply} of={of} label={say(caseTexts.sign)} make={make} done={changed} />
    </>
  );
}
