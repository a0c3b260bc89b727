// SPDX-License-Identifier: Apache-2.0

// What was read of a roll file: its sheets, and units and area by building.

import { say, squareMetres } from "../../shared/language.ts";
import { Scroll } from "../../shared/scroll.tsx";
import type { RollImport } from "../api.ts";
import { officeTexts } from "../texts.ts";

type Sheet = NonNullable<RollImport["sheets"]>[number];

const why = {
  hidden: officeTexts.rollSheetHidden,
  empty: officeTexts.rollSheetEmpty,
  "no-header": officeTexts.rollSheetNoHeader,
  "no-table": officeTexts.rollSheetNoTable,
};

function sheetText({ leftOut, rows, units, unread }: Sheet): string {
  if (leftOut) {
    return say(why[leftOut]);
  }
  const text = say(officeTexts.rollSheetRead, rows, units);
  return unread?.length ? `${text}${say(officeTexts.rollSheetUnread, unread.join("、"))}` : text;
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
      <Scroll label={say(officeTexts.rollBuildings)}>
        <table>
          <caption>{say(officeTexts.rollBuildings)}</caption>
          <thead>
            <tr>
              <th scope="col">{say(officeTexts.rollBuilding)}</th>
              <th scope="col">{say(officeTexts.rollUnits)}</th>
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
