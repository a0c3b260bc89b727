// SPDX-License-Identifier: Apache-2.0

// How full the shared spaces are, by the hour and the day of the week: a picture, and the same as a table.

import { useState } from "preact/hooks";
import { read as readDay, today, written } from "../../shared/day.ts";
import { save } from "../../shared/files.ts";
import { say } from "../../shared/language.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import { midnight } from "../../shared/parking/quarters.ts";
import { weekday } from "../../shared/parking/terms.ts";
import { Scroll } from "../../shared/scroll.tsx";
import { texts } from "../../shared/texts.ts";
import { Choice } from "../orders/choice.tsx";
import { type Cell, officeParking } from "./api.ts";
import { ParkingPage } from "./frame.tsx";
import { cellOf, cellText, csvOf, hours, hourText, type Measure, share, week } from "./heat.ts";
import { officeParkingTexts as own } from "./texts.ts";

const usual = 28; // days: each weekday as often
const most = 92;

export function OccupancyPage() {
  const [first, setFirst] = useState(() => written(today() - usual));
  const [last, setLast] = useState(() => written(today() - 1));
  const [from, until] = [readDay(first), readDay(last) + 1];
  const good = until > from && until - from <= most;
  return (
    <ParkingPage screen="occupancy">
      <p>{say(own.occupancyLead)}</p>
      <div class="stack screen">
        <label for="first">{say(own.from)}</label>
        <input id="first" type="date" value={first} onInput={(event) => setFirst(event.currentTarget.value)} />
        <label for="last">{say(own.until)}</label>
        <input id="last" type="date" value={last} onInput={(event) => setLast(event.currentTarget.value)} />
      </div>
      {good ? <Week key={`${from} ${until}`} from={from} until={until} /> : <Fault fault={say(own.badRange)} />}
    </ParkingPage>
  );
}

function Week({ from, until }: { from: number; until: number }) {
  const [of, setOf] = useState<Measure>("booked");
  const loaded = useLoaded(() => officeParking.occupancy(midnight(from), midnight(until)), "");
  if (!loaded.value) {
    return loaded.fault ? <Fault fault={loaded.fault} retry={loaded.reload} /> : <Waiting />;
  }
  const { spaces, cells } = loaded.value;
  const keep = () => save(`parking-${written(from)}-${written(until - 1)}.csv`, csvOf(cells), "text/csv");
  return (
    <>
      <p>{say(own.spacesIn, spaces)}</p>
      <div class="stack screen">
        <Choice
          id="measure"
          label={say(own.measure)}
          value={of}
          options={[
            ["booked", say(own.bookedShare)],
            ["used", say(own.usedShare)],
          ]}
          choose={setOf}
        />
      </div>
      <section class="chart">
        <h2>{say(of === "booked" ? own.bookedShare : own.usedShare)}</h2>
        <p class="small">{say(own.legend)}</p>
        <div class="beside">
          <Picture cells={cells} of={of} />
          <Scroll label={say(own.occupancy)}>
            <Table cells={cells} of={of} />
          </Scroll>
        </div>
      </section>
      <p class="actions">
        <button type="button" class="button" onClick={() => print()}>
          {say(texts.print)}
        </button>
        <button type="button" class="button secondary" onClick={keep}>
          {say(own.csv)}
        </button>
      </p>
    </>
  );
}

type Shown = { cells: readonly Cell[]; of: Measure };

const side = 20; // of a cell in the picture

// Picture has a square in each cell, the larger, the fuller: it is read without colours. A dot is a cell of which nothing is said.
const Picture = ({ cells, of }: Shown) => (
  <div class="drawing" aria-hidden="true">
    <svg aria-hidden="true" class="heat" viewBox={`${-2 * side} ${-side} ${(week.length + 2) * side} ${(hours + 1) * side}`}>
      <Edges />
      {week.map((day, i) =>
        Array.from({ length: hours }, (_, hour) => (
          <Square key={`${day} ${hour}`} x={i * side} y={hour * side} of={of} cell={cellOf(cells, i, hour)} />
        )),
      )}
    </svg>
  </div>
);

// Edges are the days above the picture, and every third hour beside it.
const Edges = () => (
  <>
    {week.map((day, i) => (
      <text key={day} x={(i + 0.5) * side} y={-side / 3} text-anchor="middle">
        {say([weekday(day).slice(-1), weekday(day).slice(0, 2)])}
      </text>
    ))}
    {Array.from({ length: hours / 3 }, (_, i) => (
      <text key={i} x={-2} y={(3 * i + 0.7) * side} text-anchor="end">
        {hourText(3 * i)}
      </text>
    ))}
  </>
);

function Square({ x, y, of, cell }: { x: number; y: number; of: Measure; cell: Cell }) {
  const part = share(cell, of);
  const size = part === undefined || part === 0 ? 0 : Math.max(2, (side - 2) * Math.sqrt(part));
  return (
    <>
      <rect class="frame" x={x} y={y} width={side} height={side} />
      {cell.merged && <circle class="merged" cx={x + side / 2} cy={y + side / 2} r={2} />}
      {size > 0 && <rect class="part" x={x + (side - size) / 2} y={y + (side - size) / 2} width={size} height={size} />}
    </>
  );
}

const Table = ({ cells, of }: Shown) => (
  <table>
    <thead>
      <tr>
        <th scope="col">{say(own.hour)}</th>
        {week.map((day) => (
          <th key={day} scope="col">
            {weekday(day)}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {Array.from({ length: hours }, (_, hour) => (
        <tr key={hour}>
          <th scope="row">{hourText(hour)}</th>
          {week.map((day, i) => (
            <td key={day}>{cellText(cellOf(cells, i, hour), of)}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
