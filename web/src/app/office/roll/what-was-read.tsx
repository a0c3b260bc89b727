// SPDX-License-Identifier: Apache-2.0

// What was read of a roll file: its sheets, and units and area by building.

import { say, squareMetres } from "../../shared/language.ts";
import type { RollImport } from "../api.ts";
import { Scroll } from "../scroll.tsx";
import { office } from "../texts.ts";

type Sheet = NonNullable<RollImport["sheets"]>[number];

const why = {
  hidden: office.rollSheetHidden,
  empty: office.rollSheetEmpty,
  "no-header": office.rollSheetNoHeader,
  "no-table": office.rollSheetNoTable,
};

function sheetText({ leftOut, rows, units, unread }: Sheet): string {
  if (leftOut) {
    return say(why[leftOut]);
  }
  const text = say(office.rollSheetRead, rows, units);
  return unread?.length ? `${text}${say(office.rollSheetUnread, unread.join("、"))}` : text;
}

export function WhatWasRead({ read }: { read: RollImport }) {
  const { sheets = [], buildings = [] } = read;
  if (sheets.length === 0) {
    return null;
  }
  return (
    <>
      <ul>
        {sheets.map((sheet) => (
          <li key={sheet.name}>
            {sheet.name && <strong>{sheet.name}: </strong>}
            {sheetText(sheet)}
          </li>
        ))}
      </ul>
      <Scroll label={say(office.rollBuildings)}>
        <table>
          <caption>{say(office.rollBuildings)}</caption>
          <thead>
            <tr>
              <th scope="col">{say(office.rollBuilding)}</th>
              <th scope="col">{say(office.rollUnits)}</th>
              <th scope="col">m²</th>
            </tr>
          </thead>
          <tbody>
            {buildings.map(({ name, units, areaDm2 }) => (
              <tr key={name}>
                <th scope="row">{name || "–"}</th>
                <td>{units}</td>
                <td>{squareMetres(areaDm2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
