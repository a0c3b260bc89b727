// SPDX-License-Identifier: Apache-2.0

// Finding a space for the body, and booking it: one officer signs.

import { useState } from "preact/hooks";
import { int } from "../../../act/act.ts";
import type { Bodies } from "../../../act/body.ts";
import { Back } from "../../shared/back.tsx";
import { now } from "../../shared/clock.ts";
import { say } from "../../shared/language.ts";
import { Fault, useLoaded, Waiting } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import { type Parking, parkingApi, type Space } from "../../shared/parking/api.ts";
import { Asked } from "../../shared/parking/asked.tsx";
import { bookTexts } from "../../shared/parking/book-texts.ts";
import { Find } from "../../shared/parking/find.tsx";
import { Plate, platesKept } from "../../shared/parking/plate.tsx";
import { useTask } from "../../shared/task.ts";
import { SignAct } from "../signing/signing.tsx";
import { ParkingPage } from "./frame.tsx";
import { officeParkingTexts as own } from "./texts.ts";

const hour = 3600; // seconds

// notFor says why a body cannot book a space; "" if it can.
export function notFor({ others, ahead }: Pick<Parking, "others" | "ahead">, { offer }: Space, from: number): string {
  if (!others || !offer.terms.others) {
    return say(own.households);
  }
  return ahead > 0 && from - now() > ahead ? say(own.tooFar, ahead / hour) : "";
}

export function FindPage({ parts, ...of }: PageProps & { parts: readonly string[] }) {
  const all = useLoaded(() => parkingApi.all(of.community.community), "");
  const { value } = all;
  return (
    <ParkingPage screen="booked">
      <h2>{say(bookTexts.find)}</h2>
      {all.fault ? <Fault fault={all.fault} retry={all.reload} /> : null}
      {!value && !all.fault && <Waiting />}
      {value && !value.others && (
        <p class="note warn">
          {say(own.notAdopted)} <a href="#/parking/rules">{say(own.rules)}</a>
        </p>
      )}
      {value && <Find parts={parts} community={of.community} not={(space, from) => notFor(value, space, from)} />}
      <Back to="parking/booked" text={own.booked} />
    </ParkingPage>
  );
}

export function BookPage({ parts: [id = "", begin = "", end = ""], ...of }: PageProps & { parts: readonly string[] }) {
  const [from, until] = [Number(begin), Number(end)];
  const found = useLoaded(() => parkingApi.find(from, until), `${id}-${from}-${until}`);
  const space = found.value?.items.find((one) => one.space === id);
  return (
    <ParkingPage screen="booked">
      <h2>{say(bookTexts.booking)}</h2>
      {found.fault ? <Fault fault={found.fault} retry={found.reload} /> : null}
      {!found.value && !found.fault && <Waiting />}
      {found.value && !space?.free && <Fault fault={say(bookTexts.gone)} />}
      {found.value && space?.free && <Form {...of} space={space} from={from} until={until} usable={found.value.usable[0]?.usable ?? 0} />}
      <Back to={`parking/find/${from}/${until}`} text={bookTexts.find} />
    </ParkingPage>
  );
}

type FormProps = PageProps & { space: Space; from: number; until: number; usable: number };

function Form({ space, from, until, usable, ...of }: FormProps) {
  const [plate, setPlate] = useState("");
  const [body, setBody] = useState<Bodies["parking.book"]>();
  const [booked, setBooked] = useState(false);
  const { busy, fault, run, tell } = useTask(plate);
  const check = () =>
    plate.trim() === ""
      ? tell(say(bookTexts.noPlate))
      : run(async () => {
          const commitment = await parkingApi.keepPlate(plate.trim(), until + platesKept);
          setBody({ from: int(from), home: "", offer: space.offer.offer, plate: commitment, space: space.space, until: int(until) });
        });
  return (
    <>
      <Asked space={space} from={from} until={until} />
      {space.held > usable && <Fault fault={say(own.tooDear, usable)} />}
      {body ? (
        <SignAct {...of} type="parking.book" body={body} seq={1} done={() => setBooked(true)} back={() => setBody(undefined)} />
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            check();
          }}
        >
          <Plate value={plate} change={setPlate} />
          {fault && <Fault fault={fault} />}
          <button type="submit" class="button" disabled={busy || space.held > usable}>
            {say(own.check)}
          </button>
        </form>
      )}
      {booked && (
        <p class="actions">
          <a class="button" href="#/parking/booked">
            {say(own.booked)}
          </a>
        </p>
      )}
    </>
  );
}
