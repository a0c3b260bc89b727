// SPDX-License-Identifier: Apache-2.0

// What a guard did with a car that nobody had told the gate of. It is signed when it is done, and sent when there is a connection.

import { useRef, useState } from "preact/hooks";
import { Offline } from "../shared/api.ts";
import { say, type Text } from "../shared/language.ts";
import type { Parking } from "../shared/parking/api.ts";
import { type Guest, workApi } from "./api.ts";
import { Choice, Choices, type Decided, decision, SignBoth } from "./decision.tsx";
import { gateTexts } from "./gate-texts.ts";
import { onList } from "./guests.ts";
import type { Steps } from "./use-queue.ts";

type Written = Decided & { plate: string; lot?: string };

const fresh: Written = { plate: "", way: "in", reason: "visitor" };

export function Decide({ steps, lots, guests }: { steps: Steps; lots: Parking["lots"]; guests: readonly Guest[] }) {
  const [first] = lots;
  const [written, setWritten] = useState<Written>(fresh);
  const [done, setDone] = useState<Text>();
  const bare = useRef(false); // a plate was typed that no commitment could be made of
  if (!first) {
    return <p>{say(gateTexts.noLot)}</p>;
  }
  const lot = written.lot ?? first.lot;
  const write = (change: Partial<Written>) => {
    setDone(undefined);
    setWritten({ ...written, ...change });
  };
  const make = async (through: boolean) => {
    const plate = await commitment(written.plate, guests);
    bare.current = plate === "" && written.plate.trim() !== "";
    return decision({ ...written, lot, plate }, through);
  };
  const next = () => {
    setWritten({ ...fresh, lot });
    setDone(bare.current ? gateTexts.doneWithout : gateTexts.done);
  };
  return (
    <details>
      <summary>{say(gateTexts.without)}</summary>
      {lots.length > 1 && (
        <Choice
          label={gateTexts.lot}
          name="lot"
          of={lots.map(({ lot, name }) => [lot, name])}
          value={lot}
          choose={(lot) => write({ lot })}
        />
      )}
      <label for="plate">{say(gateTexts.plate)}</label>
      <input
        id="plate"
        class="plate-search"
        maxLength={24}
        autocomplete="off"
        autocapitalize="characters"
        aria-describedby="plate-note"
        value={written.plate}
        onInput={(event) => write({ plate: event.currentTarget.value })}
      />
      <p class="small" id="plate-note">
        {say(gateTexts.plateNote)}
      </p>
      <Choices decided={written} change={write} />
      <SignBoth steps={steps} make={make} done={next} />
      {done && <p role="status">{say(done)}</p>}
    </details>
  );
}

// commitment is to a plate: from the list, if it is on it; "" without a plate, and for any other one without a connection, since only the
// body's oracle has the key that makes it.
async function commitment(plate: string, guests: readonly Guest[]): Promise<string> {
  const known = onList(guests, plate);
  if (known || !plate.trim()) {
    return known?.commitment ?? "";
  }
  return workApi.plate(plate.trim()).catch((error) => {
    if (error instanceof Offline) {
      return "";
    }
    throw error;
  });
}
