// SPDX-License-Identifier: Apache-2.0

// Other prices for times of the week. Of two that have the same time, the first one counts.

import { say } from "../language.ts";
import { covered, type Draft, most, type Priced, presets, wrongAt } from "./draft.ts";
import { offerTexts } from "./offer-texts.ts";
import { Points } from "./points.tsx";
import { WeekTime } from "./week-time.tsx";

type BandsProps = { draft: Draft; change: (draft: Draft) => void };

export function Bands({ draft, change }: BandsProps) {
  const { bands, terms } = draft;
  const set = (all: Priced[]) => change({ ...draft, bands: all });
  return (
    <section>
      <h3>{say(offerTexts.bands)}</h3>
      <p>{say(offerTexts.bandsLead)}</p>
      {bands.map((one, i) => (
        <Band
          key={i}
          place={i}
          draft={draft}
          change={(next) => set(bands.map((other, at) => (at === i ? next : other)))}
          remove={() => set(bands.filter((_, at) => at !== i))}
          band={one}
        />
      ))}
      {bands.length < most.bands && (
        <p class="actions">
          <button type="button" class="button secondary" onClick={() => set([...bands, { ...presets.weekends, hour: terms.hour }])}>
            {say(offerTexts.addBand)}
          </button>
        </p>
      )}
    </section>
  );
}

type BandProps = { place: number; draft: Draft; band: Priced; change: (band: Priced) => void; remove: () => void };

function Band({ place, draft, band, change, remove }: BandProps) {
  const id = `band-${place}`;
  const over = covered(draft.bands, place);
  return (
    <WeekTime id={id} legend={say(offerTexts.band, place + 1)} times={band} change={change} remove={remove} wrong={wrongAt(draft, id)}>
      <Points
        id={`${id}-hour`}
        label={say(offerTexts.hour)}
        top={most.hour}
        value={band.hour}
        change={(hour) => change({ ...band, hour })}
      />
      {over !== "" && <p class="small">{say(over === "all" ? offerTexts.coveredAll : offerTexts.coveredSome)}</p>}
    </WeekTime>
  );
}
