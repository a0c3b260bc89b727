// SPDX-License-Identifier: Apache-2.0

// The community's own rules of shared parking: what is in force, and putting in force what the owners have adopted.

import { useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import type { Regulation } from "../../../act/body.ts";
import { canonical } from "../../../act/canonical.ts";
import { hex, sha256, utf8 } from "../../../encoding.ts";
import { api } from "../../shared/api.ts";
import { moment, say } from "../../shared/language.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Parking, parkingApi } from "../../shared/parking/api.ts";
import { regulationText } from "../../shared/parking/regulation.tsx";
import { Leave } from "../convention/leave.tsx";
import { useLive } from "../live.tsx";
import { Choice } from "../orders/choice.tsx";
import { JoinWaiting, usePending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import { ParkingPage } from "./frame.tsx";
import { officeParkingTexts as own } from "./texts.ts";

const hour = 3600; // seconds

// hashOf is what a matter names that puts rules to the vote (contract/parking).
export const hashOf = async (regulation: Regulation): Promise<string> => hex(await sha256(utf8(canonical(regulation))));

export function Rules(of: PageProps) {
  const all = useLive(() => parkingApi.all(of.community.community), "lots");
  return (
    <ParkingPage screen="rules">
      <p>{say(own.rulesLead)}</p>
      {all.fault ? <Fault fault={all.fault} retry={all.reload} /> : null}
      {!all.value && !all.fault && <Waiting />}
      {all.value && <p class="big">{inForce(all.value)}</p>}
      <h2>{say(own.adopt)}</h2>
      {all.value && <Adopt {...of} key={all.value.adopted} done={all.reload} />}
    </ParkingPage>
  );
}

function inForce({ others, ahead, adopted }: Parking): string {
  const what = regulationText(others, ahead);
  return adopted > 0 ? `${what} ${say(own.since, moment(adopted))}` : what;
}

function Adopt({ done, ...of }: PageProps & { done: () => void }) {
  const [others, setOthers] = useState(true);
  const [ahead, setAhead] = useState("0");
  const [election, setElection] = useState("");
  const pending = usePending(of);
  const list = useLoaded(() => api.elections(of.community.community), "");
  const regulation = { ahead: int(others ? Number(ahead) * hour : 0), others };
  return (
    <JoinWaiting {...of} list={pending} type="parking.adopt" same={(body) => body.election === election} done={done}>
      <div class="stack">
        <label class="choice">
          <input type="checkbox" checked={others} onChange={(event) => setOthers(event.currentTarget.checked)} />
          {say(own.allow)}
        </label>
        {others && (
          <>
            <label for="ahead">{say(own.ahead)}</label>
            <input
              id="ahead"
              type="number"
              min={0}
              step={1}
              inputMode="numeric"
              value={ahead}
              onInput={(event) => setAhead(event.currentTarget.value)}
            />
          </>
        )}
        <Leave kind="parking" text={canonical(regulation)} label={say(own.leave)} />
        {list.fault ? <Fault fault={list.fault} retry={list.reload} /> : null}
        <Choice
          id="election"
          label={say(own.election)}
          value={election}
          options={[["", say(own.choose)], ...(list.value?.items.map((one) => [one.election, one.title] as const) ?? [])]}
          choose={setElection}
        />
        <Found {...of} key={JSON.stringify([regulation, election])} regulation={regulation} election={election} done={done} />
      </div>
    </JoinWaiting>
  );
}

type FoundProps = PageProps & { regulation: Regulation; election: string; done: () => void };

// Found is the matter of the vote that names the rules.
function Found({ regulation, election, done, ...of }: FoundProps) {
  const found = useLoaded(async () => {
    const hash = await hashOf(regulation);
    const contests = election ? (await api.election(of.community.community, election)).election.contests : [];
    return { hash, contest: contests.find(({ text }) => text === hash) };
  }, "");
  if (!found.value) {
    return found.fault ? <Fault fault={found.fault} retry={found.reload} /> : <Waiting />;
  }
  const { hash, contest } = found.value;
  return (
    <>
      <p>
        {say(own.hash)} <code class="hash">{hash}</code>
      </p>
      {election && !contest && <p class="note warn">{say(own.noContest)}</p>}
      {contest && <SignAct {...of} type="parking.adopt" body={{ contest: contest.id, election, regulation }} done={done} />}
    </>
  );
}
