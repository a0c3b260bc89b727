// SPDX-License-Identifier: Apache-2.0

// Offering a service, or changing what is offered.

import { useState } from "preact/hooks";
import type { Bodies } from "../../../act/body.ts";
import { idPattern } from "../../../act/rules.ts";
import { services } from "../../shared/breaches/words.ts";
import { china, now } from "../../shared/clock.ts";
import { say } from "../../shared/language.ts";
import { local } from "../../shared/local-time.ts";
import { bodyName } from "../../shared/names.ts";
import { Fault } from "../../shared/page.tsx";
import type { PageProps } from "../../shared/page-props.ts";
import type { Service } from "../../shared/points/words.ts";
import { useTask } from "../../shared/task.ts";
import { readHours, writeHours } from "../orders/lines.ts";
import { JoinWaiting, type Pending } from "../signing/pending.tsx";
import { SignAct } from "../signing/signing.tsx";
import { officeServiceTexts } from "./texts.ts";

export type FormProps = PageProps & { pending: Pending; done: () => void };

const year = 365 * 24 * 3600; // seconds

// written is a form's fields.
const written = (service?: Service) => ({
  id: service?.service ?? "",
  title: service?.title ?? "",
  bookable: service?.bookable ?? "",
  points: String(service?.points ?? ""),
  stock: String(service?.stock ?? ""),
  from: local(service?.from ?? now()),
  until: local(service?.until ?? now() + year),
  hours: writeHours(service?.hours ?? []),
});

type Fields = ReturnType<typeof written>;

export function SetService({ service, pending, done, ...of }: FormProps & { service?: Service }) {
  const [fields, setFields] = useState(() => written(service));
  const [body, setBody] = useState<Bodies["service.set"]>();
  const { fault, tell } = useTask();
  const taken = service ? service.stock - service.left : 0;
  const check = () => {
    const wrong = wrongWith(fields);
    tell(wrong);
    if (!wrong) {
      setBody(bodyOf(of.me.session.body ?? "", fields));
    }
  };
  return (
    <JoinWaiting {...of} list={pending} type="service.set" same={(body) => body.service === service?.service} done={done}>
      {body ? (
        <SignAct {...of} type="service.set" body={body} done={done} back={() => setBody(undefined)} />
      ) : (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            check();
          }}
        >
          <Inputs fields={fields} set={(change) => setFields({ ...fields, ...change })} service={service} taken={taken} />
          <p>{say(officeServiceTexts.servedBy, bodyName(of.community, of.me.session.body ?? ""))}</p>
          {fault && <Fault fault={fault} />}
          <button type="submit" class="button">
            {say(officeServiceTexts.check)}
          </button>
        </form>
      )}
    </JoinWaiting>
  );
}

// wrongWith says what of the form the browser does not see to.
function wrongWith({ hours, from, until }: Fields): string | undefined {
  const { bad } = readHours(hours);
  if (bad.length > 0) {
    return say(officeServiceTexts.hoursBad, bad.join(" / "));
  }
  return china(until) > china(from) ? undefined : say(officeServiceTexts.untilBad);
}

const bodyOf = (body: string, { id, title, bookable, points, stock, from, until, hours }: Fields): Bodies["service.set"] => ({
  body,
  bookable,
  from: String(china(from)),
  hours: readHours(hours).all,
  points: String(Number(points)),
  service: id,
  stock: String(Number(stock)),
  title: title.trim(),
  until: String(china(until)),
});

type InputsProps = { fields: Fields; set: (change: Partial<Fields>) => void; service: Service | undefined; taken: number };

function Inputs({ fields, set, service, taken }: InputsProps) {
  const named = (name: string) => `${name}-${service?.service ?? ""}`;
  const input = (name: keyof Fields, label: string, props: object) => (
    <>
      <label for={named(name)}>{label}</label>
      <input
        id={named(name)}
        required
        autocomplete="off"
        value={fields[name]}
        onInput={(event) => set({ [name]: event.currentTarget.value })}
        {...props}
      />
    </>
  );
  return (
    <>
      {!service && (
        <>
          {input("id", say(officeServiceTexts.id), { pattern: idPattern, "aria-describedby": "id-hint" })}
          <p class="small" id="id-hint">
            {say(officeServiceTexts.idHint)}
          </p>
        </>
      )}
      {input("title", say(officeServiceTexts.name), { maxLength: 60 })}
      <label for={named("bookable")}>{say(officeServiceTexts.bookable)}</label>
      <select id={named("bookable")} value={fields.bookable} onChange={(event) => set({ bookable: event.currentTarget.value })}>
        <option value="">{say(officeServiceTexts.notBookable)}</option>
        {Object.entries(services).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {say(name)}
          </option>
        ))}
      </select>
      {input("points", say(officeServiceTexts.points), { type: "number", min: 1, step: 1 })}
      {input("stock", say(officeServiceTexts.howMany, taken), { type: "number", min: taken, max: 1_000_000, step: 1 })}
      {input("from", say(officeServiceTexts.fromWhen), { type: "datetime-local" })}
      {input("until", say(officeServiceTexts.untilWhen), { type: "datetime-local" })}
      <label for={named("hours")}>{say(officeServiceTexts.hours)}</label>
      <p class="small" id={named("hours-hint")}>
        {say(officeServiceTexts.hoursHint)}
      </p>
      <textarea
        id={named("hours")}
        rows={3}
        aria-describedby={named("hours-hint")}
        value={fields.hours}
        onInput={(event) => set({ hours: event.currentTarget.value })}
      />
    </>
  );
}
