// SPDX-License-Identifier: Apache-2.0

// Grids: who works where, in which order they are called, and when they are on duty.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { idPattern } from "../../../act/rules.ts";
import { lines, say } from "../../shared/language.ts";
import { bodyName } from "../../shared/names.ts";
import { placeText } from "../../shared/orders/order.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { useLive } from "../live.tsx";
import { dispatchApi, type Grid, type Worker } from "./api.ts";
import { Choice } from "./choice.tsx";
import { DispatchPage } from "./frame.tsx";
import { readLanguages, readShifts, writeLanguages, writeShifts } from "./lines.ts";
import { SignOrder } from "./sign.tsx";
import { dispatchTexts } from "./texts.ts";

export function GridsPage(of: PageProps) {
  const grids = useLive(dispatchApi.grids, "");
  const workers = useLoaded(dispatchApi.workers, "").value?.items.filter(({ revoked }) => !revoked) ?? [];
  // A form is keyed by what it would change: once the second body has signed, it begins anew.
  const form = { ...of, workers, grids: grids.value ?? [], done: grids.reload };
  return (
    <DispatchPage title={say(dispatchTexts.grids)} screen="grids">
      <p>{say(dispatchTexts.gridsLead)}</p>
      {grids.fault ? <Fault fault={grids.fault} retry={grids.reload} /> : null}
      {!grids.value && !grids.fault && <Waiting />}
      {grids.value && grids.value.length > 0 && <h2>{say(dispatchTexts.gridsNow)}</h2>}
      <ul class="cards">
        {grids.value?.map((grid) => (
          <li class="card" key={grid.grid}>
            <Item grid={grid} of={of} />
            {grid.mine && (
              <details>
                <summary>{say(dispatchTexts.changeGrid)}</summary>
                <GridForm {...form} key={grid.act} grid={grid} />
              </details>
            )}
          </li>
        ))}
      </ul>
      <h2>{say(dispatchTexts.newGrid)}</h2>
      <GridForm {...form} key={form.grids.filter(({ mine }) => mine).length} />
    </DispatchPage>
  );
}

const Item = ({ grid, of }: { grid: Grid; of: PageProps }) => (
  <>
    <h3>
      {grid.grid} · {bodyName(of.community, grid.body)}
    </h3>
    <p>{grid.places.map(placeText).join(say(dispatchTexts.and))}</p>
    <ol class="spaced">
      {grid.workers.map(({ worker, name, onDuty, revoked, languages }) => (
        <li key={worker}>
          {name || worker.slice(0, 8)} {languages.join(", ")}{" "}
          {revoked ? (
            <span class="stage">{say(dispatchTexts.revoked)}</span>
          ) : (
            onDuty && <span class="stage">{say(dispatchTexts.onDuty)}</span>
          )}
        </li>
      ))}
    </ol>
  </>
);

type FormProps = PageProps & { grid?: Grid; workers: readonly Worker[]; grids: readonly Grid[]; done: () => void };

function GridForm({ grid, workers, grids, done, ...of }: FormProps) {
  const [id, setId] = useState(grid?.grid ?? "");
  const [chosen, setChosen] = useState<string[]>(grid?.workers.map(({ worker }) => worker) ?? []);
  const [places, setPlaces] = useState(grid?.places.join("\n") ?? "");
  const [shifts, setShifts] = useState(grid ? writeShifts(grid) : "");
  const [languages, setLanguages] = useState(grid ? writeLanguages(grid.workers) : "");
  const [next, setNext] = useState(grid?.next ?? "");
  const [body, setBody] = useState<Bodies["grid.set"]>();
  const [shiftsRead, languagesRead] = [readShifts(shifts, chosen), readLanguages(languages, chosen)];
  const bad = [...shiftsRead.bad, ...languagesRead.bad];
  if (body) {
    return <SignOrder {...of} type="grid.set" body={body} done={done} back={() => setBody(undefined)} />;
  }
  const check = () =>
    setBody({
      body: of.me.session.body ?? "",
      grid: id,
      languages: languagesRead.all,
      next,
      places: [...new Set(lines(places))].sort(),
      shifts: shiftsRead.all,
      supervisor: grid?.supervisor.credential ?? of.me.session.credential,
      workers: chosen,
    });
  const field = (name: string) => `${name}-${grid?.grid ?? ""}`;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        check();
      }}
    >
      {!grid && (
        <>
          <label for={field("id")}>{say(dispatchTexts.gridId)}</label>
          <input
            id={field("id")}
            required
            pattern={idPattern}
            autocomplete="off"
            value={id}
            onInput={(event) => setId(event.currentTarget.value)}
          />
        </>
      )}
      <p>
        {grid
          ? say(dispatchTexts.supervisor, grid.supervisor.name ?? grid.supervisor.credential.slice(0, 8))
          : say(dispatchTexts.supervisorIsYou)}
      </p>
      <Order workers={workers} chosen={chosen} choose={setChosen} />
      <label for={field("places")}>{say(dispatchTexts.gridPlaces)}</label>
      <textarea id={field("places")} rows={3} value={places} onInput={(event) => setPlaces(event.currentTarget.value)} />
      <label for={field("shifts")}>{say(dispatchTexts.shifts)}</label>
      <p class="small" id={field("shifts-hint")}>
        {say(dispatchTexts.shiftsHint)}
      </p>
      <textarea
        id={field("shifts")}
        rows={3}
        aria-describedby={field("shifts-hint")}
        value={shifts}
        onInput={(event) => setShifts(event.currentTarget.value)}
      />
      <label for={field("languages")}>{say(dispatchTexts.languages)}</label>
      <textarea id={field("languages")} rows={2} value={languages} onInput={(event) => setLanguages(event.currentTarget.value)} />
      <Choice
        id={field("next")}
        label={say(dispatchTexts.gridNext)}
        value={next}
        options={[
          ["", say(dispatchTexts.gridNextNone)],
          ...grids.filter((one) => one.grid !== id).map((one) => [one.grid, one.grid] as const),
        ]}
        choose={setNext}
      />
      {bad.length > 0 && <Fault fault={say(dispatchTexts.shiftsBad, bad.join(" / "))} />}
      <button type="submit" class="button" disabled={bad.length > 0 || chosen.length === 0}>
        {say(dispatchTexts.check)}
      </button>
    </form>
  );
}

type OrderProps = { workers: readonly Worker[]; chosen: readonly string[]; choose: (chosen: string[]) => void };

// Order is who is on a grid, in the order in which they are called.
function Order({ workers, chosen, choose }: OrderProps) {
  const nameOf = (id: string) => workers.find(({ worker }) => worker === id)?.name || id.slice(0, 8);
  const earlier = (i: number) => choose([...chosen.slice(0, i - 1), chosen[i] ?? "", chosen[i - 1] ?? "", ...chosen.slice(i + 1)]);
  return (
    <fieldset>
      <legend>{say(dispatchTexts.gridWorkers)}</legend>
      {workers.map(({ worker }) => (
        <label class="choice" key={worker}>
          <input
            type="checkbox"
            checked={chosen.includes(worker)}
            onChange={({ currentTarget: { checked } }) => choose(checked ? [...chosen, worker] : chosen.filter((one) => one !== worker))}
          />
          {nameOf(worker)}
        </label>
      ))}
      <ol>
        {chosen.map((worker, i) => (
          <li key={worker}>
            {nameOf(worker)}{" "}
            {i > 0 && (
              <button type="button" class="button secondary" onClick={() => earlier(i)}>
                {say(dispatchTexts.gridUp, nameOf(worker))}
              </button>
            )}
          </li>
        ))}
      </ol>
    </fieldset>
  );
}
