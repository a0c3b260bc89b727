// SPDX-License-Identifier: Apache-2.0

// The agreement as its mediator drafts it, with what the law lists (People's Mediation Law, Art. 29).

import { useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import { type Part, type Parts, partName, responsibilityName } from "../../shared/cases/agreement.ts";
import { say } from "../../shared/language.ts";
import { caseApi } from "./api.ts";
import { Days, type FormProps, Words, Written } from "./forms.tsx";
import { caseTexts } from "./texts.ts";

const mostPerform = 730; // days
const usual = 30; // days

const blank = { agreed: "", facts: "", how: "", matters: "", when: "" };

export function AgreeForm({ one, community, ...of }: FormProps) {
  const [parts, setParts] = useState(blank);
  const [responsibility, setResponsibility] = useState<[string, string]>(["", ""]);
  const [days, setDays] = useState(String(usual));
  const said = tidy({ ...parts, case: one.case, responsibility });
  const make = async () => {
    const agreement = await caseApi.keepAgreement(said);
    return { type: "case.agree" as const, body: { agreement, case: one.case, days: int(Number(days)) } };
  };
  const field = (part: Part, rows: number, most: number) => (
    <Words
      id={part}
      label={partName(part)}
      text={parts[part]}
      write={(text) => setParts((last) => ({ ...last, [part]: text }))}
      rows={rows}
      most={most}
    />
  );
  const of2 = (i: 0 | 1) => (
    <Words
      id={`responsibility-${i}`}
      label={responsibilityName(community, one, i)}
      text={responsibility[i]}
      write={(text) => setResponsibility(([first, second]) => (i === 0 ? [text, second] : [first, text]))}
      rows={2}
      most={long}
    />
  );
  return (
    <Written {...of} make={make} said={said}>
      <p>{say(caseTexts.agreeLead)}</p>
      {field("facts", 4, longest)}
      {field("matters", 2, long)}
      {of2(0)}
      {of2(1)}
      {field("agreed", 4, longest)}
      {field("how", 2, long)}
      {field("when", 2, long)}
      <Days label={say(caseTexts.performDays, mostPerform)} least={0} most={mostPerform} days={days} write={setDays} />
    </Written>
  );
}

// What a part holds (the API's AgreementParts).
const longest = 2000;
const long = 1000;

const trimmed = (text: string): string => text.trim().normalize("NFC");

// tidy has every part without blanks around it, in the one form in which texts are hashed.
export const tidy = ({ case: id, responsibility, ...parts }: Parts): Parts => ({
  agreed: trimmed(parts.agreed),
  case: id,
  facts: trimmed(parts.facts),
  how: trimmed(parts.how),
  matters: trimmed(parts.matters),
  responsibility: responsibility.map(trimmed),
  when: trimmed(parts.when),
});
