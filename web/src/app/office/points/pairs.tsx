// SPDX-License-Identifier: Apache-2.0

// Households that confirm only each other, as the rules tell them (rules/volunteer, Pairs).

import { say } from "../../shared/language.ts";
import { Scroll } from "../../shared/scroll.tsx";
import type { Duties, Pair } from "./api.ts";
import { pointsTexts } from "./texts.ts";

type Side = Pair["one"];

export const OddPairs = ({ pairs, days }: Duties) => (
  <section>
    <h2>{say(pointsTexts.odd)}</h2>
    <p class="small">{say(pointsTexts.oddLead, days)}</p>
    {pairs.length === 0 ? (
      <p>{say(pointsTexts.oddNone)}</p>
    ) : (
      <Scroll label={say(pointsTexts.odd)}>
        <table>
          <thead>
            <tr>
              {[pointsTexts.helper, pointsTexts.confirmer, pointsTexts.times, pointsTexts.minutes, pointsTexts.points].map((text) => (
                <th key={text[0]} scope="col">
                  {say(text)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pairs.flatMap(({ one, other }) => [
              <Given key={`${one.unit} ${other.unit}`} helper={one} confirmer={other} />,
              <Given key={`${other.unit} ${one.unit}`} helper={other} confirmer={one} />,
            ])}
          </tbody>
        </table>
      </Scroll>
    )}
  </section>
);

const doorOf = ({ house, unit }: Side): string => house || unit.slice(0, 8);

const Given = ({ helper, confirmer }: { helper: Side; confirmer: Side }) => (
  <tr>
    <th scope="row">
      <a href={`#/points/household/${helper.unit}`}>{doorOf(helper)}</a>
    </th>
    <td>{doorOf(confirmer)}</td>
    <td>{helper.times}</td>
    <td>{helper.minutes}</td>
    <td>{helper.points}</td>
  </tr>
);
