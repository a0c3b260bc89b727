// SPDX-License-Identifier: Apache-2.0

// Booking a space: what both sides agree to, whose car, and one signature.

import { useState } from "preact/hooks";
import { int } from "../../../../act/act.ts";
import { Back } from "../../../shared/back.tsx";
import { moment, say } from "../../../shared/language.ts";
import { Fault, Page, useLoaded, Waiting } from "../../../shared/page.tsx";
import { parkingApi, type Space } from "../../../shared/parking/api.ts";
import { Asked } from "../../../shared/parking/asked.tsx";
import { Plate, platesKept } from "../../../shared/parking/plate.tsx";
import { Choice, homesOf } from "../choice.tsx";
import { Sign } from "../signing.tsx";
import type { Known } from "./known.tsx";
import { parkingTexts } from "./texts.ts";

export function BookPage({ parts: [id = "", begin = "", end = ""], ...of }: Known & { parts: readonly string[] }) {
  const [from, until] = [Number(begin), Number(end)];
  const { value, fault, reload } = useLoaded(() => parkingApi.find(from, until), `${id}-${from}-${until}`);
  const [done, setDone] = useState(false);
  if (!value) {
    return fault ? <Fault fault={fault} retry={reload} /> : <Waiting />;
  }
  const space = value.items.find((one) => one.space === id);
  return (
    <Page title={say(parkingTexts.booking)}>
      {done ? (
        <p class="note" role="status">
          {say(parkingTexts.booked)}{" "}
          <a class="button" href="#/parking">
            {say(parkingTexts.toBookings)}
          </a>
        </p>
      ) : space?.free ? (
        <Form
          {...of}
          space={space}
          from={from}
          until={until}
          done={() => {
            setDone(true);
            of.changed();
          }}
        />
      ) : (
        <Fault fault={say(parkingTexts.gone)} />
      )}
      <Back to={`parking/find/${from}/${until}`} text={parkingTexts.find} />
    </Page>
  );
}

type FormProps = Known & { space: Space; from: number; until: number; done: () => void };

function Form({ space: s, from, until, done, mine, ...of }: FormProps) {
  const homes = mine.usable.map(({ account, house }) => ({ unit: account, house }));
  const [home, setHome] = useState(homes[0]?.unit ?? "");
  const [plate, setPlate] = useState("");
  const usable = mine.usable.find(({ account }) => account === home)?.usable ?? 0;
  const make = async () => {
    if (s.held > usable) {
      return say(parkingTexts.tooDear, usable);
    }
    if (plate.trim() === "") {
      return say(parkingTexts.noPlate);
    }
    const commitment = await parkingApi.keepPlate(plate.trim(), until + platesKept);
    return {
      type: "parking.book" as const,
      body: { from: int(from), home, offer: s.offer.offer, plate: commitment, space: s.space, until: int(until) },
      seq: 1, // it is numbered by itself
      words: say(parkingTexts.bookWords, s.lotName, s.label, moment(from), moment(until), s.price),
    };
  };
  return (
    <div class="stack">
      <Asked space={s} from={from} until={until} />
      {s.held > usable && <Fault fault={say(parkingTexts.tooDear, usable)} />}
      <Choice id="home" label={say(parkingTexts.home)} value={home} of={homesOf(homes)} choose={setHome} />
      <Plate value={plate} change={setPlate} />
      <Sign of={of} written={`${home} ${plate}`} label={say(parkingTexts.sign)} make={make} done={done} />
    </div>
  );
}
