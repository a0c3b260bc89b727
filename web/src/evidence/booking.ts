// SPDX-License-Identifier: Apache-2.0

// What the document of a booking says of the space, its time and terms, the car, and what was paid.

import { json, type Sentence } from "./bundle.ts";
import { document, maybe } from "./form.ts";
import { say } from "./says.ts";
import type { Written } from "./shown.ts";
import type { Form } from "./text.ts";

const { text } = maybe;

// number is a whole one that every reader of JSON reads as the same.
const number: Form<number> = (value) => {
  const whole = maybe.whole(value);
  if (whole < 0 || !Number.isSafeInteger(whole)) {
    throw new Error("a number of the booking is none");
  }
  return whole;
};

type Passed = { at: number; device: string; event: string };
const passed = document<Passed>({ at: number, device: text, event: text });

// Instead of a gate where the car has stayed on its space; the event is the other booking then.
const noGate = "-";

function passage({ at, device, event }: Passed, way: string): Sentence[] {
  if (at === 0) {
    return [];
  }
  return [
    device === noGate ? say("STAYED", { at: String(at), booking: event, way }) : say("PASSAGE", { at: String(at), device, event, way }),
  ];
}

const terms = document({
  bands: maybe.list((band: unknown) => band),
  cancel: number,
  deposit: number,
  early: number,
  hour: number,
  late: number,
  noShow: number,
  overstay: number,
});

const booked = document({
  again: passed,
  closed: number,
  due: number,
  entered: passed,
  exited: passed,
  from: number,
  held: number,
  price: number,
  space: text,
  state: text,
  terms,
  until: number,
});

export function saysBooking({ value }: Written): Sentence[] {
  const b = booked(json(value));
  const { bands, cancel, deposit, early, hour, late, noShow, overstay } = b.terms;
  return [
    say("BOOKING", { from: String(b.from), price: String(b.price), space: b.space, state: b.state, until: String(b.until) }),
    say("TERMS", {
      bands: String(bands.length),
      cancel: String(cancel),
      deposit: String(deposit),
      early: String(early),
      hour: String(hour),
      late: String(late),
      noshow: String(noShow),
      overstay: String(overstay),
    }),
    ...passage(b.entered, "in"),
    ...passage(b.again, "in"),
    ...passage(b.exited, "out"),
    ...(b.closed === 0 ? [] : [say("PAID", { closed: String(b.closed), due: String(b.due), held: String(b.held) })]),
  ];
}
