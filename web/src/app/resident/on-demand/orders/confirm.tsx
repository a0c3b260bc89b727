// SPDX-License-Identifier: Apache-2.0

// The end of an order is what its household says.

import { useState } from "preact/hooks";
import { say } from "../../../shared/language.ts";
import { orderAct } from "../../../shared/orders/order-act.ts";
import { Sign } from "../signing.tsx";
import type { OrderProps } from "./props.ts";
import { orderTexts } from "./texts.ts";

const grades = [orderTexts.rate1, orderTexts.rate2, orderTexts.rate3, orderTexts.rate4, orderTexts.rate5];

type RatingProps = { name: string; title: string; rating: number; rate: (rating: number) => void };

const Rating = ({ name, title, rating, rate }: RatingProps) => (
  <fieldset>
    <legend>{title}</legend>
    <div class="ratings">
      {grades.map((grade, i) => (
        <label class="choice" key={grade[0]}>
          <input type="radio" name={name} checked={rating === i + 1} onChange={() => rate(i + 1)} />
          {i + 1} {say(grade)}
        </label>
      ))}
    </div>
  </fieldset>
);

export function Confirm({ order, unit, changed, ...of }: OrderProps) {
  const [speed, setSpeed] = useState(0);
  const [result, setResult] = useState(0);
  const make = async () => {
    if (speed === 0 || result === 0) {
      return say(orderTexts.unrated);
    }
    const body = { order: order.order, result: String(result), speed: String(speed), unit };
    return orderAct("order.confirm", body, say(orderTexts.confirmWords, speed, result));
  };
  return (
    <section>
      <h2>{say(orderTexts.confirmTitle)}</h2>
      <p>{say(orderTexts.confirmLead)}</p>
      <Rating name="speed" title={say(orderTexts.speed)} rating={speed} rate={setSpeed} />
      <Rating name="result" title={say(orderTexts.result)} rating={result} rate={setResult} />
      <Sign of={of} label={say(orderTexts.confirm)} make={make} done={changed} />
    </section>
  );
}
