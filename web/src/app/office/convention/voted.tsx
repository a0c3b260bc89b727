// SPDX-License-Identifier: Apache-2.0

// The conventions, and ends of them, that elections put to the vote.

import { useState } from "preact/hooks";
import { readRepeal } from "../../shared/convention/convention.ts";
import { hashOfFile } from "../../shared/files.ts";
import { say } from "../../shared/language.ts";
import { stageText } from "../../shared/names.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { VoteText } from "../../shared/plan/vote-text.tsx";
import { useTask } from "../../shared/task.ts";
import { useLive } from "../live.tsx";
import { pointsTexts } from "../points/texts.ts";
import { SignAct } from "../signing/signing.tsx";
import { conventionApi, type Voted } from "./api.ts";
import { conventionOfficeTexts as own } from "./texts.ts";

export function VotedOn(of: PageProps) {
  const all = useLive(conventionApi.voted, "conventions");
  return (
    <section>
      <h2>{say(own.voted)}</h2>
      {all.fault && <Fault fault={all.fault} retry={all.reload} />}
      {!all.value && !all.fault && <Waiting />}
      {all.value?.length === 0 && <p>{say(own.votedNone)}</p>}
      <ul class="cards">
        {all.value?.map((voted) => (
          <li class="card" key={`${voted.election} ${voted.contest}`}>
            <strong>{voted.question}</strong>
            <p>
              <a href={`#/election/${voted.election}`}>{say(pointsTexts.votedIn, voted.title, stageText(voted.stage))}</a>
            </p>
            <p class={voted.waits === "" ? "note" : ""}>{waitsText(voted)}</p>
            {voted.waits === "text" ? <HandIn hash={voted.hash} done={all.reload} /> : <OneVoted {...of} voted={voted} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

const waitsText = ({ waits, stage }: Voted): string =>
  waits === "text" ? say(own.textGone) : say(own[waits || "ready"], stageText(stage));

function OneVoted({ voted, ...of }: PageProps & { voted: Voted }) {
  const [signing, setSigning] = useState(false);
  const [read, setRead] = useState(false);
  return (
    <>
      <details onToggle={({ currentTarget }) => currentTarget.open && setRead(true)}>
        <summary>{say(own.shownAs)}</summary>
        {read && <VoteText community={of.community.community} hash={voted.hash} />}
      </details>
      {signing && <Carry {...of} voted={voted} back={() => setSigning(false)} />}
      {voted.waits === "" && !signing && (
        <button type="button" class="button" onClick={() => setSigning(true)}>
          {say(voted.kind === "repeal" ? own.repeal : own.adopt)}
        </button>
      )}
    </>
  );
}

// Carry has two bodies do what the owners have agreed to.
function Carry({ voted, ...of }: PageProps & { voted: Voted; back: () => void }) {
  const { contest, election, text, kind } = voted;
  const repeal = kind === "repeal" ? readRepeal(text) : undefined;
  if (repeal) {
    return <SignAct {...of} type="convention.repeal" body={{ contest, election, repeal }} />;
  }
  return <SignAct {...of} type="convention.adopt" body={{ contest, election, text }} />;
}

// HandIn takes a text that is on another body's server: whoever votes here can read it then.
function HandIn({ hash, done }: { hash: string; done: () => void }) {
  const { busy, fault, run, tell } = useTask();
  const take = async (file: File) => {
    if ((await hashOfFile(file)) !== hash) {
      tell(say(own.handInWrong));
      return;
    }
    await run(async () => {
      const text = await file.text();
      await conventionApi.leave(readRepeal(text) ? "repeal" : "convention", text);
      done();
    });
  };
  return (
    <>
      <label for={`file-${hash}`}>{say(own.handIn)}</label>
      <input id={`file-${hash}`} type="file" disabled={busy} onChange={({ currentTarget: { files } }) => files?.[0] && take(files[0])} />
      {fault && <Fault fault={fault} />}
    </>
  );
}
