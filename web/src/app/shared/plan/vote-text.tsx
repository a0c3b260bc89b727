// SPDX-License-Identifier: Apache-2.0

// A whole text that is put to the vote: the ledger has its hash, a server has its words, and this browser sees whether they are those.

import { hex, sha256, utf8 } from "../../../encoding.ts";
import { call, Problem, type Schema } from "../api.ts";
import { ConventionWords, RepealWords } from "../convention/convention.tsx";
import { save } from "../files.ts";
import { say } from "../language.ts";
import { Fault, useLoaded, Waiting } from "../page.tsx";
import { RegulationWords } from "../parking/regulation.tsx";
import { readPlan } from "./plan.ts";
import { PlanWords } from "./plan.tsx";
import { planTexts } from "./texts.ts";

// Read is a text as it was asked for: "none" where a server does not have it, "wrong" where it gave another one.
type Read = "none" | "wrong" | Schema["VoteText"];

export async function readText(community: string, hash: string): Promise<Read> {
  try {
    const path = `/communities/${encodeURIComponent(community)}/texts/${hash}`;
    const text = await call<Schema["VoteText"]>("GET", path);
    return hex(await sha256(utf8(text.text))) === hash ? text : "wrong";
  } catch (error) {
    if (error instanceof Problem && error.status === 404) {
      return "none";
    }
    throw error;
  }
}

export function VoteText({ community, hash }: { community: string; hash: string }) {
  const { value, fault, reload } = useLoaded(() => readText(community, hash), hash);
  return (
    <section class="card" aria-label={say(planTexts.text)}>
      <p>
        <strong>{say(planTexts.text)}</strong>
      </p>
      {fault ? (
        <Fault fault={fault} retry={reload} />
      ) : value === undefined ? (
        <Waiting />
      ) : (
        <Words value={value} {...{ community, hash }} />
      )}
      <p class="small">
        {say(planTexts.hash)} <code class="hash">{hash}</code>
      </p>
    </section>
  );
}

function Words({ value, ...of }: { value: Read; community: string; hash: string }) {
  if (typeof value === "string") {
    return <p class="note warn">{say(planTexts[value])}</p>;
  }
  const [ending, type] = value.kind === "convention" ? ["md", "text/markdown"] : ["json", "application/json"];
  return (
    <>
      <p class="note">{say(planTexts.checked)}</p>
      <WordsOf {...of} text={value} />
      <p>
        <button type="button" class="button secondary" onClick={() => save(`${of.hash}.${ending}`, utf8(value.text), type)}>
          {say(planTexts.save)}
        </button>
      </p>
    </>
  );
}

// WordsOf is a text as its kind is read; what cannot be read is shown as it is.
function WordsOf({ text, community }: { text: Schema["VoteText"]; community: string }) {
  if (text.kind === "convention") {
    return <ConventionWords text={text.text} articles={text.articles ?? []} />;
  }
  if (text.kind === "repeal") {
    return <RepealWords community={community} text={text.text} />;
  }
  if (text.kind === "parking") {
    return <RegulationWords text={text.text} />;
  }
  const plan = readPlan(text.text);
  return plan ? <PlanWords plan={plan} /> : <pre>{text.text}</pre>;
}
