// SPDX-License-Identifier: Apache-2.0

// A chart is a picture, which only shows what the table beside it says.

import { Fragment } from "preact";
import { Scroll } from "../../shared/scroll.tsx";

export type Chart = {
  id: string;
  title: string;
  notes: string[];
  columns: string[]; // of the table
  rows: Row[];
  curve?: Curve; // of time; without it each row has bars
};

// Row is a row of the table; label is its name in the picture, if that is another one.
export type Row = { name: string; label?: string; cells: string[]; bars: Bar[] };

// Bar is a share of a whole. mark: which share it is held against, such as one that was needed; met: it was reached.
export type Bar = { name: string; part: number; whole: number; mark?: number | undefined; met?: boolean | undefined };

// Curve is when heads came: a column a span, as wide as the span and as high as the heads that came in one hour of it, so that
// spans that had to be joined look no fuller than others.
export type Curve = { spans: Span[]; ticks: string[]; marks: number[] };
export type Span = { from: number; to: number; heads: number };

export const perHour = ({ from, to, heads }: Span): number => (heads * 3600) / Math.max(to - from, 1);

export const ChartView = ({ id, title, notes, columns, rows, curve }: Chart) => (
  <section class="chart" id={id}>
    <h2>{title}</h2>
    {notes.map((note) => (
      <p key={note}>{note}</p>
    ))}
    {rows.length > 0 && (
      <div class="beside">
        <div class="drawing" aria-hidden="true">
          {curve ? <CurveView {...curve} /> : rows.map((row) => <Bars key={row.name + row.label} {...row} />)}
        </div>
        <Scroll label={title}>
          <table>
            <thead>
              <tr>
                {columns.map((column, i) => (
                  <th key={`${i} ${column}`} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.name + row.label}>
                  <th scope="row">{row.name}</th>
                  {row.cells.map((cell, i) => (
                    <td key={columns[i + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      </div>
    )}
  </section>
);

const Bars = ({ name, label, bars }: Row) => (
  <div class="bars">
    <p>{label ?? name}</p>
    {bars.map((bar) => (
      <Fragment key={bar.name}>
        {bars.length > 1 && <p class="small">{bar.name}</p>}
        <svg class="share" viewBox="0 0 300 30" preserveAspectRatio="none" aria-hidden="true">
          <rect class="whole" x="0" y="6" width="300" height="18" />
          <rect class={bar.met ? "part met" : "part"} x="0" y="6" width={(300 * bar.part) / Math.max(bar.whole, 1)} height="18" />
          {bar.mark && <rect class="mark" x={Math.min(300 * bar.mark, 298)} y="0" width="2" height="30" />}
        </svg>
      </Fragment>
    ))}
  </div>
);

function CurveView({ spans, ticks, marks }: Curve) {
  const from = spans[0]?.from ?? 0;
  const whole = Math.max((spans[spans.length - 1]?.to ?? 0) - from, 1);
  const place = (at: number) => (600 * (at - from)) / whole;
  const most = Math.max(...spans.map(perHour)) || 1;
  return (
    <>
      <svg class="curve" viewBox="0 -4 600 128" preserveAspectRatio="none" aria-hidden="true">
        <rect class="whole" x="0" y="120" width="600" height="2" />
        {spans.map((span) => {
          const height = (120 * perHour(span)) / most;
          const width = Math.max(place(span.to) - place(span.from) - 1, 1);
          return <rect key={span.from} class="part" x={place(span.from)} y={120 - height} width={width} height={height} />;
        })}
        {marks
          .filter((at) => at >= from && at < from + whole)
          .map((at) => (
            <rect key={at} class="mark" x={place(at)} y="-4" width="2" height="128" />
          ))}
      </svg>
      <p class="ticks">
        {ticks.map((tick) => (
          <span key={tick}>{tick}</span>
        ))}
      </p>
    </>
  );
}
