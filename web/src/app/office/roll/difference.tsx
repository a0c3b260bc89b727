// SPDX-License-Identifier: Apache-2.0

// What a new roll changes against the one in force.

import { say, squareMetres } from "../../shared/language.ts";
import { Scroll } from "../../shared/scroll.tsx";
import type { Change, RollImport } from "../api.ts";
import { officeTexts } from "../texts.ts";

export function Difference({ difference }: { difference: RollImport["difference"] }) {
  const { before, after, added, removed, changed } = difference;
  const rows = [
    [say(officeTexts.rollUnits), before.units, after.units],
    [say(officeTexts.rollHeads), before.withoutParking.heads, after.withoutParking.heads],
    ["m²", squareMetres(before.withoutParking.areaDm2), squareMetres(after.withoutParking.areaDm2)],
  ];
  return (
    <>
      <Scroll label={say(officeTexts.rollTotals)}>
        <table>
          <caption>{say(officeTexts.rollTotals)}</caption>
          <thead>
            <tr>
              <td />
              <th scope="col">{say(officeTexts.rollBefore)}</th>
              <th scope="col">{say(officeTexts.rollAfter)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, old, now]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{old}</td>
                <td>{now}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {added.length > 0 && <p>{say(officeTexts.rollAdded, added.length, few(added))}</p>}
      {removed.length > 0 && <p>{say(officeTexts.rollRemoved, removed.length, few(removed))}</p>}
      {changed.length > 0 && <Changes changed={changed} />}
      {added.length + removed.length + changed.length === 0 && <p>{say(officeTexts.rollSame)}</p>}
    </>
  );
}

const few = (houses: string[]): string => houses.slice(0, 50).join("、") + (houses.length > 50 ? "…" : "");

const sides = (change: Change) =>
  [change.before, change.after].map(
    (unit) =>
      [
        change.before.unit === change.after.unit ? "" : unit.unit,
        unit.owners?.join("、"),
        change.what.includes("area") ? squareMetres(unit.areaDm2) : "",
      ]
        .filter(Boolean)
        .join(" · ") || "–",
  );

function Changes({ changed }: { changed: Change[] }) {
  return (
    <Scroll label={say(officeTexts.rollChanged, changed.length)}>
      <table>
        <caption>{say(officeTexts.rollChanged, changed.length)}</caption>
        <thead>
          <tr>
            <th scope="col">{say(officeTexts.letterHouse)}</th>
            <th scope="col">{say(officeTexts.rollBefore)}</th>
            <th scope="col">{say(officeTexts.rollAfter)}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map((change) => {
            const [old, now] = sides(change);
            return (
              <tr key={change.unit}>
                <th scope="row">{change.unit}</th>
                <td>{old}</td>
                <td>{now}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Scroll>
  );
}
