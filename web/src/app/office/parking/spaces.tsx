// SPDX-License-Identifier: Apache-2.0

// The spaces of a car park, and putting many on record at once.

import { useState } from "preact/hooks";
import { say } from "../../shared/language.ts";
import { Fault, Waiting } from "../../shared/page.tsx";
import { useTask } from "../../shared/task.ts";
import { useLive } from "../live.tsx";
import { JoinWaiting } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import { type Lot, officeParking, type Place } from "./api.ts";
import { readLines, spacesOf, twice, type Written } from "./lines.ts";
import type { LotFormProps } from "./lot-form.tsx";
import { LotPlan } from "./plan.tsx";
import { officeParkingTexts as own } from "./texts.ts";

type SpacesProps = LotFormProps & { lot: Lot };

export function Spaces({ lot, ...of }: SpacesProps) {
  const all = useLive(() => officeParking.places(of.community.community), lot.lot);
  const [written, setWritten] = useState<Written[]>();
  const here = all.value?.filter((place) => place.lot === lot.lot) ?? [];
  const labels = here.map(({ label }) => label).join(say(["、", ", "]));
  return (
    <>
      <h2>{lot.name}</h2>
      {all.fault ? <Fault fault={all.fault} retry={all.reload} /> : null}
      {!all.value && !all.fault && <Waiting />}
      {all.value && <p>{here.length > 0 ? say(own.spacesNow, labels) : say(own.spacesNone)}</p>}
      {written ? (
        <OneByOne {...of} written={written} leave={() => setWritten(undefined)} />
      ) : (
        all.value && <Paste {...of} lot={lot} known={all.value} give={setWritten} />
      )}
      <LotPlan {...of} lot={lot} />
    </>
  );
}

type PasteProps = SpacesProps & { known: readonly Place[]; give: (written: Written[]) => void };

function Paste({ lot, known, give, community }: PasteProps) {
  const [text, setText] = useState("");
  const { busy, fault, run, tell } = useTask(text);
  const check = () =>
    run(async () => {
      const all = readLines(text);
      const double = twice(all);
      if (double.length > 0) {
        return tell(say(own.spacesTwice, double.join(" ")));
      }
      const { good, bad } = await spacesOf(community, lot.lot, known, all);
      return bad.length > 0 ? tell(say(own.spacesBad, bad.join(" / "))) : give(good);
    });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      <p id="spaces-hint">{say(own.spacesLead)}</p>
      <label for="spaces">{say(own.spacesPaste)}</label>
      <textarea
        id="spaces"
        rows={8}
        required
        aria-describedby="spaces-hint"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {fault && <Fault fault={fault} />}
      <button type="submit" class="button" disabled={busy}>
        {say(own.check)}
      </button>
    </form>
  );
}

type OneByOneProps = LotFormProps & { written: readonly Written[]; leave: () => void };

// OneByOne has one act signed after the other: their numbers would collide otherwise.
function OneByOne({ written, leave, done, pending, ...of }: OneByOneProps) {
  const [place, setPlace] = useState(0);
  const [signed, setSigned] = useState(false);
  const one = written[place];
  if (!one) {
    return <p role="status">{say(own.allDone)}</p>;
  }
  const { line, body } = one;
  const next = () => {
    setSigned(false);
    setPlace(place + 1);
  };
  const finish = () => {
    setSigned(true);
    done();
  };
  return (
    <>
      <p class="note">{say(own.spacesOrder, written.length, place + 1)}</p>
      <p class="big">{say(own.spaceOf, line.label, line.whose || say(own.nobody))}</p>
      <JoinWaiting {...of} key={body.space} list={pending} type="space.set" same={({ space }) => space === body.space} done={finish}>
        <SignAct {...of} type="space.set" body={body} done={finish} {...(place === 0 ? { back: leave } : {})} />
      </JoinWaiting>
      {signed && (
        <p class="actions">
          <button type="button" class="button" onClick={next}>
            {say(own.next)}
          </button>
        </p>
      )}
    </>
  );
}
